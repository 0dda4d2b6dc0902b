import { __toESM } from "./rolldown-runtime.js";
import { GitLabError, InputError, plural, quote, shorten, version } from "./words.js";
import { accessHint } from "./gitlab-job.js";
import { jsonMember, proxyFor, readRetryAfter } from "./registry.js";
import tls from "node:tls";
import { readFileSync } from "node:fs";

// src/io/gitlab-failure.ts
/**
* What a refusal means. 429, 409 and 5xx may pass; the rest is final. docs.gitlab.com, "REST API troubleshooting" (status codes) and
* "User and IP rate limits" (headers of a 429).
*/
function readRefusal(refusal, job, now) {
	const { status, request, header } = refusal;
	const reason = reasonOf(refusal.text);
	const said = `GitLab answered ${status} to ${request}${reason === "" ? "" : `: ${quote(reason)}`}`;
	if (status === 429) {
		const wait = readRetryAfter(header, now);
		const time = wait === void 0 ? "" : `, and asks to wait ${plural(Math.ceil(wait / 1e3), "second")}`;
		return new GitLabError("unavailable", `GitLab limits the requests${time}`, {
			status,
			retryAfter: wait ?? 2e4
		});
	}
	if (status >= 500 || status === 409) return new GitLabError("unavailable", said, {
		status,
		retryAfter: 0
	});
	if (status >= 300 && status < 400) return redirected(refusal);
	if (status === 413 || status === 400 && /too long/i.test(reason)) return new GitLabError("too-large", `${said}, the note is too long`, { status }, { hint: "The report file holds the whole text." });
	if (status === 401) {
		const hint = `The token in ${job.tokenVariable} is not valid: it is mistyped, expired or revoked. Put a new one there.`;
		return new GitLabError("permission", said, { status }, { hint });
	}
	if (status === 403 && /insufficient_scope|higher privileges/i.test(refusal.text)) {
		const hint = `Give the token in ${job.tokenVariable} the scope api.`;
		return new GitLabError("permission", said, { status }, { hint });
	}
	if (status === 403 || status === 404) return new GitLabError("permission", said, { status }, { hint: accessHint(job) });
	return new GitLabError("unavailable", said, { status });
}
/** What it means that there was no answer. Network loss may pass; a certificate that is not trusted stays so. */
function readNetworkFault(thrown, host, { timeout, redact }) {
	const code = String(jsonMember(thrown, "code") ?? "");
	if (thrown instanceof Error && (thrown.name === "TimeoutError" || /^UND_ERR_.*_TIMEOUT$/.test(code))) return new GitLabError("unavailable", `GitLab at ${host} did not answer in ${timeout / 1e3} s`, { retryAfter: 0 });
	const text = (thrown instanceof Error ? thrown.message : String(thrown)) || code;
	const said = `GitLab at ${host} could not be reached: ${quote(redact(text))}`;
	if (/CERT|SIGNATURE|SELF_SIGNED|ISSUER|ERR_TLS|ERR_SSL/.test(code)) return new GitLabError("unavailable", said, {}, { hint: "Name the file with the certificate of its authority in CI_SERVER_TLS_CA_FILE or NODE_EXTRA_CA_CERTS." });
	return new GitLabError("unavailable", said, { retryAfter: 0 });
}
function redirected({ status, request, header }) {
	const target = header("location")[0] ?? "";
	const message = `GitLab answered ${status} to ${request}, a redirect${URL.canParse(target) ? ` to ${quote(new URL(target).host, 100)}` : ""}, and the token is not sent anywhere else`;
	return new GitLabError("unavailable", message, { status }, { hint: "Check the address in CI_API_V4_URL: it is the external address that GitLab is configured with." });
}
/** GitLab says `message` (a text or an object of texts), or `error` with `error_description`. Pages of HTML say nothing of use. */
function reasonOf(text) {
	const body = parse(text);
	const words = [
		jsonMember(body, "message"),
		jsonMember(body, "error"),
		jsonMember(body, "error_description")
	].flatMap((part) => {
		if (typeof part === "string") return [part];
		return typeof part === "object" && part !== null ? [JSON.stringify(part)] : [];
	});
	return shorten(words.join(": "), 300);
}
function parse(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}

