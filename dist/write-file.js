import { checkTarget, readUserFile, writeFileAtomically } from "./machine.js";

export { readUserFile };