import { openMachine, ownFiles } from "./machine.js";

export { openMachine };