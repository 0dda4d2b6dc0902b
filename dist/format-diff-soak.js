import { formatSoakedDiffs } from "./words.js";

export { formatSoakedDiffs };