import { exec, getExecOutput } from "./vendor-exec.js";

export { exec, getExecOutput };