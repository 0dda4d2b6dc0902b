import { readUserFile, writeFileAtomically } from "./machine.js";

export { readUserFile };