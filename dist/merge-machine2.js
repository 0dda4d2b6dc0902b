import { openMerge } from "./merge-machine.js";

export { openMerge };