import { openKustomizer } from "./programs.js";

export { openKustomizer };