import { withNamespace } from "./programs.js";

export { withNamespace };