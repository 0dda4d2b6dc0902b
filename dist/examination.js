import { ImageNameError, InputError, apiHost, parseImageReference, plural, quote, shorten } from "./words.js";
import { gitLabSecrets } from "./gitlab-job.js";
import { configuredTargets, connectRegistries, describeSource, distinct, failedCheck, hostOf, hostTarget, isAlike, listTarget, normalizeHost, pageTarget, proxyFor, readRegistrySettings } from "./registry.js";

// src/cli/doctor-line.ts
/** Where the login comes from that was used or would have been: `KLUCTL_REGISTRY_2`, `docker config.json`; undefined where there is none. */
function sourceOf({ choice }) {
	return describeSource(choice);
}
/** Says what a registry did, with which login, or what to fix. */
function explainCheck(target, check) {
	const { registry, access, lists } = target;
	const { login, error, scheme, withheld, accepted, tags } = check;
	const source = sourceOf(check);
	if (error && login === void 0 && isOpenToAll(check, lists)) return {
		ok: true,
		message: `answers; ${noLogin(access.choice)}, so it shows public images only`,
		hint: void 0
	};
	if (error) return {
		ok: false,
		...explainError(error, check, registry, source)
	};
	if (withheld && !accepted) return {
		ok: false,
		message: tidy(withheld.message, registry),
		hint: withheld.hint
	};
	const start = tags === void 0 ? "" : `${plural(tags, "tag")}; `;
	const say = (message) => ({
		ok: true,
		message: `${start}${message}`,
		hint: void 0
	});
	if (login === void 0) {
		if (tags !== void 0) return say(noLogin(access.choice));
		return say(scheme === void 0 ? "answers without a login" : `answers; ${noLogin(access.choice)}`);
	}
	const who = `${source ?? ""}${userOf(login)}`;
	if (!accepted) return say(`answers without asking for a login, so ${who} was not tried`);
	return say(`${scheme === "basic" ? "password" : "token"} login, ${who}`);
}
/** A registry that gives tokens to strangers for public images may still refuse one for nothing at all. */
function isOpenToAll({ error, scheme }, lists) {
	return lists === false && scheme === "bearer" && (error?.code === "unauthorized" || error?.code === "denied");
}
function explainError(error, { login, rejected, accepted, scheme }, registry, source) {
	const { code, status, diagnostic } = error;
	const hint = error.hint?.replace(/^If the repository exists and is private, s/, "S");
	const words = diagnostic === void 0 ? "" : `, ${shorten(diagnostic, 160)}`;
	if (login && rejected) return {
		message: `${kindOf(login)} not accepted (${status}${words}): ${source ?? ""}`,
		hint
	};
	if (login && accepted && status === 401) return {
		message: `took the login of ${source ?? ""} and then asks for another (401${words})`,
		hint
	};
	if (!login && scheme === "basic" && code === "unauthorized") return {
		message: "needs a login, and none is set",
		hint
	};
	if (code === "rate-limited") return {
		message: `has had too many requests (429${words})`,
		hint: error.hint
	};
	if (code === "unavailable" && status !== void 0) return {
		message: `answers ${status}${words}`,
		hint: error.hint
	};
	return {
		message: tidy(error.message, registry),
		hint: error.hint
	};
}
/** The line begins with the name of the registry already. */
function tidy(message, registry) {
	const start = [
		`registry ${registry} `,
		`no login for ${registry}: `,
		`${registry} `
	].find((text) => message.startsWith(text));
	return start === void 0 ? message : message.slice(start.length);
}
function noLogin(choice) {
	return choice.from === "helper" ? `docker-credential-${choice.helper} has no login for it` : "no login is set";
}
function userOf(login) {
	if (login.kind !== "password") return "";
	return ` (user ${login.username === login.password ? "***" : login.username})`;
}
function kindOf({ kind }) {
	return {
		password: "password",
		identity: "identity token",
		bearer: "token"
	}[kind];
}

