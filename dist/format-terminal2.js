import { formatVerification } from "./format-terminal.js";

export { formatVerification };