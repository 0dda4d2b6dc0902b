import { checkTarget, readUserFile, temporaryTarget, writeFileAtomically } from "./machine.js";

export { readUserFile };