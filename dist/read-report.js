import { readReport } from "./core.js";

export { readReport };