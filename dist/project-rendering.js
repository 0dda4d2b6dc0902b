import { openRendering } from "./machine.js";

export { openRendering };