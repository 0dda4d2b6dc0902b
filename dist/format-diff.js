import { formatDiff } from "./words.js";

export { formatDiff };