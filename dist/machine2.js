import { openMachine } from "./machine.js";

export { openMachine };