import { context, getOctokit } from "./vendor-github.js";

export { context, getOctokit };