// src/io/gitlab-api.ts
/** Most bytes of one answer. */
const longestAnswer = 4194304;
/** A refusal is read that far. */
const longestRefusal = 16384;
/**
* Connects to GitLab. The token goes to the host of `CI_API_V4_URL` only: redirects are refused, never followed.
* @throws InputError for a file of authorities that cannot be read
*/
async function connectToGitLab(options) {
	const { job } = options;
	const { request } = await import("./undici.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const dispatcher = await createDispatcher(options);
	return {
		async send(asked) {
			const url = new URL(job.apiUrl + asked.path);
			for (const [name, value] of Object.entries(asked.query ?? {})) url.searchParams.set(name, value);
			const headers = {
				accept: "application/json",
				"user-agent": `kluctl-images/${version}`,
				"private-token": job.token,
				...asked.body === void 0 ? {} : { "content-type": "application/json" }
			};
			const body = asked.body === void 0 ? null : JSON.stringify(asked.body);
			const signal = AbortSignal.timeout(options.timeout);
			let raw;
			try {
				const answer = await request(url, {
					dispatcher,
					method: asked.method,
					headers,
					body,
					signal
				});
				raw = {
					status: answer.statusCode,
					headers: answer.headers,
					...await readBody(answer)
				};
			} catch (thrown) {
				throw readNetworkFault(thrown, url.host, options);
			}
			return readAnswer(raw, asked, url, options);
		},
		close: () => dispatcher.destroy()
	};
}
async function readBody({ body, statusCode }) {
	const limit = statusCode < 300 ? longestAnswer : longestRefusal;
	const chunks = [];
	let length = 0;
	for await (const chunk of body) {
		if (!(chunk instanceof Uint8Array)) continue;
		chunks.push(chunk);
		length += chunk.length;
		if (length > limit) break;
	}
	return {
		text: Buffer.concat(chunks).subarray(0, limit).toString("utf8"),
		cut: length > limit
	};
}
function readAnswer(raw, asked, url, options) {
	const { status, text, cut } = raw;
	const request = `${asked.method} ${asked.path}`;
	const header = (name) => {
		const value = raw.headers[name];
		return typeof value === "string" ? [value] : value ?? [];
	};
	if (status < 200 || status >= 300) throw readRefusal({
		request,
		status,
		header,
		text: options.redact(text)
	}, options.job, options.now());
	if (cut) {
		const message = `the answer of GitLab to ${request} is longer than ${longestAnswer / 1024 / 1024} MiB`;
		throw new GitLabError("too-large", message, { status });
	}
	if (text.trim() === "") return {
		data: void 0,
		header,
		url
	};
	try {
		return {
			data: JSON.parse(text),
			header,
			url
		};
	} catch {
		const message = `GitLab answered ${request} with ${quote((header("content-type")[0] ?? "no content type").split(";", 1)[0] ?? "", 60)}, which is not JSON`;
		const hint = `Check that ${options.job.apiUrl} is reached without a login page or a proxy that answers for it.`;
		throw new GitLabError("unavailable", message, { status }, { hint });
	}
}
async function createDispatcher({ job, proxies, timeout }) {
	const { Agent, ProxyAgent } = await import("./undici.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const trusted = job.authorities.length === 0 ? {} : { ca: [...readAuthorities(job.authorities)] };
	const times = {
		headersTimeout: timeout,
		bodyTimeout: timeout
	};
	const url = new URL(job.apiUrl);
	const proxy = proxyFor(url, proxies);
	if (proxy === void 0) return new Agent({
		...times,
		connect: {
			...trusted,
			timeout
		}
	});
	return new ProxyAgent({
		...times,
		uri: proxy.url.href,
		...proxy.authorization === void 0 ? {} : { token: proxy.authorization },
		proxyTunnel: url.protocol === "https:",
		requestTls: {
			...trusted,
			timeout
		},
		proxyTls: { timeout }
	});
}
/** The authorities that are always trusted, and those of the files: a list of our own would take the place of the others. */
function readAuthorities(files) {
	return [...tls.rootCertificates, ...files.map(readAuthority)];
}
function readAuthority({ variable, file }) {
	try {
		return readFileSync(file, "utf8");
	} catch (cause) {
		throw new InputError(variable, `the file ${quote(file)} of ${variable} cannot be read`, {
			hint: "It holds the certificates, as PEM, of the authorities that are trusted.",
			cause
		});
	}
}

export { connectToGitLab };