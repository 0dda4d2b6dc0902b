import { compareLists, compareUses, compareWhere } from "./core.js";

export { compareLists };