import { parseOptions } from "./core.js";

export { parseOptions };