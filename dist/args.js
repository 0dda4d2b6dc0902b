import { commandLineArgs, mergeArgs, missingArgs, missingArgsError, mistypedArgs, parseArgLine } from "./shared.js";

export { commandLineArgs };