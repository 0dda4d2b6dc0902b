import { openMachine, openRegistries } from "./machine.js";

export { openMachine, openRegistries };