// src/cli/try-registry.ts
/**
* Tries a registry, and then whether those of the images that get the same login can be read there: a registry that answers may still hide some.
* One finding where all is well, else one besides for each image that cannot be read.
*/
async function tryRegistry(target, images, tools) {
	const own = await tools.check(target);
	const itself = describe(target, own, tools);
	const served = target.lists === false ? images.filter((image) => isAlike(image, target)) : [];
	if (served.length === 0 || !(itself.ok || isClosedToStrangers(own))) return [itself];
	const tried = await Promise.all(served.map(async (image) => ({
		image,
		check: await tools.check(image)
	})));
	const readable = tried.filter(({ image, check }) => explainCheck(image, check).ok).map(({ check }) => check);
	if (readable.length === 0 && !itself.ok) return [itself];
	const best = readable.find(({ accepted }) => accepted) ?? readable[0] ?? own;
	const count = {
		readable: readable.length,
		all: served.length
	};
	const failed = tried.map(({ image, check }) => describe(image, check, tools)).filter(({ ok }) => !ok);
	return [describe(target, best, tools, count), ...failed];
}
/** Without a login some registries show images, and nothing else. */
function isClosedToStrangers({ login, error }) {
	return login === void 0 && (error?.code === "unauthorized" || error?.code === "denied");
}
function countOf({ readable, all }) {
	return readable === all ? plural(all, "image") : `${readable} of ${plural(all, "image")}`;
}
function describe(target, check, { proxies, clean }, served) {
	const { registry, path, lists } = target;
	const { ok, message, hint } = explainCheck(target, check);
	const { error, tags } = check;
	const said = [`${served === void 0 ? "" : `${countOf(served)}; `}${message}`, ...connectionOf(target, proxies)].join(", ");
	return {
		name: lists ? `${registry}/${path}` : registry,
		ok,
		message: clean(said) ?? "",
		hint: clean(hint),
		source: clean(sourceOf(check)),
		code: (ok ? void 0 : error?.code) ?? null,
		status: (ok ? void 0 : error?.status) ?? null,
		tags: tags ?? null,
		images: served?.readable ?? null
	};
}
/** What is unusual about the way to a registry. */
function connectionOf({ registry, access }, proxies) {
	const address = `${access.plainHttp ? "http" : "https"}://${apiHost(registry)}/`;
	const proxy = URL.canParse(address) ? proxyFor(new URL(address), proxies) : void 0;
	return [
		...access.plainHttp ? ["over plain http"] : [],
		...access.unverifiedBy === void 0 ? [] : [`without certificate checks (${access.unverifiedBy})`],
		...proxy ? [`through the proxy ${proxy.url.host} (${proxy.variable})`] : []
	];
}

