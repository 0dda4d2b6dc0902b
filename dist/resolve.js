import { command, readHost } from "./resolve2.js";

export { command, readHost };