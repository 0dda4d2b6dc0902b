import { commitOf, isRefName, repositoryPath, showFile } from "./machine.js";

export { commitOf, repositoryPath, showFile };