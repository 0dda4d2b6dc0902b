import { parseVersionFilter } from "./version.js";

export { parseVersionFilter };