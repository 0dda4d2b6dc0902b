import { clashes, readSetup, setupOfWorkflow } from "./pipeline-setup.js";

export { clashes, readSetup, setupOfWorkflow };