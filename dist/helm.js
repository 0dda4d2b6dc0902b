import { openHelm } from "./programs.js";

export { openHelm };