import { compareReport, entriesOfReport, unansweredOfReport } from "./core.js";

export { compareReport, entriesOfReport, unansweredOfReport };