import { formatDocument, readDocument } from "./core.js";

export { readDocument };