import { checkTarget, readUserFile, temporaryTarget, writeFileAtomically, writeFlushed } from "./machine.js";

export { readUserFile };