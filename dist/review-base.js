import { githubReviewBase, gitlabReviewBase } from "./review-base2.js";

export { gitlabReviewBase };