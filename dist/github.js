import { getOctokit } from "./vendor-github.js";

export { getOctokit };