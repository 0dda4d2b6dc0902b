import { durationText, minimumSoak, sinceWhen, soakOf, soakText } from "./words.js";

export { minimumSoak };