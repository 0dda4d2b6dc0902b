import { findCheckout, isCommitName, readParents } from "./checkout.js";
import { commitOf, git } from "./machine.js";

// src/io/review-base.ts
/**
* The base that a GitHub workflow's files are to be compared with. An event may name a commit from before others were merged; the commit that
* GitHub made to try the merge has the newest of the base as its first parent.
* @param folder in the checkout
*/
async function githubReviewBase(context, folder) {
	const { baseCommit, eventName, pullRequest, sha } = context;
	const checkout = baseCommit === void 0 ? void 0 : await findCheckout(folder);
	const head = checkout?.head;
	if (baseCommit === void 0 || checkout === void 0 || head === void 0) return {
		commit: baseCommit,
		isOnBase: false
	};
	if (eventName === "merge_group") return {
		commit: baseCommit,
		isOnBase: head === sha
	};
	const headSha = pullRequest?.headSha;
	const [first, second, ...more] = await readParents(checkout, head);
	if (second !== void 0 && second === headSha && more.length === 0 && (head === sha || head === pullRequest?.mergeSha)) return {
		commit: first,
		isOnBase: true
	};
	return {
		commit: baseCommit,
		isOnBase: head === headSha && await isAncestor(baseCommit, head, checkout.gitDir)
	};
}
async function isAncestor(commit, head, gitDir) {
	return (await git([
		`--git-dir=${gitDir}`,
		"merge-base",
		"--is-ancestor",
		commit,
		head
	])).ok;
}
/**
* The base that a GitLab merge request pipeline's files are to be compared with: the commit that the branches have in common, and where the
* pipeline runs for the merged result, the newest of the target branch. docs.gitlab.com, "Predefined CI/CD variables".
* @param folder in the checkout
*/
async function gitlabReviewBase(env, folder) {
	const commits = ["CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "CI_MERGE_REQUEST_DIFF_BASE_SHA"].map((name) => env[name]?.trim() ?? "").filter(isCommitName);
	for (const commit of commits) if (await commitOf(commit, folder) !== void 0) return {
		commit,
		isOnBase: commit === commits[0]
	};
	return {
		commit: commits[0],
		isOnBase: false
	};
}

export { githubReviewBase, gitlabReviewBase };