import { exec, getExecOutput } from "./vendor-exec.js";

export { getExecOutput };