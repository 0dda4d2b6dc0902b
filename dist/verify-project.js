import { optionsToVerify, verifyProject } from "./machine.js";

export { optionsToVerify };