// src/cli/examination.ts
/** Sooner than for a real run: somebody waits. Nothing is repeated, least of all a login (threat model C-12). */
const limits = {
	retries: 0,
	requestMs: 2e4,
	listMs: 6e4,
	totalMs: 9e4
};
/** Images of the project that are asked for. */
const mostImages = 50;
/**
* Reads an argument: `ghcr.io`, `localhost:5000`, `nginx`, `ghcr.io/team/app`. A name without a path is a registry if it could be none
* else: with a dot or a port.
* @throws InputError, ImageNameError
*/
function parseWanted(text) {
	if (/^http:\/\//i.test(text)) throw new InputError("command", `${quote(text)} begins with http://`, { hint: "Write the host only; if the registry has no TLS, set KLUCTL_REGISTRY_<n>_HOST and KLUCTL_REGISTRY_<n>_PLAIN_HTTP=true." });
	const host = /^https:\/\/|^[^/]*[.:[][^/]*$|^localhost$/i.test(text) ? normalizeHost(text) : void 0;
	if (host !== void 0) return { registry: host };
	const { repository, tag, digest, name } = parseImageReference(text);
	if (tag === void 0 && digest === void 0) return {
		registry: repository.registry,
		repository
	};
	const message = `${quote(text)} has a tag or a digest; a repository is expected`;
	throw new ImageNameError(text, name.length, message, { hint: `Write ${name}.` });
}
/** Tries all registries at once. Whatever is wrong with a registry or a setting is part of the answer. */
async function examine(wanted, before, env) {
	const settings = readRegistrySettings({ env });
	const { credentials, problems, proxies } = settings;
	const registries = connectRegistries(settings, { env }, limits);
	const { redact } = registries.redactor;
	for (const secret of [...before.secrets, ...gitLabSecrets(env)]) registries.redactor.add(secret);
	const clean = (text) => text === void 0 ? null : redact(text);
	try {
		const asked = [...configuredTargets(credentials), ...wanted.map((one) => wantedTarget(credentials, one))];
		const images = imagesBeside(asked, before.repositories).map((one) => pageTarget(credentials, one));
		const targets = distinct([...asked, ...images.map(hostOf)]);
		const check = (target) => registries.check(target).catch((error) => failedCheck(error, target.access.choice));
		const tried = before.isOffline || isUnsafe(settings) ? [] : targets;
		const tools = {
			check,
			proxies,
			clean
		};
		const found = (await Promise.all(tried.map((target) => tryRegistry(target, images, tools)))).flat();
		const cleanLine = (line) => ({
			...line,
			name: redact(line.name),
			message: redact(line.message),
			hint: clean(line.hint ?? void 0)
		});
		const lines = [...before.lines, ...before.permissions];
		return {
			ok: problems.length === 0 && lines.every(({ level }) => level !== "failure") && found.every(({ ok }) => ok),
			project: before.lines.map(cleanLine),
			permissions: before.permissions.map(cleanLine),
			problems: problems.map(({ input, message, hint }) => ({
				input,
				message: redact(message),
				hint: clean(hint)
			})),
			registries: found,
			warnings: [...processWarnings(settings, env), ...registries.warnings()].filter(isNotInLine).map(redact),
			notes: [
				...notesOf(credentials, targets.length + problems.length),
				...tried.length === 0 ? [] : tooMany(before.repositories.length),
				...before.notes.map(redact)
			]
		};
	} finally {
		await registries.close();
	}
}
/** Images of the project that are not listed anyhow; no more than somebody waits for. */
function imagesBeside(targets, repositories) {
	return repositories.slice(0, mostImages).filter(({ registry, path }) => targets.every((target) => target.lists === false || target.registry !== registry || target.path !== path));
}
function tooMany(count) {
	if (count <= mostImages) return [];
	return [`of the ${count} images of the project the first ${mostImages} were tried; name others to try them: kluctl-images doctor IMAGE`];
}
function wantedTarget(credentials, { registry, repository }) {
	return repository ? listTarget(credentials, repository) : hostTarget(credentials, registry);
}
/**
* With checks off for the whole process no login may be used (threat model C-07), so nothing is tried at all; around a proxy that was meant to
* be used nobody would try a login by hand either.
*/
function isUnsafe({ problems }) {
	return problems.some(({ input }) => input === unverified || /^https?_proxy$/i.test(input));
}
const unverified = "NODE_TLS_REJECT_UNAUTHORIZED";
function processWarnings(settings, env) {
	if (env[unverified] !== "0") return [];
	if (isUnsafe(settings)) return ["no registry was tried, as a login would not be safe"];
	return [`${unverified}=0 is set: registries are still verified, but with a login nothing would run`];
}
/** The line of the registry says it already. */
function isNotInLine(warning) {
	return !/^certificate checks are switched off for registry|; it was asked without one$/.test(warning);
}
function notesOf({ entries, docker }, lines) {
	const wildcards = entries.filter(({ host }) => host === "*");
	const store = docker?.store;
	const hasNothing = lines === 0 && wildcards.length === 0 && store === void 0;
	return [
		...wildcards.map(({ prefix }) => `${prefix} is for any host; name a registry to try it: kluctl-images doctor HOST`),
		...store === void 0 || lines > 0 ? [] : [`docker-credential-${store} may have logins; name a registry to try it: kluctl-images doctor HOST`],
		...hasNothing ? ["nothing is configured: no KLUCTL_REGISTRY variable and no docker login; public images need none"] : []
	];
}

export { examine, parseWanted };