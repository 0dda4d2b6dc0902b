import { InputError, RegistryError, apiHost, byCodeUnit, byteLength, formatRepository, isImagesError, isRegistryHost, isTag, normalizeRegistry, parseImageReference, plural, quote, shorten, visible } from "./words.js";
import { require_undici } from "./vendor-undici.js";
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { isIP } from "node:net";
import { pipeline } from "node:stream";
import { createSecureContext } from "node:tls";
import { createGunzip } from "node:zlib";
import { lookup } from "node:dns";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { spawn } from "node:child_process";

// src/io/registry/glob.ts
/**
* Parses a pattern: `*` stands for anything but `/`, `**` for anything, `?` for one character but `/`, `{a,b}` for either.
* As in kluctl's registry credentials (documentation "oci", environment variable REPOSITORY). Undefined if it is not one.
*/
function parseRepositoryGlob(text) {
	if (text.length > 256 || !/^[a-z0-9._\-/*?{},]+$/.test(text)) return void 0;
	let inside = false;
	let source = "";
	for (const [piece] of text.matchAll(/\*\*|[\s\S]/g)) {
		if (piece === "{" && inside || piece === "}" && !inside) return void 0;
		if (piece === "{" || piece === "}") inside = !inside;
		source += translate(piece, inside);
	}
	return inside ? void 0 : {
		text,
		pattern: new RegExp(`^(?:${source})$`)
	};
}
/** True if the pattern means the repository; on Docker Hub `nginx` means `library/nginx` too. */
function globMatches(glob, repository) {
	if (glob.pattern.test(repository.path)) return true;
	return repository.registry === "docker.io" && /^library\/[^/]+$/.test(repository.path) && glob.pattern.test(repository.path.slice(8));
}
function translate(piece, inside) {
	if (piece === "**") return ".*";
	if (piece === "*") return "[^/]*";
	if (piece === "?") return "[^/]";
	if (piece === "{") return "(?:";
	if (piece === "}") return ")";
	if (piece === "," && inside) return "|";
	return piece.replace(/[.\-/,]/, "\\$&");
}

// src/io/registry/selection.ts
/**
* Decides for one repository. Entries that name exactly its host, the longest matching pattern first, then by index; then
* `*`; then docker's configuration (semantics 6.4). Every setting comes from the first of them that has it, but what
* weakens the connection of a login must be said by the entry that has the login (threat model C-15, V-04).
*/
function selectAccess(credentials, repository) {
	const exact = entriesFor(credentials, repository);
	const wild = credentials.entries.filter(({ host, repository: glob }) => {
		return host === "*" && (!glob || globMatches(glob, repository));
	});
	const withLogin = [...exact, ...wild].find(({ login }) => login !== void 0);
	const choice = withLogin?.login ? {
		from: "entry",
		login: withLogin.login,
		entry: withLogin
	} : chooseDockerLogin(credentials, repository);
	const all = [...exact, ...wild];
	const entry = withLogin ?? all[0];
	const said = withLogin ? withLogin.verify : all.find(({ verify }) => verify !== void 0)?.verify;
	const bearsLogin = choice.from !== "nowhere";
	const verify = said ?? (bearsLogin || credentials.defaultVerify);
	const pair = all.find(({ cert }) => cert !== void 0);
	return {
		plainHttp: isPlainHttp$1(credentials, exact),
		tls: {
			verify,
			ca: all.find(({ ca }) => ca !== void 0)?.ca,
			cert: pair?.cert,
			key: pair?.key
		},
		choice,
		entry,
		unverifiedBy: verify ? void 0 : said === void 0 ? "KLUCTL_REGISTRY_DEFAULT_TLSVERIFY" : entry?.prefix
	};
}
/**
* How to connect to a host that is not the registry itself: a token endpoint or the target of a redirect. Only what an
* entry without a pattern says about exactly this host; never the default (threat model V-04), never a client certificate.
*/
function settingsForHost(credentials, host) {
	const entries = credentials.entries.filter((entry) => entry.host === host && !entry.repository);
	return {
		tls: {
			verify: entries.find((entry) => entry.verify !== void 0)?.verify ?? true,
			ca: entries.find(({ ca }) => ca !== void 0)?.ca
		},
		plainHttp: isPlainHttp$1(credentials, entries)
	};
}
/** Hosts that the workflow names: only these may be on this machine or in a private network (threat model R-02). */
function namedHosts({ entries, docker }) {
	const hosts = entries.flatMap(({ host, authHost }) => host === "*" ? [authHost] : [host, authHost]);
	const stored = [...docker?.logins.keys() ?? [], ...docker?.helpers.keys() ?? []];
	const all = [...hosts, ...stored.map((place) => place.replace(/\/.*$/, ""))];
	return new Set(all.filter((host) => host !== void 0));
}
/** True if a login may go over plain http: the entry that has it, or for docker's logins any entry of the host, says so. */
function mayUsePlainHttp(access) {
	const { choice } = access;
	if (choice.from === "entry") return choice.entry.plainHttp === true;
	return access.entry?.plainHttp === true;
}
/** `KLUCTL_REGISTRY_2` of the entry for a registry, or of a new one with the next free number. */
function variablePrefix(credentials, entry) {
	if (entry) return entry.prefix;
	return `KLUCTL_REGISTRY_${credentials.entries.reduce((most, { index }) => Math.max(most, index), 0) + 1}`;
}
function entriesFor(credentials, repository) {
	return credentials.entries.filter(({ host, repository: glob }) => host === repository.registry && (!glob || globMatches(glob, repository))).sort((a, b) => (b.repository?.text.length ?? 0) - (a.repository?.text.length ?? 0) || a.index - b.index);
}
function isPlainHttp$1(credentials, entries) {
	const said = entries.find(({ plainHttp }) => plainHttp !== void 0)?.plainHttp;
	if (said !== void 0) return said;
	return credentials.defaultPlainHttp && entries.length > 0 && entries.every(({ login }) => login === void 0);
}
function chooseDockerLogin({ docker }, repository) {
	if (!docker) return { from: "nowhere" };
	const { name } = docker;
	const parts = repository.path.split("/");
	for (let length = parts.length; length >= 0; length--) {
		const place = [repository.registry, ...parts.slice(0, length)].join("/");
		const login = docker.logins.get(place);
		if (login?.kind === "unusable") return {
			from: "unusable",
			why: login.why
		};
		if (login) return {
			from: "docker",
			login,
			name,
			place
		};
	}
	const helper = docker.helpers.get(repository.registry) ?? docker.store;
	return helper === void 0 ? { from: "nowhere" } : {
		from: "helper",
		helper,
		name
	};
}

// src/io/registry/advice.ts
/** Advice for one registry, in the words of the entry that applies to it. */
function createAdvice(credentials, access, registry) {
	const prefix = variablePrefix(credentials, access.entry);
	const settings = (host, ...assignments) => {
		const known = host === registry ? access.entry : credentials.entries.find((entry) => entry.host === host);
		const start = known?.prefix ?? variablePrefix(credentials, void 0);
		return (known ? assignments : [`HOST=${host}`, ...assignments]).map((assignment) => `${start}_${assignment}`).join(" and ");
	};
	return {
		tls(host, certificate) {
			if (certificate === "client") return `If it asks for a client certificate, set ${settings(host, "CERT_FILE", "KEY_FILE")}.`;
			if (certificate === "version") return "Ask whoever runs it to allow TLS 1.2 or newer.";
			const off = `To switch verification off for this host only: ${settings(host, "TLSVERIFY=0")}.`;
			const best = `set ${settings(host, "CA_FILE")} to your certificate authority.`;
			const entry = host === registry ? access.entry : void 0;
			if (entry?.verify !== true && certificate === "wrong") return `Best: have the certificate replaced. ${off}`;
			if (entry?.verify !== true) return `Best: ${best} ${off}`;
			return `TLSVERIFY=1 keeps verification on. The kluctl documentation of 2022 says the opposite; the kluctl program agrees with us. Best: ${best} ${off}`;
		},
		noPlainHttp: () => `Remove ${prefix}_PLAIN_HTTP (or _INSECURE).`,
		closed(host, plain) {
			if (plain && access.plainHttp && host === registry) return `Run again later; if it speaks TLS, remove ${prefix}_PLAIN_HTTP (or _INSECURE).`;
			if (plain || access.tls.cert !== void 0) return "Run again later.";
			return `Run again later; if it asks for a client certificate, set ${settings(host, "CERT_FILE", "KEY_FILE")}.`;
		},
		unasked(how) {
			if (how?.includes("redirect")) return "Write the image with the host that the redirect leads to.";
			if (access.choice.from === "nowhere") return this.login();
			return "The login is only sent to a registry that asks for it: check the name of the image, and whether a proxy answers in its place.";
		},
		plainHttp: (host) => `If it has no TLS, set ${settings(host, "PLAIN_HTTP=true")} for this host.`,
		name: (host) => `If that is right, set ${settings(host) || `${prefix}_HOST=${host}`}.`,
		login() {
			const { choice } = access;
			if (choice.from === "nowhere") return `If the repository exists and is private, set ${settings(registry, "USERNAME", "PASSWORD").replaceAll(" and ", ", ")}, or run docker login ${registry}.`;
			if (choice.from === "docker" || choice.from === "helper") return `The login comes from ${choice.name}: run docker login ${registry} again, or set ${prefix}_HOST=${registry}, ${prefix}_USERNAME, ${prefix}_PASSWORD.`;
			if (choice.from === "unusable") return `Run docker login ${registry} again.`;
			return `Check ${{
				password: "USERNAME and PASSWORD",
				identity: "IDENTITY_TOKEN",
				bearer: "TOKEN"
			}[choice.login.kind].replace(/\b(?=[A-Z])/g, `${choice.entry.prefix}_`)}.`;
		},
		password: () => `Set ${settings(registry, "USERNAME", "PASSWORD").replaceAll(" and ", ", ")} instead.`,
		authHost: (host) => `If that is right, set ${authPrefix(access, prefix, registry)}AUTH_HOST=${host}.`
	};
}
function authPrefix(access, prefix, registry) {
	if (access.choice.from === "entry") return `${access.choice.entry.prefix}_`;
	return access.entry ? `${prefix}_` : `${prefix}_HOST=${registry} and ${prefix}_`;
}
/** A host from outside, for a message. */
function formatHost(host) {
	return quote(host, 100).slice(1, -1);
}

// src/io/registry/cost.ts
function createCostMeter() {
	const hosts = /* @__PURE__ */ new Map();
	let waits = 0;
	let bytes = 0;
	let repositories = 0;
	let requests = 0;
	return {
		request(host) {
			requests++;
			hosts.set(host, (hosts.get(host) ?? 0) + 1);
		},
		wait() {
			waits++;
		},
		received(count) {
			bytes += count;
		},
		repository() {
			repositories++;
		},
		read: () => ({
			requests,
			waits,
			bytes,
			repositories,
			hosts: new Map(hosts)
		})
	};
}

// src/io/registry/entry.ts
/**
* The one spelling of a host that somebody wrote in a variable or in docker's configuration: without `https://` and the
* paths `/v1/` and `/v2/`, lower case, IDNA as ASCII, default port removed, Docker Hub's aliases as `docker.io`. Undefined
* if it is no host. `http://` is left to the caller: it says something about the connection.
*/
function normalizeHost(text) {
	const bare = text.replace(/^https:\/\//i, "").replace(/\/(?:v[12]\/?)?$/, "");
	if (/[/?#@\\\s]/.test(bare) || bare === "") return void 0;
	const ascii = /^[\x21-\x7e]+$/.test(bare) ? bare : idna(bare);
	return ascii !== void 0 && isRegistryHost(ascii) ? normalizeRegistry(ascii) : void 0;
}
function idna(host) {
	return URL.canParse(`https://${host}`) ? new URL(`https://${host}`).host : void 0;
}

// src/io/registry/login.ts
/**
* Reads the login of one set of variables; undefined where it has none. Secrets that are set and empty, as GitHub sets
* them in runs for forks, count as not set, with a warning.
* @throws InputError for half a login or for two different ones; its text never holds a secret
*/
function readLogin(set, warn) {
	const logins = [
		readPassword(set, warn),
		readAuth(set, warn),
		readToken(set, "IDENTITY_TOKEN", warn),
		readToken(set, "TOKEN", warn)
	].filter((login) => login !== void 0);
	const [first] = logins;
	if (first === void 0) return void 0;
	if (logins.some((login) => !sameLogin(login, first))) throw new InputError(`${set.prefix}_USERNAME`, `${set.prefix} has more than one login`, { hint: `Keep one of ${set.prefix}_USERNAME with ${set.prefix}_PASSWORD, _AUTH, _IDENTITY_TOKEN, _TOKEN.` });
	return first;
}
/** True if two logins are the same. */
function sameLogin(a, b) {
	if (a === void 0 || b === void 0) return a === b;
	if (a.kind === "password") return b.kind === "password" && a.username === b.username && a.password === b.password;
	return b.kind === a.kind && a.token === b.token;
}
/**
* Parses docker's `auth` text, base64 of `username:password`; undefined if it is not that. Lenient on missing padding, as
* docker's own files have it.
*/
function parseAuth(text) {
	const bare = text.trim();
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(bare)) return void 0;
	const plain = Buffer.from(bare, "base64").toString("utf8").replace(/\0+$/, "");
	const colon = plain.indexOf(":");
	if (colon < 1 || plain.includes("�")) return void 0;
	return {
		kind: "password",
		username: plain.slice(0, colon),
		password: plain.slice(colon + 1)
	};
}
function readPassword(set, warn) {
	const user = set.variables.get("USERNAME");
	const pass = set.variables.get("PASSWORD");
	if (!user && !pass) return void 0;
	const username = user?.value ?? "";
	const password = pass?.value ?? "";
	if (password === "" && (pass || username === "")) {
		warn(`${(pass ?? user)?.name} is empty, so ${set.prefix} has no login; secrets are empty in workflow runs for forks`);
		return;
	}
	if (username === "" || !pass) {
		const [has, lacks] = pass ? ["a password", "user name"] : ["a user name", "password"];
		const variable = pass ? "USERNAME" : "PASSWORD";
		if (!pass && (set.variables.get("IDENTITY_TOKEN")?.value || set.variables.get("TOKEN")?.value)) return void 0;
		throw new InputError(`${set.prefix}_${variable}`, `${set.prefix} has ${has} but no ${lacks}`, { hint: `Set ${set.prefix}_${variable} too.` });
	}
	if (username.includes(":")) throw new InputError(`${set.prefix}_USERNAME`, `${set.prefix}_USERNAME holds a colon, which no registry can read`);
	return {
		kind: "password",
		username,
		password
	};
}
function readAuth(set, warn) {
	const auth = presentOrWarn(set.variables.get("AUTH"), set, warn);
	if (!auth) return void 0;
	const login = parseAuth(auth.value);
	if (login) return login;
	throw new InputError(auth.name, `${auth.name} is not base64 of username:password`);
}
function readToken(set, key, warn) {
	const variable = presentOrWarn(set.variables.get(key), set, warn);
	if (!variable) return void 0;
	const token = variable.value.trim();
	if (!/^[\x21-\x7e]+$/.test(token)) throw new InputError(variable.name, `${variable.name} is not a token`);
	return {
		kind: key === "TOKEN" ? "bearer" : "identity",
		token
	};
}
function presentOrWarn(variable, set, warn) {
	if (variable?.value !== "") return variable;
	warn(`${variable.name} is empty, so it gives ${set.prefix} no login; secrets are empty in workflow runs for forks`);
}

// src/io/registry/real-path.ts
/** The path with its symbolic links followed, as far as it exists: a file that is missing may still come. */
function realPath(path) {
	try {
		return realpathSync(path);
	} catch {
		const parent = dirname(path);
		return parent === path ? path : join(realPath(parent), basename(path));
	}
}

// src/io/registry/variables.ts
const setKeys = new Set(`HOST REPOSITORY USERNAME PASSWORD AUTH IDENTITY_TOKEN TOKEN TLSVERIFY INSECURE PLAIN_HTTP INSECURE_SKIP_TLS_VERIFY
  CA_BUNDLE CA_FILE CERT_FILE KEY_FILE AUTH_HOST`.split(/\s+/));
const globalKeys = /* @__PURE__ */ new Set([
	"DEFAULT_TLSVERIFY",
	"DEFAULT_INSECURE",
	"DEFAULT_INSECURE_SKIP_TLS_VERIFY",
	"ALLOW_WILDCARD"
]);
const largestIndex = 2 ** 31 - 1;
/**
* Finds the `KLUCTL_REGISTRY_*` variables (kluctl: pkg/utils/env.go). `_01_` and `_1_` are the same set. A name that is not
* known is a warning; an index that kluctl would ignore is a problem, as its password would silently not be used.
*/
function groupVariables(env) {
	const sets = /* @__PURE__ */ new Map();
	const global = /* @__PURE__ */ new Map();
	const problems = [];
	const warnings = [];
	for (const name of Object.keys(env).sort(byCodeUnit)) {
		const value = env[name];
		const parts = /^KLUCTL_REGISTRY_(?:(\d+)_)?(.+)$/.exec(name);
		if (!parts || value === void 0) continue;
		const [, digits, key = ""] = parts;
		const index = digits === void 0 ? -1 : Number(digits);
		if (index === -1 && globalKeys.has(key)) global.set(key, {
			name,
			value
		});
		else if (!setKeys.has(key)) warnings.push(unknownVariable(name, key));
		else if (index > largestIndex) problems.push(new InputError(name, `the number in ${quote(name)} is too large`));
		else {
			const prefix = digits === void 0 ? "KLUCTL_REGISTRY" : `KLUCTL_REGISTRY_${digits}`;
			const set = sets.get(index) ?? {
				prefix,
				index,
				variables: /* @__PURE__ */ new Map()
			};
			sets.set(index, set);
			const other = set.variables.get(key);
			if (other && other.value !== value) problems.push(new InputError(name, `${other.name} and ${name} are the same variable and disagree`));
			set.variables.set(key, {
				name,
				value
			});
		}
	}
	return {
		sets: [...sets.values()].sort((a, b) => a.index - b.index),
		global,
		problems,
		warnings
	};
}
/**
* Reads a yes or no as kluctl does. Anything else, also the empty text, is an error: a typing mistake must never switch a
* check off (threat model V-01).
* @throws InputError
*/
function parseSwitch(variable) {
	const word = variable.value.toLowerCase();
	if ([
		"1",
		"t",
		"true",
		"y",
		"yes",
		"on"
	].includes(word)) return true;
	if ([
		"0",
		"f",
		"false",
		"n",
		"no",
		"off"
	].includes(word)) return false;
	const found = variable.value === "" ? "is empty" : `is ${quote(variable.value, 40)}`;
	throw new InputError(variable.name, `${variable.name} ${found}, which is neither true nor false`, { hint: `Set ${variable.name} to true or false, or remove it.` });
}
function unknownVariable(name, key) {
	const hint = key === "PATH" ? `; kluctl's documentation once said PATH, its code reads REPOSITORY` : "";
	return `${quote(name)} is not a known variable and is ignored${hint}`;
}

// src/io/registry/environment.ts
/** Turns sets of variables into entries. A set with a problem gives no entry, so nothing half-read is ever used. */
function readEntries(variables, surroundings) {
	const notes = {
		problems: [],
		warnings: []
	};
	const entries = [];
	for (const set of variables.sets) {
		const before = notes.problems.length;
		const entry = readEntry(set, surroundings, notes);
		if (entry && notes.problems.length === before) entries.push(entry);
	}
	return {
		entries,
		...notes
	};
}
function readEntry(set, surroundings, notes) {
	const attempt = (read) => {
		try {
			return read();
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			notes.problems.push(error);
			return;
		}
	};
	const login = attempt(() => readLogin(set, (warning) => notes.warnings.push(warning)));
	const place = attempt(() => readPlace(set, login?.kind));
	const plainHttp = attempt(() => readAgreeing(set.variables.get("PLAIN_HTTP"), set.variables.get("INSECURE")));
	const verify = attempt(() => readVerify(set.variables, "TLSVERIFY", "INSECURE_SKIP_TLS_VERIFY"));
	const pem = attempt(() => readCertificates(set, surroundings));
	const auth = attempt(() => readAuthHost(set.variables.get("AUTH_HOST")));
	const trueVerify = set.variables.get("TLSVERIFY");
	if (verify === true && trueVerify) notes.warnings.push(`${trueVerify.name}=${quote(trueVerify.value)} keeps certificate checks on, which is the default; the kluctl documentation of 2022 says the opposite`);
	if (!place || !pem || !auth) return void 0;
	return {
		prefix: set.prefix,
		index: set.index,
		...place,
		login,
		plainHttp,
		verify,
		...pem,
		...auth
	};
}
function readPlace(set, login) {
	const written = set.variables.get("HOST")?.value.trim() ?? "";
	const pattern = set.variables.get("REPOSITORY");
	let text = pattern?.value.trim() ?? "";
	let hostText = written;
	if (written === "" && text.includes("/") && /^[^/]*[.:][^/]*\//.test(text)) {
		hostText = text.slice(0, text.indexOf("/"));
		text = text.slice(text.indexOf("/") + 1);
	}
	if (hostText === "") {
		if (login === void 0) return void 0;
		const secret = login === "password" ? "password" : "token";
		throw new InputError(`${set.prefix}_HOST`, `${set.prefix} has a ${secret} but no host`, { hint: `Set ${set.prefix}_HOST to the registry it is for.` });
	}
	const name = written === "" && pattern ? pattern.name : `${set.prefix}_HOST`;
	if (/^http:\/\//i.test(hostText)) throw new InputError(name, `${name} begins with http://`, { hint: `Write the host only; if the registry has no TLS, set ${set.prefix}_PLAIN_HTTP=true.` });
	const normal = hostText === "*" ? "*" : normalizeHost(hostText);
	if (normal === void 0) throw new InputError(name, `${name} is ${quote(hostText, 100)}, which is not a registry host`, { hint: "Write a host, with a port if it needs one: registry.example.com:5000." });
	if (text === "") return {
		host: normal,
		repository: void 0
	};
	const repository = parseRepositoryGlob(text);
	if (repository) return {
		host: normal,
		repository
	};
	throw new InputError(`${set.prefix}_REPOSITORY`, `${set.prefix}_REPOSITORY is ${quote(text, 100)}, which is not a pattern`, { hint: "Write a repository path with * (within a part), ** (across parts), ? or {a,b}." });
}
/** Two names of one switch: the newer and the older one. */
function readAgreeing(...variables) {
	const given = variables.filter((variable) => variable !== void 0);
	const values = given.map(parseSwitch);
	const [first, second] = given;
	if (first && second && values[0] !== values[1]) throw new InputError(first.name, `${first.name} and ${second.name} disagree`, { hint: "Remove one of them." });
	return values[0];
}
/** Reads the two names of certificate checking, of which one says "verify" and one says "skip" (threat model V-01, V-03). */
function readVerify(variables, verifyKey, skipKey) {
	const verify = variables.get(verifyKey);
	const skip = variables.get(skipKey);
	const on = verify && parseSwitch(verify);
	const off = skip && parseSwitch(skip);
	if (verify && skip && on === off) throw new InputError(verify.name, `${verify.name} and ${skip.name} disagree`, { hint: "Remove one of them." });
	return on ?? (off === void 0 ? void 0 : !off);
}
function readCertificates(set, surroundings) {
	const read = (key) => readPem(set.variables.get(key), surroundings);
	const file = read("CA_FILE");
	const bundle = read("CA_BUNDLE");
	if (file !== void 0 && bundle !== void 0 && file !== bundle) throw new InputError(`${set.prefix}_CA_FILE`, `${set.prefix}_CA_FILE and ${set.prefix}_CA_BUNDLE disagree`);
	const ca = file ?? bundle;
	const cert = read("CERT_FILE");
	const key = read("KEY_FILE");
	if (cert === void 0 !== (key === void 0)) {
		const missing = cert === void 0 ? "CERT_FILE" : "KEY_FILE";
		throw new InputError(`${set.prefix}_${missing}`, `${set.prefix} has half a client certificate: ${missing} is missing`);
	}
	try {
		createSecureContext({
			ca,
			cert,
			key
		});
	} catch {
		const names = cert === void 0 ? `${set.prefix}_CA_FILE` : `${set.prefix}_CERT_FILE and ${set.prefix}_KEY_FILE`;
		throw new InputError(`${set.prefix}_CA_FILE`, `${names} cannot be used: not PEM, or not a pair`);
	}
	return {
		ca,
		cert,
		key
	};
}
function readPem(variable, surroundings) {
	if (!variable || variable.value === "") return void 0;
	const { name, value } = variable;
	const path = value.startsWith("~/") && surroundings.home !== void 0 ? `${surroundings.home}${value.slice(1)}` : value;
	if (isInside(path, surroundings)) throw new InputError(name, `${name} points into the checked-out repository`, { hint: "A pull request can change files in it, and with this one whom we trust. Write it from a variable or secret to a file elsewhere first." });
	let text;
	try {
		text = surroundings.readFile(path);
	} catch (cause) {
		throw new InputError(name, `the file that ${name} names cannot be read: ${quote(value)}`, { cause });
	}
	if (text === void 0) throw new InputError(name, `the file that ${name} names does not exist: ${quote(value)}`);
	if (!text.includes("-----BEGIN ")) throw new InputError(name, `${quote(value)}, named by ${name}, is not a PEM file`);
	return text;
}
/** True if a file lies in the checked-out repository, also by way of a symbolic link. */
function isInside(path, { workspace, realPath: realPath$1 = realPath }) {
	if (workspace === void 0 || workspace === "") return false;
	const absolute = resolve(workspace, path);
	return [absolute, realPath$1(absolute)].some((candidate) => [resolve(workspace), realPath$1(resolve(workspace))].some((root) => {
		const way = relative(root, candidate);
		return way === "" || !/^\.\.(?:[\\/]|$)/.test(way) && !isAbsolute(way);
	}));
}
function readAuthHost(variable) {
	const written = variable?.value.trim() ?? "";
	if (!variable || written === "") return {
		authHost: void 0,
		authPlainHttp: false
	};
	const authPlainHttp = /^http:\/\//i.test(written);
	const authHost = normalizeHost(written.replace(/^http:\/\//i, ""));
	if (authHost !== void 0) return {
		authHost,
		authPlainHttp
	};
	throw new InputError(variable.name, `${variable.name} is ${quote(written, 100)}, which is not a host`, { hint: "Write the host of the token endpoint, with a port if it needs one: auth.example.com." });
}

// src/io/registry/docker-config.ts
const largest = 1048576;
/**
* Reads `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`, else podman's `auth.json`. Undefined where there is
* none. A configuration inside the checked-out repository is refused (threat model C-01).
* @throws InputError
*/
function readDockerConfig(env, surroundings) {
	const folder = env["DOCKER_CONFIG"] ?? "";
	const runtime = env["XDG_RUNTIME_DIR"] ?? "";
	const home = surroundings.home ?? "";
	const docker = folder !== "" ? folder : home === "" ? void 0 : join(home, ".docker");
	const candidates = [...docker === void 0 ? [] : [{
		path: join(docker, "config.json"),
		name: "docker config.json"
	}], ...runtime === "" ? [] : [{
		path: join(runtime, "containers", "auth.json"),
		name: "podman auth.json"
	}]];
	for (const { path, name } of candidates) {
		const variable = name.startsWith("podman") ? "XDG_RUNTIME_DIR" : folder === "" ? "HOME" : "DOCKER_CONFIG";
		const refused = isInside(path, surroundings);
		if (refused && variable === "DOCKER_CONFIG") throw insideWorkspace(variable);
		const text = readText(path, variable, surroundings);
		if (text === void 0) continue;
		if (refused) throw insideWorkspace(variable);
		return parseDockerConfig(text, name, variable);
	}
}
/**
* Parses the text of docker's configuration.
* @throws InputError if it is not a JSON object; never quotes the text, which holds passwords
*/
function parseDockerConfig(text, name, variable) {
	if (byteLength(text) > largest) throw new InputError(variable, `${name} is larger than 1 MiB`);
	let value;
	try {
		value = JSON.parse(text.replace(/^\ufeff/, ""));
	} catch {
		throw new InputError(variable, `${name} is not JSON`, { hint: "Repair it, or log in again with docker login." });
	}
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw new InputError(variable, `${name} is not a JSON object`);
	const logins = /* @__PURE__ */ new Map();
	for (const [key, entry] of entriesOf(member(value, "auths"))) {
		const place = normalizePlace(key);
		const login = parseLogin(entry, key, name);
		const written = place === "docker.io" ? "https://index.docker.io/v1/" : place;
		if (place !== void 0 && login && (!logins.has(place) || key === written)) logins.set(place, login);
	}
	const helpers = /* @__PURE__ */ new Map();
	for (const [key, helper] of entriesOf(member(value, "credHelpers"))) {
		const host = normalizeHost(key.replace(/^http:\/\//i, ""));
		if (host !== void 0 && typeof helper === "string" && helper !== "") helpers.set(host, helper);
	}
	const store = member(value, "credsStore");
	return {
		name,
		logins,
		helpers,
		store: typeof store === "string" && store !== "" ? store : void 0
	};
}
function parseLogin(entry, key, name) {
	const text = (field) => {
		const value = member(entry, field);
		return typeof value === "string" ? value : "";
	};
	const unusable = {
		kind: "unusable",
		why: `the login for ${quote(key, 100)} in ${name} cannot be read`
	};
	const token = (kind, value) => /^[\x21-\x7e]+$/.test(value) ? {
		kind,
		token: value
	} : unusable;
	const identity = text("identitytoken");
	if (identity !== "") return token("identity", identity);
	const bearer = text("registrytoken");
	if (bearer !== "") return token("bearer", bearer);
	const auth = text("auth");
	if (auth !== "") return parseAuth(auth) ?? unusable;
	const username = text("username");
	const password = text("password");
	return username === "" || password === "" ? void 0 : {
		kind: "password",
		username,
		password
	};
}
/** `https://index.docker.io/v1/` → `docker.io`; `reg.test/team` stays a path; undefined if it is no place. */
function normalizePlace(key) {
	const bare = key.replace(/^https?:\/\//i, "");
	const whole = normalizeHost(bare);
	if (whole !== void 0) return whole;
	const slash = bare.indexOf("/");
	const host = slash < 0 ? void 0 : normalizeHost(bare.slice(0, slash));
	const path = bare.slice(slash + 1).replace(/\/$/, "");
	return host !== void 0 && /^[a-z0-9._/-]+$/.test(path) ? `${host}/${path}` : void 0;
}
function readText(path, variable, { readFile }) {
	try {
		return readFile(path);
	} catch (cause) {
		throw new InputError(variable, `docker's configuration cannot be read (looked where ${variable} points)`, { cause });
	}
}
function insideWorkspace(variable) {
	return new InputError(variable, `${variable} points into the checked-out repository`, { hint: "Keep docker logins outside of the checkout: a pull request can change files in it." });
}
function member(value, key) {
	if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return void 0;
	return new Map(Object.entries(value)).get(key);
}
function entriesOf(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

// src/io/registry/helper-variables.ts
/** What every helper needs to find its store and the network (threat model C-14, K-06). Never a token of the job. */
const common = `PATH HOME USER LOGNAME LANG LC_ALL TMPDIR XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_CACHE_HOME
  DBUS_SESSION_BUS_ADDRESS HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy SSL_CERT_FILE SSL_CERT_DIR
  SystemRoot USERPROFILE APPDATA LOCALAPPDATA TEMP TMP ProgramData`;
/**
* What a helper logs in to its own service with. Each goes to the helper of that name only. Sources: the environment
* variables of the AWS SDK (amazon-ecr-credential-helper), of Google's application default credentials and gcloud
* (docker-credential-gcr), of Azure's identity libraries (acr-env, acr-linux), and of pass.
*/
const own = /* @__PURE__ */ new Map([
	["ecr-login", `AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_REGION AWS_DEFAULT_REGION AWS_PROFILE
    AWS_DEFAULT_PROFILE AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_SDK_LOAD_CONFIG AWS_ROLE_ARN
    AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
    AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
    AWS_CA_BUNDLE AWS_EC2_METADATA_DISABLED AWS_STS_REGIONAL_ENDPOINTS AWS_USE_FIPS_ENDPOINT
    AWS_USE_DUALSTACK_ENDPOINT AWS_ECR_DISABLE_CACHE AWS_ECR_CACHE_DIR AWS_ECR_IGNORE_CREDS_STORAGE`],
	["gcr", "GOOGLE_APPLICATION_CREDENTIALS CLOUDSDK_CONFIG CLOUDSDK_ACTIVE_CONFIG_NAME"],
	["gcloud", `GOOGLE_APPLICATION_CREDENTIALS CLOUDSDK_CONFIG CLOUDSDK_ACTIVE_CONFIG_NAME CLOUDSDK_PYTHON CLOUDSDK_CORE_ACCOUNT
    CLOUDSDK_CORE_PROJECT CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE`],
	["acr-env", `AZURE_CLIENT_ID AZURE_CLIENT_SECRET AZURE_TENANT_ID AZURE_FEDERATED_TOKEN_FILE AZURE_AUTHORITY_HOST
    AZURE_ENVIRONMENT AZURE_CONFIG_DIR`],
	["acr-linux", "AZURE_CLIENT_ID AZURE_TENANT_ID AZURE_CONFIG_DIR"],
	["pass", "PASSWORD_STORE_DIR GNUPGHOME GPG_AGENT_INFO GPG_TTY"]
]);
/** The part of an environment that `docker-credential-<name>` may see. */
function pickHelperVariables(name, env) {
	const found = `${common} ${own.get(name) ?? ""}`.split(/\s+/).flatMap((key) => {
		const value = key === "" ? void 0 : env[key];
		return value === void 0 ? [] : [[key, value]];
	});
	return Object.fromEntries(found);
}

// src/io/registry/redact.ts
const shortest = 4;
const telling = 8;
/** Empty and one that knows nothing yet. Pure: the same secrets and text give the same answer. */
function createRedactor() {
	const forms = /* @__PURE__ */ new Set();
	let pattern;
	return {
		add(secret) {
			if (secret.length < shortest) return false;
			for (const form of secretForms(secret)) forms.add(form);
			pattern = void 0;
			return true;
		},
		redact(text) {
			if (forms.size === 0) return text;
			pattern ??= new RegExp([...forms].sort((a, b) => b.length - a.length).map(escapePattern).join("|"), "g");
			return text.replace(pattern, "***");
		},
		reveals(address) {
			const texts = [address, decodeAddress(address)];
			return [...forms].some((form) => form.length >= telling && texts.some((text) => text.includes(form)));
		}
	};
}
/**
* The forms in which a secret may turn up: plain, without blanks around it, each of its lines, URL-encoded, JSON-escaped
* (threat model C-04). None is shorter than four characters; a shorter secret has no form.
*/
function secretForms(secret) {
	if (secret.length < shortest) return [];
	const forms = [
		secret,
		secret.trim(),
		...secret.split(/[\r\n]+/)
	].flatMap((text) => [
		text,
		...urlForms(text),
		JSON.stringify(text).slice(1, -1)
	]);
	return [...new Set(forms)].filter((form) => form.length >= shortest);
}
/** The text that HTTP Basic sends: base64 of `username:password` as UTF-8 (RFC 7617). */
function basicCredential(username, password) {
	return Buffer.from(`${username}:${password}`, "utf8").toString("base64");
}
function decodeAddress(address) {
	try {
		return decodeURIComponent(address.replaceAll("+", " "));
	} catch {
		return address;
	}
}
function urlForms(text) {
	const encoded = encodeURIComponent(text.replace(/\p{Cs}/gu, "�"));
	return [
		encoded,
		encoded.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
		new URLSearchParams({ v: text }).toString().slice(2)
	];
}
function escapePattern(text) {
	return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

// src/io/registry/credentials.ts
/**
* Reads credentials from the environment and from docker's configuration, in this order (threat model C-01). Nothing else
* is a source. Whoever runs for an untrusted pull request takes the logins out of the environment before (C-16).
*/
function readCredentials(source) {
	const { env } = source;
	const problems = [];
	const attempt = (read, otherwise) => {
		try {
			return read();
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			problems.push(error);
			return otherwise;
		}
	};
	const variables = groupVariables(env);
	const read = readEntries(variables, source);
	problems.push(...variables.problems, ...read.problems, ...findConflicts(read.entries));
	const wildcards = read.entries.filter((entry) => entry.host === "*");
	const allowed = attempt(() => readSwitch(variables.global.get("ALLOW_WILDCARD")), false);
	if (!allowed) problems.push(...wildcards.map(wildcardProblem));
	const verify = attempt(() => readVerify(variables.global, "DEFAULT_TLSVERIFY", "DEFAULT_INSECURE_SKIP_TLS_VERIFY"), true);
	const docker = attempt(() => readDockerConfig(env, source), void 0);
	const credentials = {
		entries: read.entries.filter((entry) => allowed || entry.host !== "*"),
		defaultVerify: verify ?? true,
		defaultPlainHttp: attempt(() => readSwitch(variables.global.get("DEFAULT_INSECURE")), false),
		docker,
		helperEnvironment: {
			path: env["PATH"] ?? "",
			workspace: source.workspace,
			variables: (helper) => pickHelperVariables(helper, env)
		},
		warnings: [
			...variables.warnings,
			...read.warnings,
			...shortSecrets(read.entries, docker)
		]
	};
	if (env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0" && hasLogin(credentials)) problems.push(unverifiedProcess());
	return {
		credentials,
		problems
	};
}
/** Every secret in all the forms that may turn up in text (threat model C-04). */
function listSecrets(credentials) {
	const logins = [...credentials.entries.map((entry) => entry.login), ...credentials.docker?.logins.values() ?? []];
	const keys = credentials.entries.flatMap((entry) => entry.key === void 0 ? [] : keySecrets(entry.key));
	return [.../* @__PURE__ */ new Set([...logins.flatMap((login) => login && login.kind !== "unusable" ? loginSecrets(login) : []), ...keys])];
}
/** The secrets of one login, in all their forms. */
function loginSecrets(login) {
	if (login.kind !== "password") return secretForms(login.token);
	const basic = basicCredential(login.username, login.password);
	const encoded = [basic.replace(/=+$/, ""), Buffer.from(login.password, "utf8").toString("base64")];
	return [
		...secretForms(login.password),
		...secretForms(basic),
		...encoded.filter((text) => text.length >= 8).flatMap(secretForms)
	];
}
/** True for a login whose secret is too short to be masked: that would blank ordinary text. */
function isShortSecret(login) {
	return secretForms(login.kind === "password" ? login.password : login.token).length === 0;
}
/** The warning about a secret that is too short; `whose` goes on from "the password". */
function shortSecret(whose) {
	return `the password ${whose} is shorter than 4 characters, so it cannot be masked in logs`;
}
/** The lines of a private key; not the ones that say what it is. */
function keySecrets(key) {
	return key.split(/\s*[\r\n]+\s*/).filter((line) => line.length >= 16 && !line.includes("-----"));
}
function findConflicts(entries) {
	return entries.flatMap((entry, position) => {
		const other = entries.slice(0, position).find((earlier) => earlier.host === entry.host && earlier.repository?.text === entry.repository?.text);
		if (!other || !disagree(other, entry)) return [];
		const where = entry.repository ? `${entry.host}/${entry.repository.text}` : entry.host;
		return [new InputError(`${entry.prefix}_HOST`, `${other.prefix} and ${entry.prefix} disagree about ${where}`, { hint: `Remove one of them, or tell them apart with ${entry.prefix}_REPOSITORY.` })];
	});
}
function disagree(a, b) {
	const differ = (x, y) => x !== void 0 && y !== void 0 && x !== y;
	return a.login !== void 0 && b.login !== void 0 && !sameLogin(a.login, b.login) || differ(a.plainHttp, b.plainHttp) || differ(a.verify, b.verify) || differ(a.ca, b.ca) || differ(a.cert, b.cert) || differ(a.key, b.key) || differ(a.authHost, b.authHost);
}
function wildcardProblem(entry) {
	return new InputError(`${entry.prefix}_HOST`, `${entry.prefix}_HOST is *, which means any host that a template names, login and all`, { hint: `Name the registry in ${entry.prefix}_HOST; if you trust everyone who can change the templates, set KLUCTL_REGISTRY_ALLOW_WILDCARD=true.` });
}
function unverifiedProcess() {
	return new InputError("NODE_TLS_REJECT_UNAUTHORIZED", "TLS checks are switched off for the whole process (NODE_TLS_REJECT_UNAUTHORIZED=0), so no credentials are used", { hint: "Remove it; set KLUCTL_REGISTRY_<n>_CA_FILE, or KLUCTL_REGISTRY_<n>_TLSVERIFY=0 for the one host." });
}
function hasLogin({ entries, docker }) {
	return (docker && (docker.logins.size > 0 || docker.helpers.size > 0 || docker.store !== void 0)) === true || entries.some((entry) => entry.login !== void 0 || entry.key !== void 0);
}
function shortSecrets(entries, docker) {
	const stored = [...docker?.logins ?? []].flatMap(([place, login]) => login.kind !== "unusable" && isShortSecret(login) ? [shortSecret(`for ${place} in ${docker?.name ?? ""}`)] : []);
	return [...entries.flatMap(({ login, prefix }) => login && isShortSecret(login) ? [shortSecret(`of ${prefix}`)] : []), ...stored];
}
function readSwitch(variable) {
	return variable !== void 0 && parseSwitch(variable);
}

// src/io/registry/failure.ts
/** What to do about an answer that no registry gives. */
const notARegistry = "Check that the host is a container registry; a proxy before it may answer in its place.";
/** A RegistryError about a subject. The message must hold no secret; {@link redacted} is the net below, not the rule. */
function failure(subject, code, message, { hint, ...fields } = {}) {
	return new RegistryError(code, message, {
		...subject,
		...fields
	}, { hint });
}
/** The same error with every text redacted and without a cause: the last step before it leaves (threat model C-05, C-06). */
function redacted(error, redactor) {
	const clean = (text) => text && redactor.redact(text);
	const { registry, repository, status, temporary } = error;
	const fields = {
		registry,
		repository,
		status,
		temporary
	};
	const request = clean(error.request);
	const texts = {
		request: request && shorten(request, 300),
		diagnostic: clean(error.diagnostic)
	};
	return new RegistryError(error.code, redactor.redact(error.message), {
		...fields,
		...texts
	}, { hint: clean(error.hint) });
}
/** The same error told about another repository, which met it second. */
function repeated(error, subject) {
	const { code, status, request, diagnostic, temporary, hint } = error;
	const first = error.repository === void 0 ? "" : ` (first seen at image ${error.registry}/${error.repository})`;
	return failure(subject, code, `${error.message}${first}`, {
		status,
		request,
		diagnostic,
		temporary,
		hint
	});
}
/** Method and address of a request, for messages. */
function formatRequest(method, url) {
	return visible(`${method} ${url.origin}${url.pathname}${url.search}`);
}
/**
* The registry's own words: the first code and message of an error body (OCI distribution specification, "Error codes"),
* or OAuth2's `error`. Redacted before it is cut, so that half a secret cannot stay. Undefined for anything else.
*/
function readDiagnostic(body, redactor, limit) {
	const errors = field(body, "errors");
	const first = Array.isArray(errors) ? errors[0] : body;
	const text = [textField(first, "code") ?? textField(first, "error"), textField(first, "message") ?? textField(first, "error_description") ?? textField(first, "details")].filter((part) => part !== void 0 && part !== "").join(": ");
	return text === "" ? void 0 : shorten(visible(shorten(redactor.redact(text), limit)), limit);
}
/** The first error code of an error body, where it has one. */
function readErrorCode(body) {
	const errors = field(body, "errors");
	return Array.isArray(errors) ? textField(errors[0], "code") : void 0;
}
function textField(value, key) {
	const text = field(value, key);
	return typeof text === "string" ? text : void 0;
}
function field(value, key) {
	if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return void 0;
	return Object.getOwnPropertyDescriptor(value, key)?.value;
}

// src/io/registry/lanes.ts
/** `width` tasks of each kind at a time. */
function createLanes(width) {
	const running = /* @__PURE__ */ new Map();
	const waiting = /* @__PURE__ */ new Map();
	const enter = async (kind) => {
		const count = running.get(kind) ?? 0;
		if (count < width) {
			running.set(kind, count + 1);
			return;
		}
		const queue = waiting.get(kind) ?? [];
		waiting.set(kind, queue);
		await new Promise((resolve) => queue.push(resolve));
	};
	const leave = (kind) => {
		const next = waiting.get(kind)?.shift();
		if (next) next();
		else running.set(kind, (running.get(kind) ?? 1) - 1);
	};
	return { async run(kind, task) {
		await enter(kind);
		try {
			return await task();
		} finally {
			leave(kind);
		}
	} };
}

// src/io/registry/limits.ts
/** `32 MiB`, `900 bytes`. */
function formatSize(bytes) {
	return bytes >= mebi ? `${Math.floor(bytes / mebi)} MiB` : `${bytes} bytes`;
}
const kibi = 1024;
const mebi = 1024 * kibi;
/** The limits of threat model section 10. */
const defaultLimits = {
	pageSize: 1e3,
	pageBytes: 32 * mebi,
	listBytes: 64 * mebi,
	tags: 2e5,
	pages: 2e3,
	tokenAnswerBytes: mebi,
	tokenLength: 16 * kibi,
	errorBytes: 64 * kibi,
	diagnosticLength: 300,
	connectMs: 1e4,
	idleMs: 15e3,
	requestMs: 6e4,
	listMs: 18e4,
	totalMs: 9e5,
	redirects: 5,
	retries: 3,
	backoffMs: 500,
	waitMs: 6e4,
	connections: 4
};

// src/io/registry/list-address.ts
/**
* Address of the first page of a tag list. The repository is parsed once more, and host and path must come out of the URL
* as they went in: an odd spelling such as 0177.0.0.1 would otherwise lead elsewhere (threat model R-01).
* @throws ImageNameError, RegistryError
*/
function listAddress(repository, plainHttp, pageSize) {
	const { registry, path } = repository;
	const reference = parseImageReference(formatRepository(repository));
	const subject = {
		registry,
		repository: path
	};
	const host = apiHost(registry);
	const text = `${plainHttp ? "http" : "https"}://${host}/v2/${path}/tags/list?n=${pageSize}`;
	const url = URL.canParse(text) ? new URL(text) : void 0;
	const sameHost = url?.host === host || plainHttp && `${url?.host}:80` === host;
	const same = reference.repository.registry === registry && reference.repository.path === path;
	if (url && sameHost && same && url.pathname === `/v2/${path}/tags/list`) return url;
	throw failure(subject, "refused", `${quote(formatRepository(repository))} is not an image reference that can be asked for`, { hint: url && !sameHost ? `Write the host as ${quote(url.host)}.` : "Write registry/repository, as in registry.example.com/team/app." });
}

// src/io/registry/helper.ts
const largestOutput = 65536;
const longestRun = 3e4;
/**
* Asks `docker-credential-<name>` for the login of a registry, without a shell, the host on standard input (threat model
* C-14; protocol of docker/docker-credential-helpers). Never rejects. `why` may hold what the helper wrote: redact it.
*/
async function askHelper(name, registry, environment, timeout = longestRun) {
	if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) return failed(`credential helper ${quote(name, 80)} is not a valid name`);
	const program = findProgram(`docker-credential-${name}`, environment);
	if (program === void 0) return failed(`credential helper docker-credential-${name} is not on the PATH`);
	const run = await runProgram(program, registry === "docker.io" ? "https://index.docker.io/v1/" : registry, environment.variables(name), timeout);
	if (run.problem !== void 0) return failed(`credential helper docker-credential-${name} ${run.problem}`);
	if (/credentials not found/i.test(run.output)) return { kind: "nothing" };
	if (run.status !== 0) {
		const said = visible(shorten(run.output.trim() || run.errors.trim(), 200));
		return failed(`credential helper docker-credential-${name} failed${said === "" ? "" : `: ${said}`}`);
	}
	return parseAnswer(run.output) ?? failed(`credential helper docker-credential-${name} gave no usable answer`);
}
function parseAnswer(text) {
	let value;
	try {
		value = JSON.parse(text);
	} catch {
		return;
	}
	if (typeof value !== "object" || value === null) return void 0;
	const username = "Username" in value ? value.Username : void 0;
	const secret = "Secret" in value ? value.Secret : void 0;
	if (typeof username !== "string" || typeof secret !== "string") return void 0;
	if (secret === "") return { kind: "nothing" };
	if (username === "<token>") return {
		kind: "login",
		login: {
			kind: "identity",
			token: secret
		}
	};
	if (username === "" || username.includes(":")) return void 0;
	return {
		kind: "login",
		login: {
			kind: "password",
			username,
			password: secret
		}
	};
}
/** Relative entries of PATH, and folders of the checked-out repository, would let a pull request bring the program. */
function findProgram(name, { path, workspace }) {
	const separator = process.platform === "win32" ? ";" : ":";
	const file = process.platform === "win32" ? `${name}.exe` : name;
	for (const folder of path.split(separator)) {
		if (!isAbsolute(folder)) continue;
		try {
			const program = join(folder, file);
			accessSync(program, constants.X_OK);
			if (!isInside(program, { workspace }) && statSync(program).isFile()) return program;
		} catch {}
	}
}
function runProgram(program, input, variables, timeout) {
	return new Promise((done) => {
		const child = spawn(program, ["get"], {
			env: { ...variables },
			shell: false,
			stdio: "pipe"
		});
		let output = "";
		let errors = "";
		let problem;
		const stop = (why) => {
			problem ??= why;
			child.kill("SIGKILL");
			child.stdout.destroy();
			child.stderr.destroy();
		};
		const timer = setTimeout(() => stop(`did not answer in ${timeout / 1e3} s`), timeout);
		child.stdout.setEncoding("utf8").on("data", (text) => {
			output += text;
			if (output.length > largestOutput) stop("wrote more than 64 KiB");
		});
		child.stderr.setEncoding("utf8").on("data", (text) => {
			if (errors.length < largestOutput) errors += text;
		});
		child.stdin.on("error", () => void 0);
		child.on("error", () => {
			problem ??= "could not be started";
			clearTimeout(timer);
			done({
				status: null,
				output: "",
				errors: "",
				problem
			});
		});
		child.on("close", (status) => {
			clearTimeout(timer);
			done({
				status,
				output,
				errors,
				problem
			});
		});
		child.stdin.end(`${input}\n`);
	});
}
function failed(why) {
	return {
		kind: "failed",
		why
	};
}

// src/io/registry/login-finder.ts
/** `secret` gets everything that a helper gives before it is used; `warn` what cannot be masked. */
function createLoginFinder(credentials, { secret, warn }) {
	const asked = /* @__PURE__ */ new Map();
	const ask = (helper, registry) => {
		const key = `${helper} ${registry}`;
		const answer = asked.get(key) ?? askHelper(helper, registry, credentials.helperEnvironment);
		asked.set(key, answer);
		return answer;
	};
	return { async find({ choice }, subject) {
		if (choice.from === "nowhere") return void 0;
		if (choice.from === "unusable") throw unusable(subject, choice.why);
		if (choice.from !== "helper") return choice.login;
		const answer = await ask(choice.helper, subject.registry);
		if (answer.kind === "failed") throw unusable(subject, answer.why);
		if (answer.kind === "nothing") return void 0;
		for (const form of loginSecrets(answer.login)) secret(form);
		if (isShortSecret(answer.login)) warn(shortSecret(`for ${subject.registry} from docker-credential-${choice.helper}`));
		return answer.login;
	} };
}
function unusable(subject, why) {
	return failure(subject, "credentials", `no login for ${subject.registry}: ${why}`, { hint: `Repair the login with docker login ${subject.registry}, or set KLUCTL_REGISTRY_<n>_HOST, _USERNAME and _PASSWORD.` });
}

// src/io/registry/link.ts
const longest = 8192;
/**
* Reads the `Link` headers of a page (RFC 8288). The next page must stay on the scheme, host, port and path of the page it
* stands on (threat model C-11). A header that cannot be read is `broken`, not the end: the list may go on.
*/
function findNextPage(headers, page) {
	const targets = /* @__PURE__ */ new Set();
	for (const header of headers) {
		const links = parseLinks(header);
		if (!links) return broken("its Link header cannot be read");
		for (const link of links) {
			if (!link.relations) return broken("its Link header does not say what it links to");
			if (link.relations.includes("next")) targets.add(link.target);
		}
	}
	const [target, ...others] = targets;
	if (target === void 0) return { kind: "end" };
	if (others.length > 0) return broken("it names more than one next page");
	return checkTarget(target, page);
}
function checkTarget(target, page) {
	if (target === "" || target.length > longest) return broken("the address of its next page is empty or too long");
	if (/[^\x21-\x7e]/.test(target)) return broken("the address of its next page holds characters that may not stand there");
	if (!URL.canParse(target, page.href)) return broken(`${quote(target, 100)} is not an address`);
	const url = new URL(target, page);
	if (url.username !== "" || url.password !== "") return broken("the address of its next page holds a user name");
	if (url.host !== page.host) return broken(`it continues at another host, ${quote(url.host, 100)}`);
	if (url.protocol !== page.protocol) return broken(`it continues with ${quote(url.protocol, 20)}`);
	if (url.pathname !== page.pathname) return broken(`it continues at another path, ${quote(url.pathname, 100)}`);
	url.hash = "";
	return {
		kind: "next",
		url
	};
}
function parseLinks(header) {
	const links = [];
	let rest = header.trim();
	while (rest !== "") {
		const head = /^<([^<>]*)>/.exec(rest);
		if (!head) return void 0;
		rest = rest.slice(head[0].length);
		const parameters = /^(?:\s*;\s*(?:[^\s=;,"<>]+(?:\s*=\s*(?:"(?:[^"\\]|\\[\s\S])*"|[^\s;,"<>]*))?)?)*/.exec(rest)?.[0] ?? "";
		rest = rest.slice(parameters.length);
		links.push({
			target: (head[1] ?? "").trim(),
			relations: relationsOf(parameters)
		});
		const separator = /^\s*(?:,[\s,]*|$)/.exec(rest);
		if (!separator) return void 0;
		rest = rest.slice(separator[0].length);
	}
	return links;
}
/** Only the first `rel` counts (RFC 8288, 3.3). */
function relationsOf(parameters) {
	for (const part of parameters.matchAll(/;\s*([^\s=;,"<>]+)\s*=\s*(?:"((?:[^"\\]|\\[\s\S])*)"|([^\s;,"<>]*))/g)) {
		if (part[1]?.toLowerCase() !== "rel") continue;
		return (part[2] ?? part[3] ?? "").toLowerCase().split(/\s+/);
	}
}
function broken(why) {
	return {
		kind: "broken",
		why
	};
}

// src/io/registry/tags.ts
const tagsKey = [..."\"tags\""].map((letter) => letter.charCodeAt(0));
const deepest = 100;
const mostContainers = 25e4;
const mostValues = 1e6;
/**
* Reads the body of a tag list: a JSON object whose `tags` is an array or null (threat model R-08, R-09). Never throws and
* never quotes the body, which may be anything.
*/
function parseTagPage(body) {
	const parsed = parseJson(body);
	if ("fault" in parsed) return parsed;
	const { value } = parsed;
	if (parsed.twice) return {
		fault: "answered with an object that has \"tags\" twice",
		truncated: false
	};
	if (typeof value !== "object" || value === null || Array.isArray(value)) return {
		fault: `answered with ${describe(value)} instead of a tag list`,
		truncated: false
	};
	const list = Object.hasOwn(value, "tags") && "tags" in value ? value.tags : void 0;
	if (list === null) return {
		tags: [],
		dropped: 0
	};
	if (!Array.isArray(list)) return {
		fault: `answered with an object ${list === void 0 ? "without \"tags\"" : `whose "tags" is ${describe(list)}`} instead of a tag list`,
		truncated: false
	};
	const tags = list.filter((name) => typeof name === "string" && isTag(name));
	return {
		tags,
		dropped: list.length - tags.length
	};
}
/**
* Parses JSON from outside. A body that nests too deeply or holds too many values is refused before it is built: a few
* megabytes of brackets would cost gigabytes of memory. `twice`: its key "tags" is repeated, so which one counts is a guess.
*/
function parseJson(body) {
	const first = body.findIndex((byte) => byte > 32);
	if (first < 0) return {
		fault: "answered with an empty body",
		truncated: body.length === 0
	};
	if (body[first] === 60) return {
		fault: "answered with a web page instead of a tag list (proxy or login page?)",
		truncated: false
	};
	const shape = measure(body);
	if (shape.deepest > deepest || shape.containers > mostContainers || shape.values > mostValues) return {
		fault: "answered with JSON that is too deep or has too many values",
		truncated: false
	};
	try {
		return {
			value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)),
			twice: shape.lists > 1
		};
	} catch {
		return {
			fault: `answered with ${plural(body.length, "byte")} that are not JSON`,
			truncated: shape.open
		};
	}
}
/** Counts brackets and commas outside of strings, in one pass over the bytes. */
function measure(body) {
	let depth = 0;
	let most = 0;
	let containers = 0;
	let values = 0;
	let quoted = false;
	let lists = 0;
	for (let index = 0; index < body.length; index++) {
		const byte = body[index];
		if (quoted) {
			if (byte === 92) index++;
			else if (byte === 34) {
				quoted = false;
				if (depth === 1 && isTagsKey(body, index)) lists++;
			}
		} else if (byte === 34) quoted = true;
		else if (byte === 91 || byte === 123) {
			containers++;
			depth++;
			if (depth > most) most = depth;
		} else if (byte === 93 || byte === 125) depth--;
		else if (byte === 44) values++;
	}
	return {
		deepest: most,
		containers,
		values,
		lists,
		open: depth > 0
	};
}
/** True if the string that closes at `end` is `"tags"` and stands before a colon. */
function isTagsKey(body, end) {
	if (tagsKey.some((byte, index) => body[end - tagsKey.length + 1 + index] !== byte)) return false;
	let next = end + 1;
	while ((body[next] ?? 33) <= 32) next++;
	return body[next] === 58;
}
function describe(value) {
	if (Array.isArray(value)) return "an array";
	if (value === null) return "null";
	return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

// src/io/registry/pages.ts
/**
* Follows a tag list to its proved end (threat model R-07, C-11). Anything else is an error: a list that stopped early
* would make an old version look like the newest.
*/
async function followPages(first, fetch, subject, limits) {
	const seen = /* @__PURE__ */ new Set();
	const state = {
		tags: /* @__PURE__ */ new Set(),
		pages: 0,
		dropped: 0,
		bytes: 0,
		barren: 0,
		unlinked: false
	};
	let url = first;
	while (url) {
		if (seen.has(url.href)) throw incomplete(subject, url, "does not end: it comes back to a page that was read before");
		if (state.pages >= limits.pages) throw incomplete(subject, url, `does not end: it has more than ${limits.pages} pages`);
		seen.add(url.href);
		const answer = await fetch(url, limitOf(state, subject, limits));
		const page = readPage(answer, url, subject);
		count(state, page, answer.body.length);
		if (state.tags.size > limits.tags) throw incomplete(subject, url, `has more than ${limits.tags} tags`);
		url = nextPage(state, page, answer, url, subject);
	}
	return {
		tags: [...state.tags],
		pages: state.pages,
		dropped: state.dropped
	};
}
/** What is left for one page, named by the limit that it really is. */
function limitOf(state, { registry, repository }, limits) {
	const list = `the tag list of ${registry}/${repository ?? ""}`;
	const rest = limits.listBytes - state.bytes;
	return rest < limits.pageBytes ? {
		bytes: rest,
		tooLarge: `${list} is larger than ${formatSize(limits.listBytes)}, all pages together`
	} : {
		bytes: limits.pageBytes,
		tooLarge: `a page of ${list} is larger than ${formatSize(limits.pageBytes)}`
	};
}
function readPage(answer, url, subject) {
	const page = parseTagPage(answer.body);
	if (!("fault" in page)) return page;
	const code = page.truncated ? "incomplete" : "protocol";
	const diagnostic = answer.words();
	const said = diagnostic === void 0 ? "" : ` (${diagnostic})`;
	throw failure(subject, code, `registry ${subject.registry} ${page.fault}${said}`, {
		status: 200,
		request: formatRequest("GET", url),
		diagnostic,
		hint: notARegistry
	});
}
function count(state, page, bytes) {
	const before = state.tags.size;
	for (const tag of page.tags) state.tags.add(tag);
	state.pages++;
	state.dropped += page.dropped;
	state.bytes += bytes;
	state.barren = state.tags.size === before ? state.barren + 1 : 0;
}
function nextPage(state, page, answer, url, subject) {
	const next = findNextPage(answer.links, url);
	if (next.kind === "broken") throw incomplete(subject, url, `cannot be followed: ${next.why}`);
	if (next.kind === "next") {
		if (state.barren > 1) throw incomplete(subject, url, "does not end: two pages in a row have no new tag");
		state.unlinked = false;
		return next.url;
	}
	const full = page.tags.length + page.dropped === Number(url.searchParams.get("n") ?? NaN);
	state.unlinked = state.pages === 1 ? full : state.unlinked && state.barren === 0;
	const last = page.tags.at(-1);
	if (!state.unlinked) return void 0;
	if (last === void 0 && page.dropped > 0) throw incomplete(subject, url, "cannot be followed: its last page is full and holds no tag to go on from");
	return last === void 0 ? void 0 : pageAfter(url, last);
}
/**
* A first page that is exactly full and has no Link may be a list that a registry cut without saying so. Asking for what
* comes after its last tag proves the end, or finds the rest.
*/
function pageAfter(url, last) {
	const next = new URL(url);
	next.searchParams.set("last", last);
	return next;
}
/** The error for a list whose end was not seen; `what` goes on from its name. */
function incomplete(subject, url, what) {
	const message = `the tag list of ${subject.registry}/${subject.repository ?? ""} ${what}`;
	return failure(subject, "incomplete", message, {
		status: 200,
		request: formatRequest("GET", url),
		hint: "A list that is not complete is not used; ask whoever runs the registry, or a proxy before it."
	});
}

// src/io/registry/naming.ts
/** How images name the registry behind an address: Docker Hub's API host as `docker.io`, the port of plain http kept. */
function registryName(url) {
	if (url.host === "registry-1.docker.io") return "docker.io";
	return url.protocol === "http:" && url.port === "" ? `${url.host}:80` : url.host;
}
/** The name under which settings for an address are written: the registry's own, or that of another host. */
function settingsName({ registry }, url) {
	return registry === url.host ? registry : registryName(url);
}
/** What messages call an address: the registry by the name of its images, any other host with the registry it is asked for. */
function describeHost({ registry }, url) {
	return registry === settingsName({ registry }, url) ? `registry ${registry}` : `host ${formatHost(url.host)} (for registry ${registry})`;
}

// src/io/registry/retry.ts
const temporaryStatus = /* @__PURE__ */ new Set([
	429,
	500,
	502,
	503,
	504
]);
/**
* An exchange that repeats what may succeed later: 429, 500, 502, 503, 504 and lost connections, with pauses that grow and
* vary, or as long as the registry asks (threat model R-13). A pause holds for all requests to its host, and all pauses of
* a host together have a limit. What still fails then is a fault; other statuses are the caller's.
*/
function withRetries(exchange, options) {
	const hosts = /* @__PURE__ */ new Map();
	return async (request) => {
		const state = hosts.get(request.url.host) ?? {
			pausedUntil: 0,
			waited: 0
		};
		hosts.set(request.url.host, state);
		for (let attempt = 0;; attempt++) {
			const stopped = await waitForHost(state, request, options);
			if (stopped) return stopped;
			const result = await exchange(request);
			if (!(result.kind === "fault" ? result.again : temporaryStatus.has(result.status))) return result;
			const asked = result.kind === "answer" ? parseRetryAfter(result.header("retry-after")[0], options.clock.now()) : void 0;
			if (attempt >= options.limits.retries) return giveUp(result, request, options, `after ${attempt} retries`);
			const rest = Math.max(0, state.pausedUntil - options.clock.now());
			const pause = choosePause(asked, attempt, options, options.limits.waitMs - state.waited + rest);
			const until = options.clock.now() + pause;
			const longer = until - Math.max(state.pausedUntil, options.clock.now());
			if (state.waited + Math.max(0, longer) > options.limits.waitMs) return giveUp(result, request, options, `${asked === void 0 ? "and has no more time to wait" : `and asks to wait ${formatDuration(asked)}`}; giving up`);
			if (longer > 0) {
				state.waited += longer;
				state.pausedUntil = until;
			}
		}
	};
}
/** `Retry-After` in milliseconds from now: seconds or a date (RFC 9110, 10.2.3). Undefined if it is neither. */
function parseRetryAfter(text, now) {
	if (text === void 0 || text.length > 100) return void 0;
	const bare = text.trim();
	if (/^\d+$/.test(bare)) return Number(bare) * 1e3;
	const date = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/i.test(bare) ? Date.parse(bare) : NaN;
	return Number.isNaN(date) ? void 0 : Math.max(0, date - now);
}
/** `45 s`, `12 minutes`, `277 hours`. */
function formatDuration(milliseconds) {
	const seconds = Math.ceil(milliseconds / 1e3);
	if (seconds < 120) return `${seconds} s`;
	if (seconds < 7200) return `${Math.floor(seconds / 60)} minutes`;
	return seconds > 0xe8d4a51000 ? "for ever" : `${Math.floor(seconds / 3600)} hours`;
}
async function waitForHost(state, { signal }, { clock, meter }) {
	const rest = state.pausedUntil - clock.now();
	if (rest <= 0) return void 0;
	meter.wait();
	try {
		await clock.sleep(rest, signal);
		return;
	} catch (error) {
		const reason = signal.aborted ? signal.reason : error;
		if (reason instanceof RegistryError) return {
			kind: "fault",
			error: reason,
			again: false
		};
		throw error;
	}
}
/** `most`: what the host may still cost. Chance alone must not make a pause too long. */
function choosePause(asked, attempt, { limits, clock }, most) {
	const own = limits.backoffMs * 2 ** attempt * (.5 + clock.random() / 2);
	if (asked === void 0) return own;
	if (asked > most) return asked;
	return Math.min(most, Math.max(own, asked + clock.random() * Math.min(250, limits.backoffMs)));
}
function giveUp(result, { subject, url, method }, { limits, redactor }, how) {
	if (result.kind === "fault") return {
		...result,
		again: false
	};
	const { status } = result;
	const json = parseJson(result.body);
	const diagnostic = "value" in json ? readDiagnostic(json.value, redactor, limits.diagnosticLength) : void 0;
	const code = status === 429 ? "rate-limited" : "unavailable";
	const what = status === 429 ? "has had too many requests" : `still answers ${status}`;
	const said = diagnostic === void 0 ? "" : ` (${diagnostic})`;
	const hint = status === 429 ? "Run again later; a login often has a higher limit." : "Run again later.";
	const fields = {
		status,
		request: formatRequest(method, url),
		diagnostic,
		temporary: true,
		hint
	};
	return {
		kind: "fault",
		error: failure(subject, code, `${describeHost(subject, url)} ${what}${said} ${how}`, fields),
		again: false
	};
}

// src/io/registry/challenge.ts
/**
* Parses all `WWW-Authenticate` headers of an answer, in order. A challenge that names a parameter twice is left out:
* which of the two values counts would be a guess. Reading of a header stops at the first thing that is no challenge;
* what stood before it counts. Never throws; linear in the length.
*/
function parseChallenges(headers) {
	return headers.flatMap(parseHeader);
}
function parseHeader(header) {
	const challenges = [];
	let position = skip(header, 0, /[\s,]*/y);
	while (position < header.length) {
		const reading = readChallenge(header, position);
		if (!reading) return challenges;
		if (reading.challenge.scheme !== "") challenges.push(reading.challenge);
		position = skip(header, reading.next, /[\s,]*/y);
	}
	return challenges;
}
function readChallenge(header, start) {
	const scheme = match(header, start, /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y);
	if (scheme === void 0) return void 0;
	const after = start + scheme.length;
	if (after < header.length && !/[\s,]/.test(header.charAt(after))) return void 0;
	const blank = skip(header, after, /\s*/y);
	const token68 = match(header, blank, /[A-Za-z0-9._~+/-]+=*(?=\s*(?:,|$))/y);
	if (token68 !== void 0 && blank > after) return {
		challenge: {
			scheme: scheme.toLowerCase(),
			parameters: /* @__PURE__ */ new Map(),
			token68
		},
		next: blank + token68.length
	};
	return readParameters(header, blank, scheme.toLowerCase());
}
function readParameters(header, start, scheme) {
	const parameters = /* @__PURE__ */ new Map();
	let twice = false;
	let position = start;
	for (;;) {
		const begin = skip(header, position, /[\s,]*/y);
		const key = match(header, begin, /[!#$%&'*+.^_`|~0-9A-Za-z-]+(?=\s*=)/y);
		if (key === void 0) break;
		const value = readValue(header, skip(header, begin + key.length, /\s*=\s*/y));
		if (!value) return void 0;
		const name = key.toLowerCase();
		twice ||= parameters.has(name);
		parameters.set(name, value.text);
		position = value.next;
	}
	return {
		challenge: {
			scheme: twice ? "" : scheme,
			parameters,
			token68: void 0
		},
		next: position
	};
}
/** A quoted string, or everything up to a blank or comma: registries write bare URLs as values. */
function readValue(header, start) {
	if (header.charAt(start) !== "\"") {
		const text = match(header, start, /[^\s,"]*/y) ?? "";
		return {
			text,
			next: start + text.length
		};
	}
	const quoted = match(header, start, /"(?:[^"\\]|\\[\s\S])*"/y);
	if (quoted === void 0) return void 0;
	return {
		text: quoted.slice(1, -1).replace(/\\([\s\S])/g, "$1"),
		next: start + quoted.length
	};
}
function match(text, position, pattern) {
	const sticky = new RegExp(pattern);
	sticky.lastIndex = position;
	return sticky.exec(text)?.[0];
}
function skip(text, position, pattern) {
	return position + (match(text, position, pattern)?.length ?? 0);
}

// src/io/registry/realm.ts
/**
* Registries whose token endpoint is at another host. Sources: Docker, "Registry token authentication"; GitLab, "Container
* registry authentication". A registry that is not here needs AUTH_HOST.
*/
const knownAuthHosts = /* @__PURE__ */ new Map([["docker.io", "auth.docker.io"], ["registry.gitlab.com", "gitlab.com"]]);
const ours = [
	"service",
	"scope",
	"account",
	"client_id",
	"offline_token",
	"access_type",
	"grant_type",
	"refresh_token",
	"username",
	"password"
];
/**
* Judges the realm of a Bearer challenge (threat model C-08). It comes from the registry, so it may point anywhere: to a
* metadata service, to plain http, to a host that collects passwords.
*/
function judgeRealm({ realm, registry, request, authHost, plainHttp }) {
	const refuse = (why) => ({
		kind: "refuse",
		why
	});
	if (realm.length > 2048 || /[^\x21-\x7e]/.test(realm) || !/^https?:\/\/[^/\\]/i.test(realm) || !URL.canParse(realm)) return refuse("asks for a login at an address that cannot be used");
	const url = new URL(realm);
	const host = formatHost(url.host);
	if (url.username !== "" || url.password !== "") return refuse("asks for a login at an address with a user name in it");
	if (realm.includes("#")) return refuse("asks for a login at an address with a fragment");
	if (url.protocol === "http:" && !plainHttp(url.host)) return refuse(`asks for a login over plain http, at ${host}`);
	const named = authHost !== void 0 && url.host === authHost;
	if (isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0 && !named && url.hostname !== request.hostname) return refuse(`asks for a login at an IP address, ${host}`);
	for (const name of ours) url.searchParams.delete(name);
	return {
		kind: "ask",
		url,
		trusted: named || url.host === request.host || url.host === knownAuthHosts.get(registry)
	};
}

// src/io/registry/endpoint.ts
/**
* Applies the judgement of a realm to a registry and its login (threat model C-08, V-04).
* @throws RegistryError `refused`
*/
function chooseEndpoint(asker, request, scheme, login, { credentials, redactor }) {
	const { subject, access } = asker;
	const entry = access.choice.from === "entry" ? access.choice.entry : access.entry;
	const verdict = judgeRealm({
		realm: scheme.realm,
		registry: subject.registry,
		request,
		authHost: entry?.authHost,
		plainHttp: (host) => isPlainHttp(host, request, access, credentials)
	});
	if (verdict.kind === "refuse") {
		const message = `registry ${subject.registry} ${verdict.why}`;
		throw failure(subject, "refused", message, { request: formatRequest("GET", request) });
	}
	const { url, trusted } = verdict;
	if (redactor.reveals(`${url.href} ${scheme.service ?? ""}`) && !redactor.reveals(request.href)) {
		const message = `registry ${subject.registry} asks for a login at an address that repeats a secret`;
		throw failure(subject, "refused", message, { request: formatRequest("GET", request) });
	}
	return {
		endpoint: url,
		trusted,
		tls: url.host === request.host ? access.tls : settingsForHost(credentials, registryName(url)).tls,
		withheld: login && !trusted ? withheldError(asker, url) : void 0
	};
}
function isPlainHttp(host, request, access, credentials) {
	if (host === request.host) return request.protocol === "http:";
	if (credentials.entries.some((one) => one.host === host && !one.repository && one.plainHttp === true)) return true;
	const entry = access.choice.from === "entry" ? access.choice.entry : access.entry;
	if (!entry || entry.authHost !== host) return false;
	const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(host);
	return entry.authPlainHttp || entry.plainHttp === true && loopback;
}
function withheldError({ subject, advice, access }, endpoint) {
	const host = formatHost(endpoint.host);
	const what = access.choice.from === "entry" && access.choice.login.kind !== "password" ? "token" : "password";
	const message = `${subject.registry} asks for the ${what} at ${host}`;
	return failure(subject, "credentials", message, { hint: advice.authHost(host) });
}

// src/io/registry/guard.ts
/**
* Keeps a wrong password from being tried again and again until the registry bans us (threat model C-12). The first
* attempt with a login goes alone; what it shows holds for the whole run. An error is remembered and given to everyone who
* comes later: never an empty answer.
*/
var LoginGuard = class {
	#rejected;
	#accepted = false;
	#trying;
	/** True once the registry took the login. */
	get accepted() {
		return this.#accepted;
	}
	/** The error that closed this login, once there is one. */
	get rejected() {
		return this.#rejected;
	}
	/** Runs an attempt, or gives back the error that an earlier one met. */
	async run(attempt) {
		while (!this.#accepted && !this.#rejected && this.#trying) await this.#trying;
		if (this.#rejected) return { closed: this.#rejected };
		if (this.#accepted) return { value: this.#learn(await attempt()) };
		let finished = () => void 0;
		this.#trying = new Promise((resolve) => {
			finished = resolve;
		});
		try {
			return { value: this.#learn(await attempt()) };
		} finally {
			this.#trying = void 0;
			finished();
		}
	}
	#learn({ value, accepted, error }) {
		if (accepted === true) this.#accepted = true;
		if (accepted === false) this.#rejected ??= error;
		return value;
	}
};

// src/io/registry/redirect.ts
const redirectStatus = /* @__PURE__ */ new Set([
	301,
	302,
	303,
	307,
	308
]);
/**
* Sends a GET and follows its redirects. From the first hop to another scheme, host or port on, the login and the client
* certificate stay behind, also when a later hop comes back (threat model C-10).
*/
async function follow(exchange, first, options) {
	let request = first;
	let crossed = false;
	for (let hops = 0;; hops++) {
		const answer = await exchange(request);
		if (answer.kind === "fault") return answer;
		if (!redirectStatus.has(answer.status)) return {
			answer,
			crossed
		};
		if (hops >= options.redirects) return refuse(first, answer, `redirects more than ${options.redirects} times`, "protocol");
		const target = findTarget(answer, request.url);
		if (typeof target === "string") return refuse(request, answer, target, "refused");
		if (!target) return refuse(request, answer, `answered ${answer.status} without a usable address to go to`, "protocol");
		if (options.reveals(target.href) && !options.reveals(first.url.href)) return refuse(request, answer, "sent a redirect that repeats a secret, which is refused", "refused");
		crossed ||= target.origin !== request.url.origin;
		const { headers, ...rest } = request;
		const kept = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "authorization");
		request = crossed ? {
			...rest,
			url: target,
			headers: Object.fromEntries(kept),
			tls: options.settings(registryName(target)).tls
		} : {
			...request,
			url: target
		};
	}
}
/** Where a redirect leads, or a text that says why nobody should go there. */
function findTarget(answer, from) {
	const [location, ...others] = answer.header("location");
	if (location === void 0 || others.length > 0 || location.length > 8192) return void 0;
	if (!URL.canParse(location, from.href)) return void 0;
	const target = new URL(location, from);
	if (from.protocol === "https:" && target.protocol === "http:") return `sent a redirect from https to http (${formatHost(target.host)}), which is refused`;
	if (target.protocol !== "https:" && target.protocol !== "http:") return `sent a redirect to ${formatHost(target.protocol)}, which is refused`;
	if (target.username !== "" || target.password !== "") return "sent a redirect with a user name in it, which is refused";
	target.hash = "";
	return target;
}
function refuse({ subject, url, method }, { status }, what, code) {
	return {
		kind: "fault",
		error: failure(subject, code, `${describeHost(subject, url)} ${what}`, {
			status,
			request: formatRequest(method, url)
		}),
		again: false
	};
}

// src/io/registry/scheme.ts
/** The scheme to use, Bearer before Basic; a text where there are only others; undefined where there is none at all. */
function chooseScheme(challenges) {
	const bearer = challenges.find(({ scheme, parameters }) => scheme === "bearer" && parameters.has("realm"));
	const realm = bearer?.parameters.get("realm");
	if (bearer && realm !== void 0) return {
		kind: "bearer",
		realm,
		service: bearer.parameters.get("service")
	};
	if (challenges.some(({ scheme }) => scheme === "basic")) return { kind: "basic" };
	const [other] = challenges;
	return other && `by ${formatHost(other.scheme)}, which is not supported`;
}

// src/io/registry/status.ts
/** The error for an answer of a tag list that is not 200 (threat model R-08, R-14). */
function statusFailure(answer, context) {
	const { status } = answer;
	const { subject, url } = context;
	if (status === 400 && url.protocol === "http:" && wantsTls(answer.body)) return tlsWanted(context);
	const json = parseJson(answer.body);
	const diagnostic = "value" in json ? readDiagnostic(json.value, context.redactor, context.diagnosticLength) : void 0;
	const { code, what, hint } = explain(status, `${subject.registry}/${subject.repository ?? ""}`, context);
	const said = diagnostic === void 0 ? "" : ` (${diagnostic})`;
	return failure(subject, code, `${what}${said}`, {
		status,
		request: formatRequest("GET", url),
		diagnostic,
		hint
	});
}
/** Go's server and nginx say this in words to whoever speaks plain http at their TLS port. */
function wantsTls(body) {
	return /HTTP request (?:was sent )?to (?:an )?HTTPS (?:server|port)|SSL-enabled server port/i.test(new TextDecoder().decode(body.subarray(0, 4096)));
}
function tlsWanted({ subject, advice, url }) {
	const message = `registry ${subject.registry} speaks TLS, and plain http is set for it`;
	return failure(subject, "tls", message, {
		status: 400,
		request: formatRequest("GET", url),
		hint: advice.noPlainHttp()
	});
}
/** True if a registry refused a page because of its size; the same request without a size may do. */
function refusesPageSize(answer) {
	if (answer.status !== 400) return false;
	const json = parseJson(answer.body);
	if (!("value" in json)) return false;
	if (readErrorCode(json.value) === "PAGINATION_NUMBER_INVALID") return true;
	return /pagina|page.?size|number of (?:results|entries|tags)|\bn\b/i.test(JSON.stringify(json.value).slice(0, 4096));
}
function explain(status, repository, { subject, advice }) {
	const registry = `registry ${subject.registry}`;
	switch (status) {
		case 401: return {
			code: "unauthorized",
			what: `${registry} does not show the tags of ${repository} without another login`,
			hint: advice.login()
		};
		case 403: return {
			code: "denied",
			what: `${registry} denies access to ${repository}`,
			hint: advice.login()
		};
		case 404: return {
			code: "not-found",
			what: `${registry} has no repository ${repository}`,
			hint: "Check the spelling; some registries also say so where a login is missing."
		};
		default:
			if (status >= 500) return {
				code: "unavailable",
				what: `${registry} answers ${status}`,
				hint: "Run again later."
			};
			return {
				code: "protocol",
				what: `${registry} answered ${status} instead of a tag list`,
				hint: notARegistry
			};
	}
}

// src/io/registry/token.ts
const shortestLife = 3e4;
const longestLife = 36e5;
const defaultLife = 6e4;
/**
* Fetches a token (distribution "Token Authentication Specification"; with an identity token the OAuth2 form of it). No
* redirects (threat model C-09); the answer is checked before it is used (C-13).
*/
async function fetchToken(request, tools) {
	const { subject, advice, tls, signal, endpoint } = request;
	const bytes = tools.limits.tokenAnswerBytes;
	const common = {
		subject,
		advice,
		tls,
		signal,
		limit: {
			bytes,
			tooLarge: `the answer of ${nameEndpoint(request)} is larger than ${formatSize(bytes)}`
		}
	};
	const parameters = new URLSearchParams();
	if (request.service !== void 0) parameters.set("service", request.service);
	parameters.set("scope", `repository:${request.path}:pull`);
	const url = new URL(endpoint);
	const post = request.login?.kind === "identity";
	if (request.login?.kind === "identity") {
		parameters.set("grant_type", "refresh_token");
		parameters.set("client_id", "kluctl-images");
		parameters.set("refresh_token", request.login.token);
	} else for (const [name, value] of parameters) url.searchParams.set(name, value);
	const headers = post ? { "content-type": "application/x-www-form-urlencoded" } : basicHeader(request.login);
	const result = await tools.exchange({
		...common,
		method: post ? "POST" : "GET",
		url,
		headers,
		body: post ? parameters.toString() : void 0
	});
	if (result.kind === "fault") return {
		kind: "failed",
		error: result.error,
		rejected: void 0
	};
	return readAnswer(result, request, formatRequest(post ? "POST" : "GET", url), tools);
}
/** The header of HTTP Basic for a password; none for anything else. */
function basicHeader(login) {
	if (login?.kind !== "password") return {};
	return { authorization: `Basic ${basicCredential(login.username, login.password)}` };
}
function readAnswer(answer, request, sent, tools) {
	const { status } = answer;
	const { subject, advice, login } = request;
	const json = parseJson(answer.body);
	const value = "value" in json ? json.value : void 0;
	const fail = (code, what, hint, rejected) => {
		const diagnostic = status === 200 ? void 0 : readDiagnostic(value, tools.redactor, tools.limits.diagnosticLength);
		const said = diagnostic === void 0 ? "" : ` (${diagnostic})`;
		const fields = {
			status,
			request: sent,
			diagnostic,
			hint
		};
		return {
			kind: "failed",
			error: failure(subject, code, `${what}${said}`, fields),
			rejected
		};
	};
	const where = nameEndpoint(request);
	if (status === 200) {
		const token = parseToken(value, tools);
		if (!token) return fail("protocol", `${where} sent an unusable token`, notARegistry);
		return {
			kind: "token",
			token
		};
	}
	if (status >= 300 && status < 400) return fail("protocol", `${where} answered with a redirect, which is refused`, notARegistry);
	if (status === 401 || status === 403 || status === 400 && login?.kind === "identity") {
		if (login) return fail(status === 403 ? "denied" : "unauthorized", `authentication failed for ${subject.registry}: ${where} answered ${status}`, advice.login(), status);
		return fail(status === 403 ? "denied" : "unauthorized", `${where} gives no token without a login (${status})`, advice.login());
	}
	return fail("protocol", `${where} answered ${status}`, notARegistry);
}
function nameEndpoint({ endpoint, subject: { registry } }) {
	return `the token endpoint${settingsName({ registry }, endpoint) === registry ? "" : ` ${endpoint.host}`} of registry ${registry}`;
}
function parseToken(value, { limits, now, secret }) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return void 0;
	const fields = new Map(Object.entries(value));
	const given = [fields.get("token"), fields.get("access_token")].find((one) => one !== void 0 && one !== null && one !== "");
	if (typeof given !== "string" || given.length > limits.tokenLength || !/^[\x21-\x7e]+$/.test(given)) return void 0;
	for (const name of [
		"token",
		"access_token",
		"refresh_token",
		"id_token"
	]) {
		const value = fields.get(name);
		if (typeof value === "string" && value.length <= limits.tokenLength) secret(value);
	}
	const seconds = Number(fields.get("expires_in") ?? NaN);
	const life = Number.isFinite(seconds) ? seconds * 1e3 : defaultLife;
	return {
		value: given,
		expires: now() + Math.min(longestLife, Math.max(shortestLife, life))
	};
}

// src/io/registry/session.ts
/**
* Talks to one registry with one login. Learns from the first 401 how to log in and keeps tokens until they expire; asks
* no address that is not needed. One object per registry and entry, so that a login never serves another entry.
*/
var RegistrySession = class {
	#tools;
	#guard = new LoginGuard();
	#tokens = /* @__PURE__ */ new Map();
	#scheme;
	#contact;
	constructor(tools) {
		this.#tools = tools;
	}
	/**
	* GETs an address of the registry with whatever login that needs. Answers of any status but 401 come back as they are.
	* @throws RegistryError
	*/
	async get(job, url, limit) {
		if (this.#guard.rejected) throw repeated(this.#guard.rejected, job.subject);
		const first = await this.#firstContact(() => this.#open(job, url, limit));
		if (!first.again) return this.#unasked(first.sent, job, url);
		const { followed, withheld } = await this.#send(job, url, limit);
		if (followed.answer.status === 401) throw withheld ?? this.#denied(followed.answer, job, url);
		if (followed.answer.status === 403 && withheld) throw withheld;
		return followed.answer;
	}
	/** A registry that turns strangers away without asking who they are never learns that we have a login. */
	#unasked({ followed, login, withheld }, job, url) {
		const { answer, crossed } = followed;
		if (answer.status === 403 && withheld) throw withheld;
		const has = job.access.choice.from !== "nowhere";
		if (answer.status === 403 && login === "none" && has && !crossed) throw this.#denied(answer, job, url, "without asking for the login");
		return answer;
	}
	async #open(job, url, limit) {
		const sent = await this.#send(job, url, limit);
		return {
			sent,
			again: await this.#asksForLogin(sent, job, url)
		};
	}
	/** The first request to a registry goes alone: what it teaches saves the others a 401 each. */
	async #firstContact(open) {
		if (this.#contact) {
			await this.#contact;
			return open();
		}
		const opening = open();
		this.#contact = opening.catch(() => void 0);
		return opening;
	}
	/** Learns the login scheme. True if the request should be sent again with it; at most once per page. */
	async #asksForLogin({ followed, login, withheld }, job, url) {
		const { answer, crossed } = followed;
		if (!(answer.status === 401 || answer.status === 403 && login === "none")) return false;
		if (crossed && answer.status === 403) return false;
		if (crossed) throw this.#denied(answer, job, url, "after a redirect to another host, where no login is sent");
		if (login === "login") throw this.#denied(answer, job, url);
		const scheme = chooseScheme(parseChallenges(answer.header("www-authenticate")));
		if (scheme === void 0 && answer.status === 403) return false;
		if (typeof scheme === "string") throw this.#denied(answer, job, url, scheme);
		if (scheme === void 0 && login === "none") throw this.#denied(answer, job, url, "and does not say how to log in");
		if (withheld && scheme?.kind === "bearer" && this.#scheme?.kind === "bearer" && scheme.realm === this.#scheme.realm) throw withheld;
		if (login === "fresh" && (scheme === void 0 || sameScheme(scheme, this.#scheme))) throw withheld ?? this.#denied(answer, job, url);
		this.#scheme = scheme ?? this.#scheme;
		this.#tokens.delete(job.path);
		return true;
	}
	async #send(job, url, limit) {
		const scheme = this.#scheme;
		if (!scheme) return {
			followed: await this.#follow(job, url, {}, limit),
			login: "none",
			withheld: void 0
		};
		const login = await job.login();
		if (login) checkPlainHttp(job, url);
		if (scheme.kind === "basic" || login?.kind === "bearer") return this.#sendLogin(job, url, limit, scheme, login);
		const { token, withheld, fresh } = await this.#token(job, url, scheme, login);
		const headers = { authorization: `Bearer ${token.value}` };
		return {
			followed: await this.#follow(job, url, headers, limit),
			login: fresh ? "fresh" : "token",
			withheld
		};
	}
	async #sendLogin(job, url, limit, scheme, login) {
		const { subject, advice } = job;
		if (!login || scheme.kind === "basic" && login.kind !== "password") {
			const what = login ? "takes a user name and a password only, not a token" : "needs a login";
			throw failure(subject, "unauthorized", `registry ${subject.registry} ${what}`, {
				hint: login ? advice.password() : advice.login(),
				request: formatRequest("GET", url)
			});
		}
		const headers = login.kind === "bearer" ? { authorization: `Bearer ${login.token}` } : basicHeader(login);
		const result = await this.#guard.run(async () => {
			const followed = await this.#follow(job, url, headers, limit);
			const { status } = followed.answer;
			const rejected = !followed.crossed && (status === 401 || status === 403 && !this.#guard.accepted);
			const error = rejected ? this.#denied(followed.answer, job, url, void 0, true) : void 0;
			return {
				value: {
					followed,
					error
				},
				accepted: rejected ? false : status < 400 || status === 404 ? true : void 0,
				error
			};
		});
		if ("closed" in result) throw repeated(result.closed, subject);
		if (result.value.error) throw result.value.error;
		return {
			followed: result.value.followed,
			login: "login",
			withheld: void 0
		};
	}
	async #token(job, url, scheme, login) {
		const { subject, advice, path, signal } = job;
		const { endpoint, trusted, withheld, tls } = chooseEndpoint(job, url, scheme, login, this.#tools);
		const kept = this.#tokens.get(path);
		if (kept && kept.expires - 2e3 > this.#tools.now()) return {
			token: kept,
			withheld,
			fresh: false
		};
		const used = trusted ? login : void 0;
		const request = {
			subject,
			advice,
			endpoint,
			service: scheme.service,
			path,
			login: used,
			tls,
			signal
		};
		const token = await (used ? this.#guardedToken(request) : this.#freeToken(request, withheld));
		if (withheld) this.#tools.warn(`${withheld.message}; it was asked without one`);
		this.#tokens.set(path, token);
		return {
			token,
			withheld,
			fresh: true
		};
	}
	async #freeToken(request, withheld) {
		const result = await fetchToken(request, this.#tools);
		if (result.kind === "failed") throw withheld ?? result.error;
		return result.token;
	}
	async #guardedToken(request) {
		const result = await this.#guard.run(async () => {
			const value = await fetchToken(request, this.#tools);
			if (value.kind === "token") return {
				value,
				accepted: true
			};
			return value.rejected !== void 0 && !(value.rejected === 403 && this.#guard.accepted) ? {
				value,
				accepted: false,
				error: value.error
			} : {
				value,
				accepted: void 0
			};
		});
		if ("closed" in result) throw repeated(result.closed, request.subject);
		if (result.value.kind === "failed") throw result.value.error;
		return result.value.token;
	}
	async #follow(job, url, headers, limit) {
		const { subject, advice, access, signal } = job;
		const { credentials, exchange, limits, redactor } = this.#tools;
		const request = {
			subject,
			advice,
			method: "GET",
			url,
			headers,
			tls: access.tls,
			limit,
			signal
		};
		const result = await follow(exchange, request, {
			redirects: limits.redirects,
			settings: (host) => settingsForHost(credentials, host),
			reveals: (address) => redactor.reveals(address)
		});
		if ("kind" in result) throw result.error;
		return result;
	}
	#denied(answer, job, url, more, withLogin = false) {
		const { redactor, limits } = this.#tools;
		const { subject, advice } = job;
		const error = statusFailure(answer, {
			subject,
			advice,
			url,
			redactor,
			diagnosticLength: limits.diagnosticLength
		});
		if (!withLogin && more === void 0) return error;
		const { code, status, request, diagnostic } = error;
		const asks = status === 403 ? `denies access to ${subject.registry}/${subject.repository ?? ""}` : "asks for a login";
		const what = withLogin ? `authentication failed for ${subject.registry}` : `registry ${subject.registry} ${asks}`;
		const hint = withLogin ? error.hint : advice.unasked(more);
		const said = [more, diagnostic === void 0 ? void 0 : `(${diagnostic})`].filter((part) => part !== void 0);
		return failure(subject, code, [what, ...said].join(" "), {
			status,
			request,
			diagnostic,
			hint
		});
	}
};
function sameScheme(a, b) {
	if (a.kind === "basic") return b?.kind === "basic";
	return b?.kind === "bearer" && a.realm === b.realm && a.service === b.service;
}
function checkPlainHttp({ subject, access, advice }, url) {
	if (url.protocol !== "http:" || mayUsePlainHttp(access)) return;
	throw failure(subject, "refused", `refusing to send a password over http to ${subject.registry}`, {
		hint: access.choice.from === "entry" ? `If that is right, set ${access.choice.entry.prefix}_PLAIN_HTTP=true.` : advice.plainHttp(subject.registry),
		request: formatRequest("GET", url)
	});
}

// src/io/registry/address.ts
var import_undici = require_undici();
const ranges = [
	[
		"100.100.100.200",
		32,
		"forbidden"
	],
	[
		"168.63.129.16",
		32,
		"forbidden"
	],
	[
		"192.0.0.192",
		32,
		"forbidden"
	],
	[
		"0.0.0.0",
		8,
		"forbidden"
	],
	[
		"169.254.0.0",
		16,
		"forbidden"
	],
	[
		"224.0.0.0",
		4,
		"forbidden"
	],
	[
		"240.0.0.0",
		4,
		"forbidden"
	],
	[
		"10.0.0.0",
		8,
		"private"
	],
	[
		"100.64.0.0",
		10,
		"private"
	],
	[
		"127.0.0.0",
		8,
		"private"
	],
	[
		"172.16.0.0",
		12,
		"private"
	],
	[
		"192.0.0.0",
		24,
		"private"
	],
	[
		"192.168.0.0",
		16,
		"private"
	],
	[
		"198.18.0.0",
		15,
		"private"
	],
	[
		"fd00:ec2::254",
		128,
		"forbidden"
	],
	[
		"fd20:ce::254",
		128,
		"forbidden"
	],
	[
		"::",
		128,
		"forbidden"
	],
	[
		"fe80::",
		10,
		"forbidden"
	],
	[
		"ff00::",
		8,
		"forbidden"
	],
	[
		"::1",
		128,
		"private"
	],
	[
		"fc00::",
		7,
		"private"
	],
	[
		"fec0::",
		10,
		"private"
	]
];
const carriers = [
	[
		"::ffff:0:0",
		96,
		12
	],
	[
		"64:ff9b::",
		96,
		12
	],
	[
		"64:ff9b:1::",
		48,
		12
	],
	[
		"2002::",
		16,
		2
	],
	[
		"::",
		96,
		12
	]
];
/** Classifies an IP address as text (threat model R-02). Text that is no address is `forbidden`. */
function addressKind(address) {
	const bytes = addressBytes(address);
	if (!bytes) return "forbidden";
	const direct = ranges.find(([prefix, bits]) => holds(prefix, bits, bytes));
	if (direct) return direct[2];
	const carrier = bytes.length === 16 ? carriers.find(([prefix, bits]) => holds(prefix, bits, bytes)) : void 0;
	return carrier ? addressKind(bytes.slice(carrier[2], carrier[2] + 4).join(".")) : "public";
}
/**
* What a host name says before it is looked up: names of metadata services are `forbidden`, names that only mean something
* on this machine or in a cluster are `private`. An IP address is classified as such.
*/
function hostNameKind(hostname) {
	const bare = hostname.toLowerCase().replace(/^\[|\]$/g, "").replace(/\.+$/, "");
	if (isIP(bare) !== 0) return addressKind(bare);
	if (/^(?:metadata|instance-data)(?:\.|$)/.test(bare)) return "forbidden";
	return /(?:^|\.)(?:localhost|local|internal|svc|localdomain)$/.test(bare) ? "private" : "public";
}
function holds(prefix, bits, bytes) {
	const want = addressBytes(prefix);
	if (!want || want.length !== bytes.length) return false;
	return want.every((byte, index) => {
		const used = Math.min(8, Math.max(0, bits - index * 8));
		return byte >> 8 - used === (bytes[index] ?? 0) >> 8 - used;
	});
}
function addressBytes(address) {
	const bare = address.replace(/%.*$/, "");
	const version = isIP(bare);
	if (version === 4) return bare.split(".").map(Number);
	if (version !== 6) return void 0;
	const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(bare);
	const [head = "", tail] = (dotted ? `${dotted[1]}${hexPair(dotted[2], dotted[3])}:${hexPair(dotted[4], dotted[5])}` : bare).split("::");
	const left = words(head);
	const right = tail === void 0 ? [] : words(tail);
	const middle = tail === void 0 ? [] : new Array(8 - left.length - right.length).fill(0);
	return [
		...left,
		...middle,
		...right
	].flatMap((word) => [word >> 8, word & 255]);
}
function hexPair(high = "0", low = "0") {
	return (Number(high) * 256 + Number(low)).toString(16);
}
function words(text) {
	return text === "" ? [] : text.split(":").map((word) => Number.parseInt(word, 16));
}

// src/io/registry/body.ts
/**
* Reads a body to its end or to the limit, counting decoded bytes (threat model R-05). At most one content coding, gzip.
* Rejects with the stream's own error where the connection fails.
*/
async function readBody(stream, coding, limit) {
	const name = (coding ?? "").trim().toLowerCase();
	if (name === "" || name === "identity") return collect(stream, limit);
	if (name !== "gzip" && name !== "x-gzip") {
		stream.on("error", () => void 0).destroy();
		return {
			kind: "unknown-coding",
			coding: name
		};
	}
	const gunzip = createGunzip();
	let lost;
	stream.on("error", (error) => {
		lost = error;
	});
	pipeline(stream, gunzip, () => void 0);
	try {
		return await collect(gunzip, limit);
	} catch (error) {
		if (lost !== void 0) throw lost;
		if (isZlibError(error)) return { kind: "broken-coding" };
		throw error;
	}
}
async function collect(stream, limit) {
	const chunks = [];
	let length = 0;
	for await (const chunk of stream) {
		if (!(chunk instanceof Uint8Array)) continue;
		length += chunk.length;
		if (length > limit) return {
			kind: "too-large",
			bytes: Buffer.concat([...chunks, chunk]).subarray(0, limit)
		};
		chunks.push(chunk);
	}
	return {
		kind: "whole",
		bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
	};
}
function isZlibError(error) {
	return error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("Z_");
}

// src/io/registry/fault-meaning.ts
const notTrusted = "its certificate comes from an authority that is not trusted";
const certificateFaults = /* @__PURE__ */ new Map([
	["DEPTH_ZERO_SELF_SIGNED_CERT", "its certificate is self-signed"],
	["SELF_SIGNED_CERT_IN_CHAIN", notTrusted],
	["UNABLE_TO_VERIFY_LEAF_SIGNATURE", notTrusted],
	["UNABLE_TO_GET_ISSUER_CERT", notTrusted],
	["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", notTrusted],
	["CERT_HAS_EXPIRED", "its certificate has expired"],
	["CERT_NOT_YET_VALID", "its certificate is not valid yet"],
	["CERT_REVOKED", "its certificate is revoked"],
	["CERT_UNTRUSTED", "its certificate is not trusted"],
	["CERT_REJECTED", "its certificate is not trusted"],
	["CERT_SIGNATURE_FAILURE", "the signature of its certificate is wrong"],
	["INVALID_CA", "the authority of its certificate may not issue certificates"],
	["INVALID_PURPOSE", "its certificate is not for a server"],
	["ERR_TLS_CERT_ALTNAME_INVALID", "its certificate is for another host"]
]);
const wrongCertificates = /* @__PURE__ */ new Set([
	"CERT_HAS_EXPIRED",
	"CERT_NOT_YET_VALID",
	"CERT_REVOKED",
	"INVALID_PURPOSE",
	"ERR_TLS_CERT_ALTNAME_INVALID"
]);
/** Explains a code of Node, OpenSSL or undici. `begun`: a part of the answer had come. */
function explainFault(code, begun, limits) {
	const certificate = certificateFaults.get(code);
	if (certificate) {
		const next = wrongCertificates.has(code) ? "wrong" : "unknown";
		return {
			code: "tls",
			what: `cannot be trusted: ${certificate} (${code})`,
			next
		};
	}
	switch (code) {
		case "ECONNREFUSED": return {
			code: "unavailable",
			what: "refused the connection",
			next: "reach"
		};
		case "ENOTFOUND": return {
			code: "unavailable",
			what: "has no address: the name is not known",
			next: "name"
		};
		case "EAI_AGAIN": return {
			code: "unavailable",
			what: "could not be looked up",
			again: true,
			next: "reach"
		};
		case "ENETUNREACH":
		case "EHOSTUNREACH":
		case "EADDRNOTAVAIL": return {
			code: "unavailable",
			what: `cannot be reached from here (${code})`,
			next: "reach"
		};
		case "UND_ERR_CONNECT_TIMEOUT": return {
			code: "timeout",
			what: `could not be connected to in ${limits.connectMs / 1e3} s`,
			next: "reach"
		};
		case "ETIMEDOUT": return {
			code: "timeout",
			what: "could not be connected to in time",
			next: "reach"
		};
		case "UND_ERR_HEADERS_TIMEOUT":
		case "UND_ERR_BODY_TIMEOUT": return {
			code: "timeout",
			what: `sent nothing for ${limits.idleMs / 1e3} s`,
			next: "later"
		};
		case "UND_ERR_HEADERS_OVERFLOW": return {
			code: "protocol",
			what: "answered with headers that are too large",
			next: "not-http"
		};
		case "ECONNRESET":
		case "EPIPE":
		case "UND_ERR_SOCKET":
			if (begun) return {
				code: "incomplete",
				what: "broke off in the middle of an answer",
				again: true,
				next: "later"
			};
			return {
				code: "unavailable",
				what: "closed the connection without an answer",
				again: true,
				next: "closed"
			};
		default: return explainRest(code);
	}
}
function explainRest(code) {
	if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(code)) return {
		code: "tls",
		what: `does not speak TLS (${code})`,
		next: "plain-http"
	};
	if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/.test(code)) return {
		code: "tls",
		what: `speaks only versions of TLS that are too old (${code})`,
		next: "version"
	};
	if (/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|ALERT_(?:BAD|UNKNOWN|UNSUPPORTED)_C/.test(code)) return {
		code: "tls",
		what: `broke the TLS connection off (${code})`,
		next: "client"
	};
	if (/^(?:ERR_SSL|ERR_TLS|EPROTO)/.test(code)) return {
		code: "tls",
		what: `could not agree on TLS (${code})`,
		next: "unknown"
	};
	if (/^(?:HPE_|UND_ERR_|ERR_INVALID_|ERR_ASSERTION)/.test(code)) return {
		code: "protocol",
		what: "sent an answer that is not HTTP",
		next: "not-http"
	};
	return {
		code: "unavailable",
		what: `could not be asked${code === "" ? "" : ` (${code})`}`,
		next: "reach"
	};
}

// src/io/registry/lookup.ts
/** A connection was not made, or cut at once, because of where it leads. */
var AddressRefused = class extends Error {
	address;
	kind;
	constructor(address) {
		super(`address ${address} is not allowed`);
		this.name = "AddressRefused";
		this.address = address;
		this.kind = addressKind(address);
	}
};
/** Undefined if a connection may lead to this address. `named`: the workflow names the host. */
function refuseAddress(address, named) {
	const kind = addressKind(address);
	return kind === "public" || kind === "private" && named ? void 0 : new AddressRefused(address);
}
/** Same for a host as it stands in a URL, if it is an IP address; Node does not look those up. */
function refuseLiteral(hostname, named) {
	const bare = hostname.replace(/^\[|\]$/g, "");
	return isIP(bare) === 0 ? void 0 : refuseAddress(bare, named);
}
/**
* A look-up for sockets that fails if any address of the host is not allowed: the check is made on the very addresses that
* are connected to, so a name that changes its address between check and use does not pass (threat model R-02).
*/
function guardedLookup(named, find = lookup) {
	return (hostname, options, callback) => {
		find(hostname, {
			...options,
			all: true
		}, (error, found, family) => {
			if (error) return callback(error, []);
			const addresses = typeof found === "string" ? [{
				address: found,
				family: family ?? 4
			}] : found;
			const refused = addresses.map(({ address }) => refuseAddress(address, named)).find((found) => found !== void 0);
			if (refused) return callback(refused, []);
			const [first] = addresses;
			if (options.all === true || first === void 0) return callback(null, addresses);
			callback(null, first.address, first.family);
		});
	};
}

// src/io/registry/fault.ts
/** Turns whatever undici, Node or an abort gave into a fault with a RegistryError about the request. */
function faultOf(error, { subject, advice, url, method }, { limits, begun }) {
	if (error instanceof RegistryError) return {
		kind: "fault",
		error,
		again: false
	};
	if (isImagesError(error)) throw error;
	const request = formatRequest(method, url);
	const root = rootOf(error);
	const host = describeHost(subject, url);
	if (root instanceof AddressRefused) {
		const where = root.address === url.hostname.replace(/^\[|\]$/g, "") ? "" : `, which is at ${root.address},`;
		const why = root.kind === "private" ? "is on this machine or in a private network, and no setting names it" : "is not allowed";
		const hint = root.kind === "private" ? advice.name(settingsName(subject, url)) : void 0;
		return {
			kind: "fault",
			error: failure(subject, "refused", `${host}${where} ${why}`, {
				request,
				hint
			}),
			again: false
		};
	}
	const meaning = speaksTls(root, url) ? {
		code: "tls",
		what: "speaks TLS, and plain http is set for it",
		next: "no-plain-http"
	} : explainFault(codeOf(root), begun, limits);
	const { code, what, again = false } = meaning;
	const temporary = code === "unavailable" || code === "timeout" || code === "incomplete";
	const hint = hintFor(meaning.next, advice, settingsName(subject, url), url.protocol === "http:");
	return {
		kind: "fault",
		error: failure(subject, code, `${host} ${what}${at(root)}`, {
			request,
			hint,
			temporary
		}),
		again
	};
}
function hintFor(next, advice, host, plain) {
	switch (next) {
		case "plain-http": return advice.plainHttp(host);
		case "no-plain-http": return advice.noPlainHttp();
		case "closed": return advice.closed(host, plain);
		case "reach": return "Run again later, and check that this machine can reach it: a firewall or proxy may be between.";
		case "name": return "Check the spelling of the host.";
		case "not-http": return notARegistry;
		case "later": return "Run again later.";
		default: return advice.tls(host, next);
	}
}
/** The parser keeps what it could not read: a TLS alert (RFC 8446, 5.1) in answer to plain http. */
function speaksTls(error, url) {
	if (url.protocol !== "http:" || !(error instanceof Error) || !("data" in error)) return false;
	return typeof error.data === "string" && /^\x15\x03[\x00-\x04]/.test(error.data);
}
/** With several addresses Node reports one error with all of theirs inside; the first that was reached speaks for them. */
function rootOf(error) {
	if (error instanceof AggregateError && error.errors.length > 0) {
		const reached = error.errors.find((one) => !/^(?:ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL)$/.test(codeOf(one)));
		return error.errors.find((one) => one instanceof AddressRefused) ?? reached ?? error.errors[0];
	}
	if (error instanceof Error && !("code" in error) && error.cause instanceof Error) return error.cause;
	return error;
}
function codeOf(error) {
	if (error instanceof Error && (error.name === "HTTPParserError" || error.message === "bad upgrade")) return "HPE_";
	if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return "";
	return error.code === "EPROTO" && /wrong version number/i.test(error.message) ? "ERR_SSL_WRONG_VERSION_NUMBER" : error.code;
}
function at(error) {
	if (!(error instanceof Error) || !("address" in error) || typeof error.address !== "string") return "";
	const port = "port" in error && typeof error.port === "number" ? `:${error.port}` : "";
	return ` (${error.address.includes(":") ? `[${error.address}]` : error.address}${port})`;
}

// src/io/registry/transport.ts
/** One pool of connections per scheme, host, port and TLS setting, so that a setting never leaks to another host. */
function createTransport(options) {
	const pools = /* @__PURE__ */ new Map();
	const poolFor = (url, tls) => {
		const key = JSON.stringify([
			url.origin,
			tls.verify,
			tls.ca,
			tls.cert,
			tls.key
		]);
		const pool = pools.get(key) ?? createPool(url, tls, options);
		pools.set(key, pool);
		return pool;
	};
	return {
		exchange: async (request) => {
			return refuseHost(request, isNamed(request.url, options)) ?? send(request, poolFor(request.url, request.tls), options);
		},
		async close() {
			await Promise.all([...pools.values()].map((pool) => pool.destroy()));
			pools.clear();
		}
	};
}
async function send(request, pool, { limits, meter }) {
	const { url, method, subject } = request;
	const clock = new AbortController();
	const late = failure(subject, "timeout", `${describeHost(subject, url)} did not finish in ${limits.requestMs / 1e3} s`, {
		request: formatRequest(method, url),
		temporary: true,
		hint: "Run again later."
	});
	const timer = setTimeout(() => clock.abort(late), limits.requestMs);
	let status;
	try {
		meter.request(url.host);
		const response = await pool.request({
			method,
			path: `${url.pathname}${url.search}`,
			headers: {
				accept: "application/json",
				"accept-encoding": "gzip",
				"user-agent": "kluctl-images",
				...request.headers
			},
			body: request.body ?? null,
			headersTimeout: limits.idleMs,
			bodyTimeout: limits.idleMs,
			signal: AbortSignal.any([request.signal, clock.signal])
		});
		status = response.statusCode;
		const headers = new Map(Object.entries(response.headers));
		const header = (name) => [headers.get(name) ?? []].flat();
		const read = readBody(response.body, header("content-encoding").join(", "), status === 200 ? request.limit.bytes : limits.errorBytes);
		const body = status === 200 ? await read : await read.catch(() => void 0);
		const bytes = body && "bytes" in body ? body.bytes : /* @__PURE__ */ new Uint8Array();
		meter.received(bytes.length);
		const answer = {
			kind: "answer",
			status,
			header,
			body: bytes
		};
		if (status !== 200 || body?.kind === "whole") return answer;
		return bodyFault(request, body?.kind === "unknown-coding" ? `the content coding ${quote(body.coding, 40)}` : body?.kind);
	} catch (error) {
		const stopped = clock.signal.aborted ? late : request.signal.aborted ? request.signal.reason : error;
		return faultOf(stopped, request, {
			limits,
			begun: status !== void 0
		});
	} finally {
		clearTimeout(timer);
	}
}
function bodyFault({ subject, url, method, limit }, kind) {
	const fields = {
		status: 200,
		request: formatRequest(method, url)
	};
	if (kind === "too-large") return fault(failure(subject, "incomplete", limit.tooLarge, fields));
	const host = describeHost(subject, url);
	if (kind === "broken-coding") return fault(failure(subject, "incomplete", `the compressed answer of ${host} is broken`, {
		...fields,
		temporary: true
	}), true);
	return fault(failure(subject, "protocol", `${host} answered with ${kind}, which was not asked for`, fields));
}
function createPool(url, tls, options) {
	const { limits } = options;
	const mapped = lookUpMapping(url, options);
	const named = isNamed(url, options);
	const connect = (0, import_undici.buildConnector)({
		timeout: limits.connectMs,
		allowH2: false,
		rejectUnauthorized: tls.verify,
		...tls.ca === void 0 ? {} : { ca: tls.ca },
		...tls.cert === void 0 || tls.key === void 0 ? {} : {
			cert: tls.cert,
			key: tls.key
		},
		...mapped ? {} : { lookup: guardedLookup(named, options.lookup) }
	});
	return new import_undici.Pool(url.origin, {
		connections: limits.connections,
		pipelining: 1,
		connect(target, callback) {
			if (mapped) {
				const servername = /^[\d.]+$|^\[/.test(url.hostname) ? {} : { servername: url.hostname };
				return connect({
					...target,
					...servername,
					hostname: mapped.host,
					port: String(mapped.port)
				}, callback);
			}
			const refused = refuseLiteral(target.hostname, named);
			if (refused) return callback(refused, null);
			connect(target, (...result) => {
				const socket = result[1];
				const elsewhere = socket?.remoteAddress ? refuseAddress(socket.remoteAddress, named) : void 0;
				if (!elsewhere) return callback(...result);
				socket?.destroy();
				callback(elsewhere, null);
			});
		}
	});
}
/** Names are judged before they are looked up; what they lead to is judged when the socket connects. */
function refuseHost({ subject, advice, url, method }, named) {
	const kind = hostNameKind(url.hostname);
	if (kind === "public" || kind === "private" && named) return void 0;
	const host = describeHost(subject, url);
	const request = formatRequest(method, url);
	if (kind === "forbidden") return fault(failure(subject, "refused", `${host} is not allowed`, { request }));
	return fault(failure(subject, "refused", `${host} is on this machine or in a private network, and no setting names it`, {
		request,
		hint: advice.name(settingsName(subject, url))
	}));
}
function isNamed(url, options) {
	return [url.host, registryName(url)].some((host) => options.named.has(host)) || lookUpMapping(url, options) !== void 0;
}
function lookUpMapping(url, { connectTo }) {
	return connectTo.get(url.host) ?? connectTo.get(registryName(url));
}
function fault(error, again = false) {
	return {
		kind: "fault",
		error,
		again
	};
}

// src/io/registry/client.ts
/** A client for one run. Nothing is sent before the first `listTags`; each repository is listed once. */
function createRegistryClient(options) {
	const { credentials } = options;
	const limits = {
		...defaultLimits,
		...options.limits
	};
	const meter = createCostMeter();
	const warnings = new Set(credentials.warnings);
	const tools = createTools(options, limits, (text) => warnings.add(text));
	const connectTo = options.connectTo ?? /* @__PURE__ */ new Map();
	const transport = createTransport({
		limits,
		meter,
		named: namedHosts(credentials),
		connectTo,
		lookup: options.lookup
	});
	const clock = {
		now: tools.now,
		sleep: options.sleep ?? sleep,
		random: options.random ?? Math.random
	};
	const exchange = withRetries(transport.exchange, {
		limits,
		meter,
		redactor: tools.redactor,
		clock
	});
	const logins = createLoginFinder(credentials, tools);
	const lanes = createLanes(limits.connections);
	const run = createDeadline(limits.totalMs, () => everything(`registries did not finish in ${limits.totalMs / 1e3} s`));
	const sessions = /* @__PURE__ */ new Map();
	const lists = /* @__PURE__ */ new Map();
	const sessionFor = (access, registry) => {
		const key = `${registry} ${sourceOf(access)}`;
		const session = sessions.get(key) ?? new RegistrySession({
			...tools,
			exchange
		});
		sessions.set(key, session);
		return session;
	};
	const list = async (repository) => {
		const subject = {
			registry: repository.registry,
			repository: repository.path
		};
		const late = `the tag list of ${formatRepository(repository)} was not complete after ${limits.listMs / 1e3} s`;
		const own = createDeadline(limits.listMs, () => failure(subject, "timeout", late, { temporary: true }));
		try {
			const access = selectAccess(credentials, repository);
			const first = listAddress(repository, access.plainHttp, limits.pageSize);
			if (access.unverifiedBy !== void 0) tools.warn(`certificate checks are switched off for registry ${repository.registry} (${access.unverifiedBy})`);
			return await lanes.run(repository.registry, () => {
				run.start();
				own.start();
				const signal = AbortSignal.any([run.signal, own.signal]);
				signal.throwIfAborted();
				const advice = createAdvice(credentials, access, repository.registry);
				const login = () => logins.find(access, subject);
				return listPages({
					subject,
					path: repository.path,
					access,
					advice,
					login,
					signal
				}, first, sessionFor(access, repository.registry), tools);
			});
		} catch (error) {
			throw error instanceof RegistryError ? redacted(aboutSubject(error, subject), tools.redactor) : error;
		} finally {
			own.stop();
		}
	};
	return {
		async listTags(repository) {
			const key = formatRepository(repository);
			const known = lists.get(key);
			if (known) return known;
			meter.repository();
			const listing = list(repository).then((found) => {
				if (found.dropped > 0) tools.warn(`${key}: ${plural(found.dropped, "name is", "names are")} no tags and left out`);
				return found;
			});
			lists.set(key, listing);
			return listing;
		},
		async close() {
			run.abort(everything("the registry client was closed", "unavailable"));
			await transport.close();
		},
		cost: () => meter.read(),
		warnings: () => [...warnings]
	};
}
function createTools(options, limits, warn) {
	const { credentials } = options;
	const redactor = createRedactor();
	const told = /* @__PURE__ */ new Set();
	const secret = (value) => {
		redactor.add(value);
		for (const form of secretForms(value)) {
			if (!told.has(form)) options.secrets(form);
			told.add(form);
		}
	};
	for (const form of listSecrets(credentials)) secret(form);
	return {
		limits,
		redactor,
		now: options.now ?? Date.now,
		secret,
		credentials,
		warn: (text) => warn(redactor.redact(text))
	};
}
async function listPages(job, first, session, tools) {
	const { subject, advice } = job;
	const { redactor, limits } = tools;
	const fetch = async (url, limit) => {
		if (redactor.reveals(url.href) && !redactor.reveals(first.href)) throw incomplete(subject, url, "cannot be followed: the address of its next page repeats a secret");
		let answer = await session.get(job, url, limit);
		if (url === first && refusesPageSize(answer)) {
			const plain = new URL(url);
			plain.search = "";
			answer = await session.get(job, plain, limit);
		}
		if (answer.status === 200) {
			const words = () => readWords(answer, tools);
			return {
				body: answer.body,
				links: answer.header("link"),
				words
			};
		}
		throw statusFailure(answer, {
			subject,
			advice,
			url,
			redactor,
			diagnosticLength: limits.diagnosticLength
		});
	};
	return followPages(first, fetch, subject, limits);
}
function readWords({ body }, { redactor, limits }) {
	const json = parseJson(body);
	return "value" in json ? readDiagnostic(json.value, redactor, limits.diagnosticLength) : void 0;
}
function createDeadline(milliseconds, reason) {
	const controller = new AbortController();
	let timer;
	return {
		signal: controller.signal,
		start() {
			timer ??= setTimeout(() => controller.abort(reason()), milliseconds).unref();
		},
		stop: () => clearTimeout(timer),
		abort(why) {
			clearTimeout(timer);
			controller.abort(why);
		}
	};
}
/** An error that ends all lists; each gets it in its own name. */
function everything(message, code = "timeout") {
	return failure({
		registry: "",
		repository: void 0
	}, code, message, { temporary: true });
}
function aboutSubject(error, subject) {
	if (error.registry !== "") return error;
	return failure(subject, error.code, `${formatRepository({
		registry: subject.registry,
		path: subject.repository ?? ""
	})}: ${error.message}`, { temporary: error.temporary });
}
function sourceOf({ choice }) {
	if (choice.from === "entry") return choice.entry.prefix;
	if (choice.from === "docker") return `docker ${choice.place}`;
	return choice.from === "helper" ? `helper ${choice.helper}` : choice.from;
}
async function sleep(milliseconds, signal) {
	await setTimeout$1(milliseconds, void 0, { signal });
}

export { createLanes, createRedactor, createRegistryClient, isInside, readCredentials };