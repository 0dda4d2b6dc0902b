import { isImagesError } from "./words.js";
import { connectToGitLab } from "./gitlab-api.js";
import { readGitLabAccess } from "./gitlab-job.js";
import { createRedactor, jsonMember, readProxies } from "./registry.js";
import { failure, failureOf, ok, warning } from "./check-line.js";

// src/io/gitlab-token.ts
/**
* Asks GitLab what the token of the job may do: `GET /personal_access_tokens/self`, which any token may ask of itself, project and group tokens
* too (docs.gitlab.com, "Personal access tokens API").
* @throws GitLabError, InputError
*/
async function readGitLabToken(env, timeout = 1e4) {
	const job = readGitLabAccess(env);
	const { proxies, problems } = readProxies(env);
	if (problems[0]) throw problems[0];
	const redactor = createRedactor();
	for (const secret of [job.token, ...proxies.secrets]) redactor.add(secret);
	const api = await connectToGitLab({
		job,
		proxies,
		redact: redactor.redact,
		now: Date.now,
		timeout
	});
	try {
		const { data } = await api.send({
			method: "GET",
			path: "/personal_access_tokens/self"
		});
		const scopes = jsonMember(data, "scopes");
		const expires = jsonMember(data, "expires_at");
		return {
			variable: job.tokenVariable,
			scopes: Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [],
			active: jsonMember(data, "active") === true && jsonMember(data, "revoked") !== true,
			expires: typeof expires === "string" && /^\d{4}-\d\d-\d\d$/.test(expires) ? expires : void 0
		};
	} finally {
		await api.close();
	}
}

// src/cli/examine-gitlab.ts
/** In a job of GitLab CI: whether its token can write notes. Elsewhere there is nothing to say. */
async function examineGitLab(env) {
	if (!env["GITLAB_CI"]) return [];
	const name = "GitLab token";
	try {
		const { variable, scopes, active, expires } = await readGitLabToken(env);
		if (!active) return [failure(name, `the token in ${variable} is revoked or expired`, "Create a new one and put it there.")];
		if (!scopes.includes("api")) {
			const has = scopes.length === 0 ? "none" : scopes.join(", ");
			const hint = `Create a project access token with the scope api and the role Reporter for ${variable}.`;
			return [failure(name, `the token in ${variable} has not the scope api (it has ${has})`, hint)];
		}
		return [ok(name, `${variable} has the scope api${expires === void 0 ? "" : `, until ${expires}`}`)];
	} catch (error) {
		if (!isImagesError(error)) throw error;
		return [error.code === "permission" && error.message.startsWith("there is no token") ? warning(name, `${error.message}, so no note can be written`, error.hint ?? null) : failureOf(name, error)];
	}
}

export { examineGitLab };