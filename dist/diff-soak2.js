import { findSoaks } from "./diff-soak.js";

export { findSoaks };