import { commandLineArgs, mergeArgs, missingArgs, missingArgsError, missingArgsIn, mistypedArgs, parseArgLine } from "./shared.js";

export { commandLineArgs };