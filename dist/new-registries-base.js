// src/io/new-registries-base.ts
/** What a GitHub workflow says of the base that its pull request or merge group goes to; undefined where it is about none. */
function githubBase(context) {
	const { baseCommit, eventName, sha, pullRequest, serverUrl, repository } = context;
	if (baseCommit === void 0) return void 0;
	const names = [`${repository.owner}/${repository.repo}`, ...pullRequest?.headRepository === void 0 ? [] : [pullRequest.headRepository]];
	return {
		commits: [baseCommit],
		merge: eventName === "pull_request" ? {
			commit: sha,
			head: pullRequest?.headSha
		} : void 0,
		repositories: names.map((name) => `${serverUrl}/${name}`)
	};
}
/**
* What a GitLab pipeline says of the base that its merge request goes to; undefined in every other pipeline. docs.gitlab.com, "Predefined
* CI/CD variables", for merge request pipelines.
*/
function gitlabBase(env) {
	const commits = ["CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "CI_MERGE_REQUEST_DIFF_BASE_SHA"].flatMap((name) => env[name]?.trim() || []);
	return commits.length === 0 ? void 0 : {
		commits,
		repositories: []
	};
}

export { githubBase, gitlabBase };