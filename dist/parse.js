import { parseVersionFilter } from "./words.js";

export { parseVersionFilter };