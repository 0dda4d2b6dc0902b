import { __toESM } from "./rolldown-runtime.js";
import { InputError, RegistryError, apiHost, byCodeUnit, byteLength, formatPlatform, formatRepository, isDigest, isImagesError, isRegistryHost, isTag, nearest, normalizeRegistry, parseImageReference, parsePlatform, plural, quote, shorten, visible } from "./words.js";
import { require_client, require_connect, require_pool } from "./vendor-undici-core.js";
import { BlockList, isIP } from "node:net";
import { createSecureContext } from "node:tls";
import { createHash } from "node:crypto";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { lookup } from "node:dns";
import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";

// src/io/json-member.ts
/** A member of a JSON object from outside; undefined where the value is no object or has no such member of its own. */
function jsonMember(value, name) {
	if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return void 0;
	return Reflect.get(value, name);
}
/** A member that is a whole number. */
function numberMember(value, name) {
	const found = jsonMember(value, name);
	return typeof found === "number" && Number.isSafeInteger(found) ? found : void 0;
}
/** A member that is a text with something in it. */
function textMember(value, name) {
	const found = jsonMember(value, name);
	return typeof found === "string" && found !== "" ? found : void 0;
}
/** A member that is the name of a Git commit, SHA-1 or SHA-256, in lower case. */
function commitMember(value, name) {
	const found = textMember(value, name)?.toLowerCase();
	return found !== void 0 && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(found) ? found : void 0;
}

// src/io/registry/redact-cut.ts
/** What `shorten` and excerpts put where they cut. */
const cutMark = "…";
/** A shorter part of a secret says nothing, and may be a part of ordinary text. */
const shortestPart = 8;
/**
* Texts are cut where an error is made, before anything knows of secrets, so that a long one may stand there in part. Found are, with eight
* characters or more: the beginning of a secret right before a cut, the end of one right behind, and any part between two cuts.
*
* Each eighth group of eight characters of a form is known, and the last: any part of 15 characters has one, and so have a shorter beginning
* and a shorter end. A cut therefore takes a few look-ups, however many secrets there are.
*/
function cutFinder(forms) {
	const known = indexForms(forms);
	return (text) => {
		const spans = [];
		for (let mark = text.indexOf("…"); mark >= 0; mark = text.indexOf("…", mark + 1)) {
			const start = partBefore(text, mark, known);
			if (start < mark) spans.push({
				start,
				end: mark
			});
			const end = partBehind(text, mark + 1, known);
			if (end > mark + 1) spans.push({
				start: mark + 1,
				end
			});
		}
		return spans;
	};
}
function indexForms(forms) {
	const known = /* @__PURE__ */ new Map();
	for (const form of forms) {
		const last = form.length - shortestPart;
		const places = Array.from({ length: Math.max(0, Math.ceil(last / shortestPart)) }, (_, index) => index * shortestPart);
		for (const at of last < 0 ? [] : [...places, last]) {
			const key = form.slice(at, at + shortestPart);
			const occurrences = known.get(key);
			if (occurrences === void 0) known.set(key, [{
				form,
				at
			}]);
			else occurrences.push({
				form,
				at
			});
		}
	}
	return known;
}
/** Where the longest part of a secret begins that ends at `end`; `end` itself where there is none. */
function partBefore(text, end, known) {
	let first = end;
	for (let back = shortestPart; back < 16 && back <= end; back += 1) {
		const key = text.slice(end - back, end - back + shortestPart);
		if (key.startsWith("…")) break;
		for (const { form, at } of known.get(key) ?? []) {
			if (!form.startsWith(text.slice(end - back, end), at)) continue;
			const same = countBefore(text, end - back, form, at);
			const start = end - back - same;
			if (same === at || text.charAt(start - 1) === "…") first = Math.min(first, start);
		}
	}
	return first;
}
/** Where the longest part of a secret ends that begins at `start`; `start` itself where there is none. */
function partBehind(text, start, known) {
	let last = start;
	for (let skipped = 0; skipped < shortestPart; skipped += 1) {
		const key = text.slice(start + skipped, start + skipped + shortestPart);
		if (key.length < shortestPart || key.endsWith("…")) break;
		for (const { form, at } of known.get(key) ?? []) {
			if (at < skipped || !form.startsWith(text.slice(start, start + skipped), at - skipped)) continue;
			const same = countFrom(text, start + skipped, form, at);
			const end = start + skipped + same;
			if (at + same === form.length || text.charAt(end) === "…") last = Math.max(last, end);
		}
	}
	return last;
}
/** How many characters before the two places are the same. */
function countBefore(text, index, form, at) {
	let same = 0;
	while (same < at && same < index && text[index - same - 1] === form[at - same - 1]) same += 1;
	return same;
}
/** How many characters from the two places on are the same. */
function countFrom(text, index, form, at) {
	let same = 0;
	while (at + same < form.length && text[index + same] === form[at + same]) same += 1;
	return same;
}

// src/io/registry/redact.ts
const shortest = 4;
const telling = 8;
/** Empty and one that knows nothing yet. Pure: the same secrets and text give the same answer. */
function createRedactor() {
	const forms = /* @__PURE__ */ new Set();
	let pattern;
	let findCut;
	return {
		add(secret) {
			if (secret.length < shortest) return false;
			for (const form of secretForms(secret)) forms.add(form);
			pattern = void 0;
			findCut = void 0;
			return true;
		},
		redact(text) {
			if (forms.size === 0) return text;
			pattern ??= new RegExp([...forms].sort((a, b) => b.length - a.length).map(escapePattern).join("|"), "g");
			if (!text.includes("…")) return text.replace(pattern, "***");
			findCut ??= cutFinder(forms);
			return mask(text, [...Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({
				start: index,
				end: index + found.length
			})), ...findCut(text)]);
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
	if (/^[A-Za-z0-9_.-]+$/.test(secret)) return [secret];
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
/** The text with `***` in place of each span; those that overlap are one. */
function mask(text, spans) {
	const parts = [];
	let shown = 0;
	for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
		if (start >= shown) parts.push(text.slice(shown, start), "***");
		shown = Math.max(shown, end);
	}
	return parts.join("") + text.slice(shown);
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

// src/io/registry/proxies.ts
/** No proxy at all. */
const noProxies = {
	https: void 0,
	http: void 0,
	bypasses: () => true,
	secrets: []
};
/**
* Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, also in lower case, which wins as in curl. The rules of `NO_PROXY` are those of
* Go's net/http (package httpproxy), which docker and kluctl follow: host names mean their subdomains too, a leading dot only these;
* IP addresses, ranges as `10.0.0.0/8`, ports, `*`. This machine itself is never asked through a proxy.
*/
function readProxies(env) {
	const problems = [];
	const read = (name) => {
		const variable = [name.toLowerCase(), name].find((key) => (env[key] ?? "").trim() !== "");
		if (variable === void 0) return void 0;
		const proxy = parseProxy(variable, (env[variable] ?? "").trim());
		if (!(proxy instanceof InputError)) return proxy;
		problems.push(proxy);
	};
	const https = read("HTTPS_PROXY");
	const http = read("HTTP_PROXY");
	const secrets = [https, http].flatMap((proxy) => proxy ? proxySecrets(proxy) : []);
	return {
		proxies: {
			https,
			http,
			bypasses: createBypass(env["no_proxy"] || env["NO_PROXY"] || ""),
			secrets: [...new Set(secrets)]
		},
		problems
	};
}
/** The proxy that leads to an address; undefined where it is asked directly. */
function proxyFor(url, proxies) {
	const proxy = url.protocol === "https:" ? proxies.https : proxies.http;
	return proxy && !proxies.bypasses(url) ? proxy : void 0;
}
function parseProxy(variable, text) {
	const problem = (what) => new InputError(variable, `${variable} ${what}`, { hint: "Write http://proxy.example.com:3128, with user:password@ before the host if it asks for a login." });
	const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
	if (/\s/.test(full) || !URL.canParse(full)) return problem("is not the address of a proxy");
	const url = new URL(full);
	if (url.protocol !== "http:" && url.protocol !== "https:") return problem(`begins with ${url.protocol}//, and only http and https proxies are supported`);
	if (url.pathname.length > 1 || url.search !== "" || url.hash !== "") return problem("has more than a host and a port");
	const login = readLogin$1(url);
	if (login === void 0) return problem("has a user name or password that is not URL-encoded");
	url.username = "";
	url.password = "";
	return {
		variable,
		url,
		authorization: login === "" ? void 0 : `Basic ${login}`
	};
}
function readLogin$1(url) {
	if (url.username === "" && url.password === "") return "";
	try {
		return basicCredential(decodeURIComponent(url.username), decodeURIComponent(url.password));
	} catch {
		return;
	}
}
function proxySecrets({ authorization }) {
	if (authorization === void 0) return [];
	const basic = authorization.slice(6);
	const plain = Buffer.from(basic, "base64").toString("utf8");
	const password = plain.slice(plain.indexOf(":") + 1);
	return [
		...secretForms(password),
		...secretForms(basic),
		...secretForms(basic.replace(/=+$/, ""))
	];
}
function createBypass(text) {
	const exceptions = text.split(/[\s,]+/).filter((word) => word !== "").map(parseException);
	return (url) => {
		const hostname = bare$2(url.hostname);
		const port = url.port || (url.protocol === "http:" ? "80" : "443");
		return isThisMachine(hostname) || exceptions.some((excepts) => excepts(hostname, port));
	};
}
function parseException(word) {
	const text = word.toLowerCase();
	if (text === "*") return () => true;
	const range = /^([^/]+)\/(\d{1,3})$/.exec(text);
	if (range?.[1] !== void 0) return inRange(range[1], Number(range[2]));
	const [, host = text, port = ""] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(text) ?? [];
	const name = bare$2(host);
	const samePort = (other) => port === "" || port === other;
	if (isIP(name) !== 0) return (hostname, other) => hostname === name && samePort(other);
	const suffix = name.replace(/^\*?\.?/, ".");
	const itself = suffix.length === name.length + 1 ? name : void 0;
	return (hostname, other) => (hostname === itself || hostname.endsWith(suffix)) && suffix !== "." && samePort(other);
}
function inRange(address, bits) {
	const version = isIP(address);
	if (version === 0 || bits > (version === 4 ? 32 : 128)) return () => false;
	const list = new BlockList();
	list.addSubnet(address, bits, version === 4 ? "ipv4" : "ipv6");
	return (hostname) => {
		const found = isIP(hostname);
		return found !== 0 && list.check(hostname, found === 4 ? "ipv4" : "ipv6");
	};
}
function isThisMachine(hostname) {
	return hostname === "localhost" || hostname === "::1" || isIP(hostname) === 4 && hostname.startsWith("127.");
}
function bare$2(hostname) {
	return hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
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
* known is a warning with the nearest one that is; an index that kluctl would ignore is a problem, as its password would silently not be used.
*/
function groupVariables(env) {
	const sets = /* @__PURE__ */ new Map();
	const global = /* @__PURE__ */ new Map();
	const problems = [];
	const warnings = [];
	for (const name of Object.keys(env).sort(byCodeUnit)) {
		const value = env[name];
		if (value === void 0 || !/^KLUCTL_REGISTR(?:Y|IES)(?![A-Z])/.test(name)) continue;
		const parts = /^KLUCTL_REGISTRY_(?:(\d+)_)?(.+)$/.exec(name);
		if (!parts) {
			warnings.push(`${quote(name)} is not a known variable and is ignored; write KLUCTL_REGISTRY_<n>_HOST and so on`);
			continue;
		}
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
	const start = name.slice(0, name.length - key.length);
	const near = nearest(key, start === "KLUCTL_REGISTRY_" ? [...setKeys, ...globalKeys] : [...setKeys]);
	if (key === "PATH") return `${ignored(name)}; kluctl's documentation once said PATH, its code reads REPOSITORY`;
	return near === void 0 ? ignored(name) : `${ignored(name)}; did you mean ${start}${near}?`;
}
function ignored(name) {
	return `${quote(name)} is not a known variable and is ignored`;
}

// src/io/registry/environment.ts
/** Turns sets of variables into entries. A set with a problem gives no entry, so nothing half-read is ever used. */
function readEntries(variables, surroundings) {
	const notes = {
		problems: [],
		warnings: []
	};
	const entries = [];
	for (const set of variables.sets.filter(isGiven)) {
		const before = notes.problems.length;
		const entry = readEntry$1(set, surroundings, notes);
		if (entry && notes.problems.length === before) entries.push(entry);
	}
	return {
		entries,
		...notes
	};
}
/**
* A workflow that may be given a registry names its variables in any case, and leaves them empty where it was given none: a set in which nothing
* is said, a login among it, is none.
*/
function isGiven({ variables }) {
	return ![...variables].every(([, { value }]) => value === "") || ![...variables.keys()].some((key) => [
		"HOST",
		"USERNAME",
		"PASSWORD"
	].includes(key));
}
function readEntry$1(set, surroundings, notes) {
	const attempt = (read) => {
		try {
			return read();
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			notes.problems.push(error);
			return;
		}
	};
	const warn = (warning) => void notes.warnings.push(warning);
	const before = notes.problems.length;
	const login = attempt(() => readLogin(set, warn));
	const hasLogin = login !== void 0 || notes.problems.length > before;
	const place = attempt(() => readPlace(set, login?.kind, hasLogin ? () => void 0 : warn));
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
function readPlace(set, login, warn) {
	const written = set.variables.get("HOST")?.value.trim() ?? "";
	const pattern = set.variables.get("REPOSITORY");
	let text = pattern?.value.trim() ?? "";
	let hostText = written;
	if (written === "" && text.includes("/") && /^(?:localhost|[^/]*[.:][^/]*)\//.test(text)) {
		hostText = text.slice(0, text.indexOf("/"));
		text = text.slice(text.indexOf("/") + 1);
	}
	if (hostText === "") {
		if (login === void 0) {
			warn(`${set.prefix} has settings but no host, so they are not used; set ${set.prefix}_HOST`);
			return;
		}
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

// src/io/registry/lanes.ts
const goodForMore = 4;
/** `width` tasks of each kind at a time, until a kind is widened. */
function createLanes(width) {
	const roads = /* @__PURE__ */ new Map();
	const roadFor = (kind) => {
		const road = roads.get(kind) ?? {
			width,
			widest: width,
			isNarrowed: false,
			good: 0,
			running: 0,
			peak: 0,
			only: void 0,
			waiting: []
		};
		roads.set(kind, road);
		return road;
	};
	const take = (road) => {
		road.running++;
		road.peak = Math.max(road.peak, road.running);
	};
	const fill = (road) => {
		while (road.running < road.width) {
			const next = road.waiting.shift();
			if (!next) return;
			take(road);
			next();
		}
	};
	return {
		async run(kind, task) {
			const road = roadFor(kind);
			if (road.running < road.width) take(road);
			else await new Promise((resolve) => road.waiting.push(resolve));
			const slot = { isShared: road.running > 1 };
			if (road.only) road.only.isShared ||= slot.isShared;
			road.only = slot.isShared ? void 0 : slot;
			try {
				return await task(slot);
			} finally {
				road.running--;
				fill(road);
			}
		},
		widen(kind, wider) {
			const road = roadFor(kind);
			road.widest = Math.max(road.widest, wider);
			if (road.isNarrowed) return;
			road.width = road.widest;
			fill(road);
		},
		narrow(kind) {
			const road = roadFor(kind);
			road.width = Math.max(1, Math.floor(Math.min(road.width, road.peak) / 2));
			road.peak = road.running;
			road.isNarrowed = true;
			road.good = 0;
		},
		recover(kind) {
			const road = roadFor(kind);
			if (road.width >= road.widest || ++road.good < road.width * goodForMore) return;
			road.good = 0;
			road.width = Math.min(road.widest, road.width + Math.max(1, Math.floor(road.width / 4)));
			fill(road);
		}
	};
}

// src/io/registry/habit-table.ts
/** What is taken of a registry where no source says otherwise. */
const usual = {
	hosts: [],
	pageSize: 1e3,
	largestPage: void 0,
	order: "unknown",
	authHosts: [],
	actions: "pull",
	countsPulls: false,
	login: void 0,
	odd: []
};
/**
* Registries and their habits. A row claims only what its sources say. `order` is `lexical` only where the source code sorts by bytes;
* all else is `unknown` and proved page by page, so that nothing rests on a report that was wrong.
*/
const habits = [
	{
		...usual,
		name: "Docker Hub",
		hosts: ["docker.io"],
		authHosts: ["auth.docker.io"],
		countsPulls: true,
		login: "Docker Hub takes a user name with an access token that may read (\"Repo Read-only\").",
		odd: [
			"its API is at registry-1.docker.io; index.docker.io and registry.hub.docker.com are the same registry",
			"a page can hold more tags than were asked for: all of them",
			"a repository that is missing is a 401 to whoever has no login for it",
			"to read the labels of an image counts as a pull"
		],
		sources: [
			"https://docs.docker.com/security/access-tokens/reference/",
			"https://github.com/docker/hub-feedback/issues/1960",
			"https://github.com/distribution/distribution/issues/4354",
			"https://github.com/renovatebot/renovate/blob/main/lib/modules/datasource/docker/common.ts",
			"https://docs.docker.com/docker-hub/usage/pulls/"
		]
	},
	{
		...usual,
		name: "GitHub Container Registry",
		hosts: ["ghcr.io"],
		order: "other",
		login: "ghcr.io takes GITHUB_TOKEN with \"packages: read\" where the package lets the repository in, or a classic token with read:packages.",
		odd: [
			"lists from the oldest tag to the newest",
			"its token endpoint answers 403 DENIED for a package that is private or missing",
			"with a login in the first request it answers 403 without saying how to log in"
		],
		sources: [
			"https://github.com/renovatebot/renovate/pull/36103",
			"https://github.com/renovatebot/renovate/issues/11446",
			"https://github.com/akuity/kargo/issues/4293",
			"https://docs.github.com/packages/working-with-a-github-packages-registry/working-with-the-container-registry"
		]
	},
	{
		...usual,
		name: "GitLab",
		hosts: ["registry.gitlab.com"],
		authHosts: ["gitlab.com"],
		login: "GitLab takes a user name with a deploy token or access token that has read_registry.",
		odd: ["a registry of your own sends to the host of GitLab for a token: name it in AUTH_HOST", "repositories that are not in its data base yet are listed whole, whatever page size is asked for"],
		sources: ["https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry/", "https://gitlab.com/gitlab-org/gitlab/-/merge_requests/98215"]
	},
	{
		...usual,
		name: "Amazon ECR",
		hosts: [
			"*.dkr.ecr.*.amazonaws.com",
			"*.dkr.ecr-fips.*.amazonaws.com",
			"*.dkr.ecr.*.amazonaws.com.cn",
			"*.dkr-ecr.*.on.aws",
			"*.dkr-ecr-fips.*.on.aws",
			"*.dkr-ecr.*.on.amazonwebservices.com.cn"
		],
		largestPage: 1e3,
		order: "other",
		login: "ECR takes the user name AWS with the output of \"aws ecr get-login-password\", which ends after 12 hours, from an identity with ecr:ListImages.",
		odd: [
			"refuses more than 1000 tags a page with 405 UNSUPPORTED",
			"links are absolute, and their last= is a sealed text of its own, no tag",
			"takes the password itself (HTTP Basic); there is no token"
		],
		sources: [
			"https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html",
			"https://github.com/google/go-containerregistry/issues/681",
			"https://github.com/deitch/docker_registry2/issues/34",
			"https://github.com/renovatebot/renovate/blob/main/lib/modules/datasource/docker/ecr.ts"
		]
	},
	{
		...usual,
		name: "Amazon ECR Public",
		hosts: ["public.ecr.aws"],
		largestPage: 1e3,
		order: "other",
		login: "ECR Public takes the user name AWS with the output of \"aws ecr-public get-login-password --region us-east-1\".",
		odd: ["gives everybody a token", "names the scope \"aws\" in its challenge"],
		sources: [
			"https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html",
			"https://github.com/aws/containers-roadmap/issues/1262",
			"https://github.com/fluxcd/source-controller/issues/845"
		]
	},
	{
		...usual,
		name: "Google Artifact Registry",
		hosts: ["*-docker.pkg.dev"],
		login: "Artifact Registry takes the user name oauth2accesstoken with an access token, which ends after an hour, of an account with roles/artifactregistry.reader.",
		odd: ["its challenge names no service", "lists have the keys child and manifest besides tags, with an entry per image"],
		sources: [
			"https://cloud.google.com/artifact-registry/docs/docker/authentication",
			"https://github.com/google/go-containerregistry/blob/main/pkg/v1/google/list.go",
			"https://github.com/google/go-containerregistry/issues/897"
		]
	},
	{
		...usual,
		name: "Google Container Registry",
		hosts: ["gcr.io", "*.gcr.io"],
		login: "gcr.io takes the user name oauth2accesstoken with an access token, which ends after an hour, of an account with roles/artifactregistry.reader.",
		odd: ["lists all tags on one page, whatever page size is asked for", "lists have the keys child and manifest besides tags, with an entry per image"],
		sources: ["https://cloud.google.com/artifact-registry/docs/docker/authentication", "https://github.com/google/go-containerregistry/issues/897"]
	},
	{
		...usual,
		name: "Azure Container Registry",
		hosts: [
			"*.azurecr.io",
			"*.azurecr.cn",
			"*.azurecr.us"
		],
		actions: "pull,metadata_read",
		largestPage: 1e3,
		login: "ACR takes the user name 00000000-0000-0000-0000-000000000000 with the output of \"az acr login --expose-token\", which ends after 3 hours, or a repository-scoped token; AcrPull is enough.",
		odd: [
			"never more than 1000 tags a page",
			"links have the key orderby besides last and n",
			"its token is in access_token",
			"tags are listed with the action metadata_read, which repository-scoped tokens have apart from pull"
		],
		sources: [
			"https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md",
			"https://github.com/Azure/acr/issues/749",
			"https://github.com/goharbor/harbor/issues/16947",
			"https://learn.microsoft.com/azure/container-registry/container-registry-authentication",
			"https://github.com/kubernetes/kubernetes/blob/v1.28.0/pkg/credentialprovider/azure/azure_credentials.go"
		]
	},
	{
		...usual,
		name: "Quay",
		hosts: ["quay.io"],
		largestPage: 100,
		login: "Quay takes a robot account, as org+name, with its token; the permission Read is enough.",
		odd: [
			"never more than 100 tags a page",
			"in older versions links have next_page= with a sealed text instead of last=",
			"a repository that is missing is a 401 to whoever has no login for it"
		],
		sources: [
			"https://github.com/quay/quay/blob/master/endpoints/v2/__init__.py",
			"https://github.com/quay/quay/blob/master/data/model/oci/tag.py",
			"https://github.com/deitch/docker_registry2/issues/106",
			"https://docs.quay.io/glossary/robot-accounts.html"
		]
	},
	{
		...usual,
		name: "Harbor",
		order: "lexical",
		odd: ["its token endpoint is /service/token of the same host"],
		sources: [
			"https://github.com/goharbor/harbor/blob/main/src/server/registry/util/util.go",
			"https://github.com/goharbor/harbor/blob/main/src/server/middleware/v2auth/auth.go",
			"https://goharbor.io/docs/main/working-with-projects/project-configuration/create-robot-accounts/"
		]
	},
	{
		...usual,
		name: "JFrog Artifactory",
		hosts: ["*.jfrog.io"],
		login: "Artifactory takes a user name with an identity token or access token that may read the repository.",
		odd: ["the links of a virtual repository may lack the first part of its path"],
		sources: [
			"https://github.com/renovatebot/renovate/issues/15080",
			"https://github.com/renovatebot/renovate/pull/20745",
			"https://jfrog.com/help/r/how-to-troubleshoot-docker-problems/docker-login-docker.art.local"
		]
	},
	{
		...usual,
		name: "Sonatype Nexus",
		odd: ["a group repository may cut its list at the page size without a link", "behind a connector port links may name the path of the main port"],
		sources: [
			"https://github.com/sonatype/nexus-public/issues/117",
			"https://github.com/sonatype/nexus-public/issues/1011",
			"https://help.sonatype.com/en/docker-authentication.html"
		]
	},
	{
		...usual,
		name: "Gitea and Forgejo",
		hosts: ["codeberg.org"],
		login: "Gitea and Forgejo take a user name with an access token that has read:package.",
		odd: [
			"a link stands on every page that has a tag, also on the last",
			"one header may hold both a Bearer and a Basic challenge",
			"tags are in lower case, in the order of the data base"
		],
		sources: [
			"https://github.com/go-gitea/gitea/blob/main/models/packages/container/search.go",
			"https://github.com/microsoft/vscode-docker/issues/4309",
			"https://github.com/renovatebot/renovate/blob/main/lib/modules/datasource/docker/common.ts",
			"https://forgejo.org/docs/latest/user/packages/container/"
		]
	},
	{
		...usual,
		name: "zot",
		order: "lexical",
		odd: ["answers 404 where last= is not a tag", "the scope of its challenge may be empty"],
		sources: ["https://github.com/project-zot/zot/blob/main/pkg/api/routes.go", "https://github.com/project-zot/zot/blob/main/pkg/api/bearer.go"]
	},
	{
		...usual,
		name: "Distribution 2",
		odd: ["lists all tags on one page, whatever page size is asked for, in the order of its storage", "an empty list is null"],
		sources: ["https://github.com/distribution/distribution/blob/v2.8.3/registry/handlers/tags.go", "https://github.com/distribution/distribution/blob/v2.8.3/registry/storage/tagstore.go"]
	},
	{
		...usual,
		name: "Distribution 3",
		odd: [
			"version 3.0 leaves out the tag that follows a last= that is not a tag",
			"version 3.1.0 refuses a page that is larger than its maxtags (1000) with 400 PAGINATION_NUMBER_INVALID",
			"lists in the order of its storage, which sorts 1.0-rc before 1.0 on object stores"
		],
		sources: [
			"https://github.com/distribution/distribution/blob/v3.0.0/registry/handlers/tags.go",
			"https://github.com/distribution/distribution/blob/v3.1.0/registry/handlers/tags.go",
			"https://github.com/distribution/distribution/blob/main/registry/storage/tagstore.go"
		]
	}
];

// src/io/registry/habits.ts
const standard = {
	...usual,
	name: "registry",
	sources: ["https://github.com/opencontainers/distribution-spec/blob/main/spec.md"]
};
const patterns = habits.flatMap((habit) => habit.hosts.map((host) => ({
	habit,
	labels: host.split(".")
})));
/** What is known of the registry at a normalised host. A host with a port is another registry, and in no row. */
function habitOf(registry) {
	if (registry.includes(":")) return standard;
	const labels = registry.split(".");
	return patterns.find(({ labels: wanted }) => matches(wanted, labels))?.habit ?? standard;
}
/** Label by label and from end to end: `evil-azurecr.io`, `azurecr.io.evil.test` and `a.b.azurecr.io` are not `*.azurecr.io`. */
function matches(wanted, labels) {
	return labels.length === wanted.length && wanted.every((label, index) => matchesLabel(label, labels[index] ?? ""));
}
function matchesLabel(pattern, label) {
	if (!pattern.startsWith("*")) return pattern === label;
	const rest = pattern.slice(1);
	return label.length > rest.length && label.endsWith(rest) && /^[a-z0-9-]+$/.test(label);
}

// src/io/registry/selection.ts
/**
* Decides for one repository. Entries that name exactly its host, the longest matching pattern first, then by index; then
* `*`; then docker's configuration (semantics 6.4). Every setting comes from the first of them that has it, but what
* weakens the connection of a login must be said by the entry that has the login (threat model C-15, V-04).
*/
function selectAccess(credentials, repository) {
	return decide(credentials, entriesFor(credentials, repository.registry, repository), repository);
}
/** Decides for a repository that an entry with a pattern is for, without knowing one: for `doctor`, which tries each entry. */
function selectEntryAccess(credentials, entry) {
	const others = credentials.entries.filter(({ host, repository }) => host === entry.host && !repository);
	const repository = {
		registry: entry.host,
		path: ""
	};
	return decide(credentials, [entry, ...others.filter((other) => other !== entry)], repository);
}
function decide(credentials, exact, repository) {
	const all = [...exact, ...entriesFor(credentials, "*", repository)];
	const withLogin = all.find(({ login }) => login !== void 0);
	const choice = withLogin?.login ? {
		from: "entry",
		login: withLogin.login,
		entry: withLogin
	} : chooseDockerLogin(credentials, repository);
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
/** The same without anything that says who we are: neither login nor client certificate. */
function withoutLogin(access) {
	const { verify, ca } = access.tls;
	return {
		...access,
		choice: { from: "nowhere" },
		tls: {
			verify,
			ca
		},
		isNew: true
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
	const stored = [
		...docker?.logins.keys() ?? [],
		...docker?.helpers.keys() ?? [],
		...docker?.stored ?? []
	];
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
/** The entries of a host, or of `*`, that are for a repository: the most specific first. */
function entriesFor({ entries }, host, repository) {
	return entries.filter((entry) => entry.host === host && (!entry.repository || globMatches(entry.repository, repository))).sort((a, b) => (b.repository?.text.length ?? 0) - (a.repository?.text.length ?? 0) || a.index - b.index);
}
function isPlainHttp$1(credentials, entries) {
	const said = entries.find(({ plainHttp }) => plainHttp !== void 0)?.plainHttp;
	if (said !== void 0) return said;
	return credentials.defaultPlainHttp && entries.length > 0 && entries.every(({ login }) => login === void 0);
}
/**
* A login for a path; the helper of the host; the login of the host; the helper for all hosts. docker, too, asks a host's helper before
* it looks at what an earlier `docker login` left in the file.
*/
function chooseDockerLogin({ docker }, { registry, path }) {
	if (!docker) return { from: "nowhere" };
	const parts = path.split("/").filter((part) => part !== "");
	for (let length = parts.length; length > 0; length--) {
		const found = storedLogin(docker, [registry, ...parts.slice(0, length)].join("/"));
		if (found) return found;
	}
	const { name, helpers, store } = docker;
	const last = askFirst(store, name, { from: "nowhere" });
	return askFirst(helpers.get(registry), name, storedLogin(docker, registry) ?? last);
}
function askFirst(helper, name, otherwise) {
	return helper === void 0 ? otherwise : {
		from: "helper",
		helper,
		name,
		otherwise
	};
}
function storedLogin({ logins, name }, place) {
	const login = logins.get(place);
	if (login === void 0) return void 0;
	return login.kind === "unusable" ? {
		from: "unusable",
		why: login.why
	} : {
		from: "docker",
		login,
		name,
		place
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
	const whatToSet = () => {
		const { choice } = access;
		if (access.isNew === true) return "The registry is new in this pull request, so it is sent no login. If it may have one, name it in the option allow-registries of the workflow, or merge first.";
		if (choice.from === "nowhere") return `If the repository exists and is private, set ${settings(registry, "USERNAME", "PASSWORD").replaceAll(" and ", ", ")}, or run docker login ${registry}.`;
		if (choice.from === "docker" || choice.from === "helper") return `The login comes from ${choice.name}: run docker login ${registry} again, or set ${prefix}_HOST=${registry}, ${prefix}_USERNAME, ${prefix}_PASSWORD.`;
		if (choice.from === "unusable") return `Run docker login ${registry} again.`;
		return `Check ${{
			password: "USERNAME and PASSWORD",
			identity: "IDENTITY_TOKEN",
			bearer: "TOKEN"
		}[choice.login.kind].replace(/\b(?=[A-Z])/g, `${choice.entry.prefix}_`)}.`;
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
			const vendor = access.isNew === true ? void 0 : habitOf(registry).login;
			return [whatToSet(), vendor].filter((part) => part !== void 0).join(" ");
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

// src/io/registry/budget.ts
/** A budget whose end is an error about `subject`; `name` is what was asked for. */
function createBudget(requests, subject, name) {
	return {
		left: requests,
		spent: (request) => failure(subject, "protocol", `registry ${subject.registry} took more than ${requests} requests for ${name}`, { request })
	};
}
/** An exchange that sends nothing for a question whose budget is spent. */
function withBudgets(exchange) {
	return async (request) => {
		const { budget, method, url } = request;
		if (budget && budget.left-- <= 0) return {
			kind: "fault",
			error: budget.spent(formatRequest(method, url)),
			again: false
		};
		return exchange(request);
	};
}

// src/io/registry/list-address.ts
/**
* Address of the first page of a tag list, with at most `largest` tags on it.
* @throws ImageNameError, RegistryError
*/
function listAddress(repository, plainHttp, largest) {
	const url = repositoryAddress(repository, plainHttp, "tags/list");
	url.searchParams.set("n", `${Math.min(largest, habitOf(repository.registry).pageSize)}`);
	return url;
}
/**
* Address of something in a repository; `what` is a path that was checked. The repository is parsed once more, and host and path must come
* out of the URL as they went in: an odd spelling such as 0177.0.0.1 would otherwise lead elsewhere (threat model R-01).
* @throws ImageNameError, RegistryError
*/
function repositoryAddress(repository, plainHttp, what) {
	const { registry, path } = repository;
	const reference = parseImageReference(formatRepository(repository));
	const subject = {
		registry,
		repository: path
	};
	const host = apiHost(registry);
	const text = `${plainHttp ? "http" : "https"}://${host}/v2/${path}/${what}`;
	const url = URL.canParse(text) ? new URL(text) : void 0;
	const sameHost = url?.host === host || plainHttp && `${url?.host}:80` === host;
	const same = reference.repository.registry === registry && reference.repository.path === path;
	if (url && sameHost && same && url.pathname === `/v2/${path}/${what}`) return url;
	throw failure(subject, "refused", `${quote(formatRepository(repository))} is not an image reference that can be asked for`, { hint: url && !sameHost ? `Write the host as ${quote(url.host)}.` : "Write registry/repository, as in registry.example.com/team/app." });
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
	manifestBytes: 4 * mebi,
	imageRequests: 6,
	imageMs: 2e4,
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
	connections: 4,
	streams: 200
};

// src/io/registry/link.ts
const longest$1 = 8192;
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
/**
* True if a page links to what comes after its own last tag and to nothing else (`last=<tag>`, perhaps with `n`): then the last
* tag alone decides how a list goes on. A Link with a token of the registry does not.
*/
function followsLastTag(tags, next) {
	const last = tags.at(-1);
	const names = [...next.searchParams.keys()];
	const known = names.every((name) => name === "n" || name === "last") && new Set(names).size === names.length;
	return last !== void 0 && known && next.searchParams.get("last") === last;
}
/** The address of what comes after a text, in the form of an address of the same list. */
function pageAfter(url, last) {
	const next = new URL(url);
	next.searchParams.set("last", last);
	return next;
}
function checkTarget(target, page) {
	if (target === "" || target.length > longest$1) return broken("the address of its next page is empty or too long");
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
const decoder = new TextDecoder("utf-8", { fatal: true });
const plainLength = 2097152;
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
* megabytes of brackets would cost gigabytes of memory. `twice`: its key "tags" is repeated, so which one counts is a guess. `wanted` is
* for the fault.
*/
function parseJson(body, wanted = "a tag list") {
	const first = body.findIndex((byte) => byte > 32);
	if (first < 0) return {
		fault: "answered with an empty body",
		truncated: body.length === 0
	};
	if (body[first] === 60) return {
		fault: `answered with a web page instead of ${wanted} (proxy or login page?)`,
		truncated: false
	};
	if (isPlain(body)) return parseText(body, false, () => measure(body).open);
	const shape = measure(body);
	if (shape.deepest > deepest || shape.containers > mostContainers || shape.values > mostValues) return {
		fault: "answered with JSON that is too deep or has too many values",
		truncated: false
	};
	return parseText(body, shape.lists > 1, () => shape.open);
}
/** One object with one list and no escapes in two megabytes at most, as nearly all pages are, needs no counting. */
function isPlain(body) {
	const once = (byte) => body.indexOf(byte) === body.lastIndexOf(byte);
	return body.length <= plainLength && once(91) && once(123) && !body.includes(92) && !hasTwice(body);
}
/** True if `"tags"` stands there twice, be it as a key or as a tag. */
function hasTwice(body) {
	const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
	return bytes.indexOf("\"tags\"") !== bytes.lastIndexOf("\"tags\"");
}
function parseText(body, twice, isOpen) {
	try {
		return {
			value: JSON.parse(decoder.decode(body)),
			twice
		};
	} catch {
		return {
			fault: `answered with ${plural(body.length, "byte")} that are not JSON`,
			truncated: isOpen()
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
	let begin = 0;
	for (let index = 0; index < body.length; index++) {
		const byte = body[index];
		if (quoted) {
			if (byte === 92) index++;
			else if (byte === 34) {
				quoted = false;
				if (depth === 1 && isTagsKey(body, begin, index)) lists++;
			}
		} else if (byte === 34) {
			quoted = true;
			begin = index;
		} else if (byte === 91 || byte === 123) {
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
/** True if the string from `begin` to `end` is `"tags"`, however it is written, and stands before a colon. */
function isTagsKey(body, begin, end) {
	const length = end + 1 - begin;
	if (length < 6 || length > 26) return false;
	const text = String.fromCharCode(...body.subarray(begin, end + 1));
	if (text !== "\"tags\"" && !(text.includes("\\") && isSpelledTags(text))) return false;
	let next = end + 1;
	while ((body[next] ?? 33) <= 32) next++;
	return body[next] === 58;
}
function isSpelledTags(text) {
	try {
		return JSON.parse(text) === "tags";
	} catch {
		return false;
	}
}
function describe(value) {
	if (Array.isArray(value)) return "an array";
	if (value === null) return "null";
	return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

// src/io/registry/page-reader.ts
/** Nothing is read yet. */
function createPageReader(fetch, subject, limits) {
	const state = {
		pages: 0,
		asked: 0,
		dropped: 0,
		bytes: 0
	};
	const list = `the tag list of ${subject.registry}/${subject.repository ?? ""}`;
	const limitFor = (width) => {
		const rest = Math.floor((limits.listBytes - state.bytes) / width);
		return rest < limits.pageBytes ? {
			bytes: rest,
			tooLarge: `${list} is larger than ${formatSize(limits.listBytes)}, all pages together`
		} : {
			bytes: limits.pageBytes,
			tooLarge: `a page of ${list} is larger than ${formatSize(limits.pageBytes)}`
		};
	};
	const read = async (url, width, signal) => {
		if (state.asked >= limits.pages) throw incomplete(subject, url, `does not end: it has more than ${limits.pages} pages`);
		state.asked++;
		const answer = await fetch(url, limitFor(width), signal);
		const page = parsePage(answer, url, subject);
		state.pages++;
		state.dropped += page.dropped;
		state.bytes += answer.body.length;
		return {
			...page,
			url,
			next: findNextPage(answer.links, url)
		};
	};
	return {
		read: (url) => read(url, 1),
		readShare: read,
		get pages() {
			return state.pages;
		},
		get dropped() {
			return state.dropped;
		}
	};
}
function parsePage(answer, url, subject) {
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
/** The error for a list whose end was not seen; `what` goes on from its name. */
function incomplete(subject, url, what) {
	const message = `the tag list of ${subject.registry}/${subject.repository ?? ""} ${what}`;
	return failure(subject, "incomplete", message, {
		status: 200,
		request: formatRequest("GET", url),
		hint: "A list that is not complete is not used; ask whoever runs the registry, or a proxy before it."
	});
}

// src/io/registry/order.ts
const whole = (text) => text;
const lower = (text) => text.toLowerCase();
const upper = (text) => text.toUpperCase();
const bare$1 = (text) => text.replace(/[-._]/g, "");
const natural = (text) => text.replace(/[0-9]+/g, (digits) => {
	const number = digits.replace(/^0+(?=[0-9])/, "");
	return `0${String.fromCharCode(256 + number.length)}${number}`;
});
const beforeDigits = (prefix) => prefix.replace(/[0-9]+$/, "");
/** Distribution 3.1 and newer on object storage: the order of the keys `<tag>/current/link`, so that `1.0-rc` is before `1.0`. */
const asFolders = (text) => `${text}/`;
const by = (sortKey) => ({
	sortKey,
	beginning: sortKey
});
/** `_ - . 0 … 9 a A b …`: the Unicode collation algorithm, as ICU and newer glibc have it. */
const root = (text) => text.replace(/[-._]/g, (mark) => mark === "_" ? "" : mark === "-" ? "" : "").toLowerCase();
const bytes = by(whole);
const collations = [
	bytes,
	{
		sortKey: asFolders,
		beginning: whole
	},
	by(lower),
	by(upper),
	by(root),
	by(bare$1),
	by((text) => lower(bare$1(text))),
	{
		sortKey: natural,
		beginning: (prefix) => natural(beforeDigits(prefix))
	},
	{
		sortKey: (text) => natural(lower(text)),
		beginning: (prefix) => natural(lower(beforeDigits(prefix)))
	}
];
/** Knows nothing yet: every order is possible. */
function createOrders() {
	let left = collations;
	let unread = [];
	const readAll = () => {
		const runs = unread;
		unread = [];
		if (runs.length > 0) left = left.filter((one) => one === bytes || runs.every((run) => ascends(run, one)));
		return left;
	};
	const first = () => left[0] === bytes ? bytes : readAll()[0] ?? bytes;
	return {
		see(run) {
			unread.push(run);
			if (left[0] === bytes && !ascends(run, bytes)) left = left.slice(1);
		},
		isBytewise: () => left[0] === bytes,
		stands: () => left[0] === bytes || readAll().length > 0,
		compare(a, b) {
			const { sortKey } = first();
			const keyA = sortKey(a);
			const keyB = sortKey(b);
			return keyA < keyB ? -1 : keyA > keyB ? 1 : 0;
		},
		isBetween: (before, key, after) => readAll().every(({ sortKey }) => sortKey(before) < sortKey(key) && sortKey(key) < sortKey(after)),
		isBelow: (key, prefix) => readAll().every(({ sortKey, beginning }) => beginning(prefix) !== "" && sortKey(key) < beginning(prefix)),
		isAbove: (tag, prefix) => readAll().every(({ sortKey, beginning }) => {
			const least = beginning(prefix);
			const key = sortKey(tag);
			return key > least && !key.startsWith(least);
		})
	};
}
/** Different tags may tie, except by bytes; the same tag twice is in no order. */
function ascends(run, { sortKey }) {
	let last;
	let lastKey = "";
	for (const tag of run) {
		const key = sortKey(tag);
		if (last !== void 0 && (tag === last || key < lastKey)) return false;
		last = tag;
		lastKey = key;
	}
	return true;
}

// src/io/registry/outlook.ts
const manyFamilies = 4;
/**
* Guesses what stands between a run of tags, in order, and a bound. Tags are read as a tree, one character a level: how many
* tags the siblings already read hold, and which characters can follow, says how many are still to come. Only a guess: it
* decides where to look, never what is true.
*/
function outlookAfter(run, bound) {
	const last = run.at(-1);
	if (last === void 0) return {
		prospects: [],
		size: 0
	};
	const known = run.slice(-3e3);
	const all = known.length;
	const levels = measureLevels(known, last);
	const prospects = [];
	let ahead = 0;
	let subtree = 1;
	for (let at = last.length - 1; at >= 0; at--) {
		const { count, variety } = levels[at] ?? {
			count: 1,
			variety: 1
		};
		const siblings = siblingsAt(last, at, variety);
		const each = variety > 1 ? count / variety : count === all ? Math.max(count, subtree) : 0;
		const head = last.slice(0, at);
		for (const sibling of siblings.filter((one) => one > last.charAt(at))) {
			prospects.push({
				key: head + sibling,
				ahead
			});
			ahead += each;
		}
		subtree = Math.max(count, each * siblings.length);
		if (endsFamily(last, at)) {
			prospects.push({
				key: at === 0 ? "9zzz" : `${head}zzz`,
				ahead
			});
			ahead += subtree / manyFamilies;
		}
	}
	return {
		prospects: prospects.filter(({ key }) => key > last && (bound === void 0 || key < bound)),
		size: prospects.find(({ key }) => bound !== void 0 && key >= bound)?.ahead ?? ahead
	};
}
function measureLevels(run, last) {
	const counts = new Array(last.length + 1).fill(0);
	const characters = Array.from({ length: last.length }, (_, at) => /* @__PURE__ */ new Set([last.charAt(at)]));
	let lastChange = "";
	for (const tag of run) {
		let common = 0;
		while (common < last.length && tag.charCodeAt(common) === last.charCodeAt(common)) common++;
		counts[common] = (counts[common] ?? 0) + 1;
		const change = tag.slice(0, common + 1);
		if (change !== lastChange) characters[common]?.add(tag.charAt(common));
		lastChange = change;
	}
	let count = counts[last.length] ?? 0;
	const levels = [];
	for (let at = last.length - 1; at >= 0; at--) {
		count += counts[at] ?? 0;
		levels[at] = {
			count,
			variety: characters[at]?.size ?? 1
		};
	}
	return levels;
}
/** The characters that tags may have in this place. Letters that never varied are a word, which has no siblings. */
function siblingsAt(last, at, variety) {
	const character = last.charAt(at);
	if (isHexAt(last, at)) return hex;
	if (/[0-9]/.test(character)) return digits;
	if (variety === 1) return [];
	if (/[a-z]/.test(character)) return lowerCase;
	return /[A-Z]/.test(character) ? upperCase : [];
}
/** Inside a run of seven or more hexadecimal digits with a letter: a commit. */
function isHexAt(last, at) {
	for (const { 0: text, index } of last.matchAll(/[0-9a-f]{7,}/g)) if (at >= index && at < index + text.length) return /[a-f]/.test(text) && /[0-9]/.test(text);
	return false;
}
/** True where the tags of one family begin to differ: numbers at the beginning, or what follows words. */
function endsFamily(last, at) {
	return (/[0-9]/.test(last.charAt(at)) || isHexAt(last, at)) && (at === 0 || /[A-Za-z][-._]?$/.test(last.slice(0, at)) && !isHexAt(last, at - 1));
}
const digits = [..."0123456789"];
const lowerCase = [..."abcdefghijklmnopqrstuvwxyz"];
const upperCase = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const hex = [..."0123456789abcdef"];

// src/io/registry/range-line.ts
/**
* Joins what meets. A range reaches the next one only where both have seen the same tag and the same tags after it; no range is
* ever joined across a gap. False where two ranges contradict each other.
*/
function settle(line, orders, finish) {
	line.ranges.sort((a, b) => orders.compare(a.key, b.key));
	let at = 0;
	for (;;) {
		const left = line.ranges[at];
		const next = line.ranges.findIndex((range, index) => index > at && range.tags.length > 0);
		const right = line.ranges[next];
		if (!left || !right) return true;
		const meeting = meet(left, right, orders);
		if (meeting === "odd") return false;
		if (meeting === "swallowed") {
			line.ranges.splice(next, 1);
			line.held -= right.tags.length;
			finish(right, "dropped");
			continue;
		}
		if (meeting === "joined" && left.right !== right) {
			const at = left.tags.lastIndexOf(right.tags[0] ?? "");
			line.held -= left.tags.length - at;
			left.tags.length = at;
			left.right = right;
			finish(left, "joined");
		}
		at = next;
	}
}
function meet(left, right, { compare }) {
	const [head = ""] = right.tags;
	if (left.right === right) return "joined";
	const [first = ""] = left.tags;
	if (head === first || left.key === "" && compare(head, first) < 0) return "swallowed";
	if (left.right) return head === left.right.tags[0] || left.tags.includes(head) ? "swallowed" : "odd";
	const reached = compare(left.tags.at(-1) ?? "", head);
	if (reached < 0) return left.phase === "ended" ? "odd" : left.phase === "past" ? "swallowed" : "apart";
	const at = left.tags.lastIndexOf(head);
	if (at < 0) return reached === 0 && left.phase !== "ended" ? "apart" : "odd";
	const shared = Math.min(left.tags.length - at, right.tags.length);
	for (let index = 0; index < shared; index++) if (left.tags[at + index] !== right.tags[index]) return "odd";
	if (left.tags.length - at > right.tags.length) return right.phase === "ended" ? "odd" : "swallowed";
	return left.phase === "ended" && right.tags.length > shared ? "odd" : "joined";
}
/** The gaps that somebody reads into, up to the next range or `ending`. */
function findGaps({ ranges }, ending) {
	return ranges.flatMap((left, index) => {
		if (left.phase !== "open" || left.tags.length === 0) return [];
		const bound = ranges[index + 1]?.key ?? ending;
		if (left.guess?.tags !== left.tags.length || left.guess.bound !== bound) left.guess = {
			tags: left.tags.length,
			bound,
			outlook: outlookAfter(left.tags, bound)
		};
		return [{
			outlook: left.guess.outlook,
			open: bound === void 0
		}];
	});
}
/** Puts a range where its key belongs. False if there is one with this key. */
function place({ ranges }, range, { compare }) {
	if (ranges.some((one) => one.key === range.key)) return false;
	const before = ranges.findIndex((one, index) => index > 0 && compare(one.key, range.key) > 0);
	ranges.splice(before < 0 ? ranges.length : before, 0, range);
	return true;
}

// src/io/registry/places.ts
const freePages = 8;
const wastePerPage = .3;
const wastePerRange = .4;
/**
* `worthwhile`: gaps of fewer pages are not worth a request. `soonRead`: pages behind a range that it reads itself before an answer is
* there.
*/
const patient = {
	worthwhile: 3,
	soonRead: 1.5
};
const hasty = {
	worthwhile: 1.5,
	soonRead: 1
};
/** Keys to begin new ranges at: in the largest gaps, and only as many as their cost allows. */
function choosePlaces(line, ending, load) {
	const { pageSize, read, wasted, slots, asked, open, eager } = load;
	const { worthwhile, soonRead } = eager ? hasty : patient;
	const allowed = Math.floor(freePages + wastePerPage * read - wasted - asked - wastePerRange * open);
	const most = Math.min(allowed, slots);
	if (most <= 0) return [];
	const gaps = findGaps(line, ending).filter(({ outlook }) => outlook.size > worthwhile * pageSize).sort((a, b) => b.outlook.size - a.outlook.size);
	const total = gaps.reduce((sum, { outlook }) => sum + outlook.size, 0);
	return gaps.flatMap((gap) => splitGap(gap, Math.max(1, Math.round(most * gap.outlook.size / total)), soonRead * pageSize)).slice(0, most);
}
/** Even steps through a gap whose end is known; else steps that grow, since there may be far less in it. */
function splitGap({ outlook, open }, parts, least) {
	const useful = outlook.prospects.filter(({ ahead }) => ahead >= least);
	const keys = /* @__PURE__ */ new Set();
	for (let part = 1; part <= parts; part++) {
		const share = part / (parts + 1);
		const key = closest(useful, open ? least * (outlook.size / least) ** share : outlook.size * share);
		if (key !== void 0) keys.add(key);
	}
	return [...keys];
}
function closest(prospects, wanted) {
	let best;
	for (const one of prospects) if (!best || Math.abs(one.ahead - wanted) < Math.abs(best.ahead - wanted)) best = one;
	return best?.key;
}

// src/io/registry/ranges.ts
/** Requests at the same time, the chain's among them; measured with bench/registries.mjs. */
const unneeded = /* @__PURE__ */ new Error("the answer is not needed any more");
const width = 16;
/** Starts with nothing but the chain. */
function createRanges(request) {
	const { reader, orders, address, pageSize, isPast } = request;
	const main = {
		key: "",
		tags: [...request.tags],
		next: void 0,
		phase: "open",
		right: void 0
	};
	const line = {
		ranges: [main],
		held: 0
	};
	const abort = new AbortController();
	const settled = /* @__PURE__ */ new Map();
	const state = {
		running: 0,
		failed: false,
		quiet: false,
		ending: request.bound,
		read: 0
	};
	const finish = (range, phase) => {
		range.phase = phase;
		if (phase !== "open") settled.get(range)?.tell();
	};
	const contradict = () => {
		state.failed = true;
		abort.abort(unneeded);
		for (const range of line.ranges) if (range.phase === "open" || range.phase === "asked") finish(range, "stopped");
	};
	const check = () => {
		if (!state.failed && !settle(line, orders, finish)) contradict();
	};
	const plan = () => {
		if (state.failed || state.quiet) return;
		const count = (wanted) => line.ranges.filter(({ phase }) => phase === wanted).length;
		const places = choosePlaces(line, state.ending, {
			pageSize,
			read: state.read,
			wasted: state.read - line.held / pageSize,
			eager: request.bound !== void 0,
			slots: 15 - state.running,
			asked: count("asked"),
			open: count("open") - 1
		});
		for (const key of places) start(key);
	};
	const start = (key) => {
		const range = {
			key,
			tags: [],
			next: void 0,
			phase: "asked",
			right: void 0
		};
		if (!place(line, range, orders)) return;
		let tell = () => void 0;
		const done = new Promise((resolve) => {
			tell = resolve;
		});
		settled.set(range, {
			done,
			tell
		});
		run(range);
	};
	const run = async (range) => {
		let url = pageAfter(address, range.key);
		while (url) {
			state.running++;
			const page = await reader.readShare(url, width, abort.signal).catch(nothing);
			state.running--;
			state.read++;
			if (state.failed || range.phase !== "asked" && range.phase !== "open") return;
			if (page) take(range, page);
			else {
				state.quiet = true;
				if (range.tags.length === 0) drop(range);
				else finish(range, "stopped");
			}
			check();
			plan();
			url = range.phase === "open" ? range.next : void 0;
		}
	};
	const drop = (range) => {
		line.ranges.splice(line.ranges.indexOf(range), 1);
		finish(range, "dropped");
	};
	const take = (range, page) => {
		const phase = page.tags.length > 0 ? takeTags(range, page) : takeEnd(range, page);
		if (phase === void 0) contradict();
		else if (phase === "dropped") drop(range);
		else finish(range, phase);
	};
	const takeTags = (range, { tags, next, dropped }) => {
		const before = range.tags.at(-1) ?? range.key;
		if (dropped > 0 || next.kind === "broken") return void 0;
		if (next.kind === "next" && !followsLastTag(tags, next.url)) return void 0;
		orders.see([before, ...tags]);
		if (!orders.stands()) return void 0;
		range.tags.push(...tags);
		line.held += tags.length;
		range.next = next.kind === "next" ? next.url : void 0;
		if (isPast(tags.at(-1) ?? "")) return "past";
		if (range.next) return "open";
		if (range.tags.length > tags.length) return "ended";
		range.next = pageAfter(address, tags.at(-1) ?? "");
		return "stopped";
	};
	/** An empty page ends the list; there is nothing behind its key either. */
	const takeEnd = (range, { next, dropped }) => {
		if (dropped > 0 || next.kind !== "end") return void 0;
		range.next = void 0;
		if (range.tags.length > 0) return "ended";
		if (line.ranges.some(({ tags }) => tags.length > 0 && orders.compare(tags.at(-1) ?? "", range.key) > 0)) return void 0;
		if (state.ending === void 0 || orders.compare(range.key, state.ending) < 0) state.ending = range.key;
		return "dropped";
	};
	const absorb = async () => {
		const gained = [];
		let at = main;
		while (at.right) {
			at = at.right;
			await settled.get(at)?.done;
			gained.push(...at.tags);
		}
		const doubtful = state.failed && at.phase === "ended";
		if (at === main) return {
			tags: [],
			next: main.next,
			doubtful
		};
		const open = at.phase === "stopped";
		main.tags.splice(0, main.tags.length, ...at.tags);
		main.right = void 0;
		main.next = open ? at.next : void 0;
		main.phase = open ? "open" : at.phase;
		line.ranges.splice(0, line.ranges.indexOf(at) + 1, main);
		return {
			tags: gained,
			next: main.next,
			doubtful
		};
	};
	return {
		async follow(tags, next) {
			if (state.failed) return {
				tags: [],
				next,
				doubtful: false
			};
			state.read++;
			main.tags.push(...tags);
			line.held += tags.length;
			main.next = next;
			if (next === void 0) main.phase = "ended";
			orders.see([...main.tags.slice(-tags.length - 1)]);
			if (orders.stands()) check();
			else contradict();
			plan();
			return absorb();
		},
		stop: () => abort.abort(unneeded),
		get failed() {
			return state.failed;
		}
	};
}
/** What fails here fails for the chain as well, which tells of it; or it was not needed. */
function nothing() {}

// src/io/registry/seek-key.ts
/** Characters of tags by their bytes. */
const characters = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
const longestTag = 128;
/**
* Texts below every tag that begins with `prefix`, by bytes, the nearest first. Hardly any is a tag: what follows `last=` need
* not be one.
*/
function* keysBelow(prefix) {
	for (let at = prefix.length - 1; at >= 0; at--) {
		const head = prefix.slice(0, at);
		const own = prefix.charAt(at);
		for (const character of previousCharacters(own)) yield* legal(`${head}${character}zzz`);
		if (at > 0 && at === prefix.length - 1) yield* legal(head);
	}
}
/** A text between two neighbours that is hardly a tag; undefined where none is easily found. */
function keyBetween(before, after) {
	for (const key of keysBelow(after)) {
		if (key > before && key < after) return key;
		if (key <= before) return void 0;
	}
}
/** The nearest key that is below every tag with the prefix, in every order that is left. */
function keyBefore(prefix, orders) {
	for (const key of keysBelow(prefix)) if (orders.isBelow(key, prefix)) return key;
}
/** The one before in its own class of letters, which is before in every order; else the one before by bytes. */
function previousCharacters(character) {
	const at = characters.indexOf(character);
	const previous = at > 0 ? characters.charAt(at - 1) : "";
	if (previous === "") return [];
	const plain = /[a-z]/.test(character) && !/[a-z]/.test(previous) ? "9" : previous;
	return plain === previous ? [previous] : [previous, plain];
}
function* legal(key) {
	if (key.length <= longestTag && /^[A-Za-z0-9_]/.test(key)) yield key;
}

// src/io/registry/chain.ts
/** Registries with smaller pages are not worth a test. */
const smallestPage = 50;
/** A chain of which nothing is read yet. */
function newChain({ subject, limits, reader, manners, largePage }, fields = {}) {
	return {
		subject,
		limits,
		reader,
		manners,
		largePage,
		orders: createOrders(),
		tags: /* @__PURE__ */ new Set(),
		seen: /* @__PURE__ */ new Set(),
		isPast: () => false,
		bound: void 0,
		seeks: "untried",
		ranges: void 0,
		last: void 0,
		pages: 0,
		largest: 0,
		barren: 0,
		unlinked: false,
		...fields
	};
}
/**
* Reads the next page and whatever ranges have read behind it. Resolves to where the chain goes on; undefined at its end.
* @throws RegistryError where a page cannot be read or the list does not end
*/
async function readOn(chain, url) {
	const { subject, seen } = chain;
	if (seen.has(url.href)) throw incomplete(subject, url, "does not end: it comes back to a page that was read before");
	seen.add(url.href);
	const page = await readTest(chain, url) ?? await readLarge(chain, url);
	const before = chain.tags.size;
	chain.pages++;
	addTags(chain, page.tags, url);
	chain.barren = chain.tags.size === before ? chain.barren + 1 : 0;
	if (chain.seeks !== "no") chain.orders.see([...chain.last?.tags.slice(-1) ?? [], ...page.tags]);
	chain.last = page;
	const doubted = chain.pages === 2 && chain.unlinked && chain.barren > 0;
	const next = findNext(chain, page);
	chain.largest = Math.max(chain.largest, page.tags.length);
	if (doubted && page.tags.length > 0) {
		await proveWhole(chain, page);
		return;
	}
	if (!next && mayGoOn(chain, page)) return joinRanges(chain, page, await findRest(chain, page));
	return joinRanges(chain, page, next);
}
/**
* The third page of a list whose tags ascend is asked for from a text just before the last tag, not from the tag itself. If it
* begins with that tag, `last=` can be any text and the rest may be read in ranges. If not, that was the one useless request.
*/
async function readTest(chain, url) {
	const { reader, manners, last } = chain;
	if (chain.seeks !== "untried" || chain.pages < 2 || chain.largest < smallestPage || !last || !maySplit(chain, last, url)) return void 0;
	const [before = "", tag = ""] = last.tags.slice(-2);
	const key = keyBetween(before, tag);
	if (key === void 0) return void 0;
	const page = await reader.read(pageAfter(url, key)).catch(ignoreRegistry);
	const [first, ...rest] = page?.tags ?? [];
	const seeks = page?.dropped === 0 && page.next.kind !== "broken" && first === tag && rest.every((one) => one > tag);
	const goesOn = page?.next.kind === "next";
	chain.seeks = seeks && goesOn ? "yes" : "no";
	if (!seeks) manners.linksOnly = true;
	return page && seeks && goesOn ? {
		...page,
		tags: rest
	} : void 0;
}
/** Reads a page; behind a first page that was full it asks for a larger one, unless that was refused before. */
async function readLarge(chain, url) {
	const { reader, manners, last, largePage } = chain;
	const size = Number(last?.url.searchParams.get("n") ?? NaN);
	const full = last !== void 0 && last.tags.length + last.dropped === size && size < largePage;
	if (chain.pages !== 1 || !full || manners.refusesLargePages || !url.searchParams.has("last")) return reader.read(url);
	const large = new URL(url);
	large.searchParams.set("n", String(largePage));
	const page = await reader.read(large).catch(ignoreRefusal);
	if (page) return page;
	manners.refusesLargePages = true;
	return reader.read(url);
}
function addTags({ subject, limits, tags }, more, url) {
	for (const tag of more) tags.add(tag);
	if (tags.size > limits.tags) throw incomplete(subject, url, `has more than ${limits.tags} tags`);
}
/** True if the order of a list and the form of its Links allow to ask for any part of it. */
function maySplit({ manners, orders }, page, next) {
	return !manners.linksOnly && orders.isBytewise() && page.dropped === 0 && followsLastTag(page.tags, next);
}
async function joinRanges(chain, page, next) {
	const { reader, orders, manners, isPast, bound } = chain;
	const last = page.tags.at(-1);
	if (chain.ranges && next && !followsLastTag(page.tags, next)) leaveRanges(chain);
	if (chain.seeks === "yes" && !chain.ranges && next && last !== void 0 && maySplit(chain, page, next) && !isPast(last)) {
		const request = {
			reader,
			orders,
			address: next,
			pageSize: chain.largest,
			bound,
			isPast
		};
		chain.ranges = createRanges({
			...request,
			tags: [...chain.tags].slice(0, -page.tags.length)
		});
	}
	if (!chain.ranges) return next;
	const gain = await chain.ranges.follow(page.tags, next);
	addTags(chain, gain.tags, page.url);
	if (gain.tags.length > 0) chain.last = {
		...page,
		tags: gain.tags
	};
	if (chain.ranges.failed) {
		manners.linksOnly = true;
		leaveRanges(chain);
	}
	const end = gain.tags.at(-1) ?? last;
	return gain.doubtful && end !== void 0 ? pageAfter(page.url, end) : gain.next;
}
function leaveRanges(chain) {
	chain.ranges?.stop();
	chain.ranges = void 0;
	chain.seeks = "no";
}
function findNext(chain, { url, tags, dropped, next }) {
	const { subject } = chain;
	if (next.kind === "broken") throw incomplete(subject, url, `cannot be followed: ${next.why}`);
	if (next.kind === "next") {
		if (chain.barren > 1) throw incomplete(subject, url, "does not end: two pages in a row have no new tag");
		chain.unlinked = false;
		return next.url;
	}
	const full = tags.length + dropped === Number(url.searchParams.get("n") ?? NaN);
	chain.unlinked = chain.pages === 1 ? full : chain.unlinked && chain.barren === 0;
	const last = tags.at(-1);
	if (!chain.unlinked) return void 0;
	if (last === void 0 && dropped > 0) throw incomplete(subject, url, "cannot be followed: its last page is full and holds no tag to go on from");
	return last === void 0 ? void 0 : pageAfter(url, last);
}
/**
* The same full page again, where what comes after it was asked for: a registry that shows all at once and knows no pages, or one that
* cuts lists and does not go on. If it gives a single tag where one is asked for, it cuts.
*/
async function proveWhole({ reader, subject, tags }, { url }) {
	const single = new URL(url);
	single.searchParams.delete("last");
	single.searchParams.set("n", "1");
	const page = await reader.read(single);
	if (page.tags.length + page.dropped < tags.size) throw incomplete(subject, url, "does not go on: after its last tag comes the same page again");
}
/** True for a last page that is as full as those before it: somebody between may have lost its Link. */
function mayGoOn({ pages, largest }, { tags, dropped }) {
	return pages > 1 && dropped === 0 && tags.length >= Math.max(largest, smallestPage);
}
/** What comes after such a page; asked once a host, since one that answers honestly does so for all lists. */
async function findRest(chain, page) {
	const { manners, reader, seen } = chain;
	const last = page.tags.at(-1);
	if (last === void 0 || chain.seeks === "yes") return void 0;
	if (await manners.endsWithLinks) return void 0;
	const rest = pageAfter(page.url, last);
	if (seen.has(rest.href)) return void 0;
	const ends = reader.read(rest).then(({ tags }) => tags.every((tag) => chain.tags.has(tag)), (error) => {
		if (error instanceof RegistryError && [
			400,
			404,
			405
		].includes(error.status ?? 0)) return void 0;
		throw error;
	});
	manners.endsWithLinks = ends.then((answer) => answer === true, () => false);
	return await ends === false ? rest : void 0;
}
function ignoreRegistry(error) {
	if (!(error instanceof RegistryError)) throw error;
}
/** What says no to the size of a page only; a login or a rate limit is not about that. */
function ignoreRefusal(error) {
	const status = error instanceof RegistryError ? error.status ?? 0 : 0;
	if (status < 400 || [
		401,
		403,
		404,
		429
	].includes(status)) throw error;
}

// src/io/registry/manners.ts
/** The manners of each registry host, nothing known at first. */
function createMannersBook() {
	const known = /* @__PURE__ */ new Map();
	return (registry) => {
		const manners = known.get(registry) ?? {
			refusesLargePages: false,
			linksOnly: false,
			endsWithLinks: void 0
		};
		known.set(registry, manners);
		return manners;
	};
}

// src/io/registry/seek.ts
const mostTried = 50;
/**
* All tags that begin with a prefix, read from just before the first to behind the last of them; `next` is the second page of
* the whole list. Undefined where that cannot be proved: the order of the list is not known, or no such tag was found, which
* is never concluded from a part. Then the whole list tells.
*/
async function seekPrefix(chain, next, prefix) {
	const { orders, last } = chain;
	const lastTag = last?.tags.at(-1);
	if (!last || lastTag === void 0 || !maySplit(chain, last, next)) return void 0;
	const key = keyBefore(prefix, orders);
	if (key === void 0) return void 0;
	const inside = key <= lastTag;
	const isPast = (tag) => orders.isAbove(tag, prefix);
	const seeks = inside ? "untried" : "yes";
	const sought = newChain(chain, {
		orders,
		last,
		pages: 1,
		largest: chain.largest,
		isPast,
		bound: `${prefix}zzz`,
		seeks
	});
	const done = isPast(lastTag) || await readPart(sought, inside ? next : pageAfter(next, key), inside ? lastTag : key, prefix);
	const found = [...chain.tags, ...sought.tags].filter((tag) => tag.startsWith(prefix));
	if (done && found.length > 0) return [...new Set(found)];
	if (!(done && sought.tags.size > 0) && !inside) chain.seeks = "no";
}
/** True if all from the key to what is past was read, in one order. What fails here is told by the whole list. */
async function readPart(chain, from, key, prefix) {
	const isTag = chain.seeks === "untried";
	const { orders } = chain;
	let tested = isTag;
	try {
		let url = from;
		while (url) {
			url = await readOn(chain, url);
			const [first] = chain.tags;
			if (!orders.stands() || first !== void 0 && orders.compare(key, first) >= 0) return false;
			if (!tested && first !== void 0 && !orders.isBelow(first, prefix) && !await isExact(chain, from)) return false;
			tested = true;
			const lastTag = chain.last?.tags.at(-1);
			if (chain.isPast(lastTag ?? "")) return true;
			if (!url && chain.pages === 2 && lastTag !== void 0 && !isTag) url = pageAfter(from, lastTag);
		}
		return true;
	} catch (error) {
		if (!(error instanceof RegistryError)) throw error;
		return false;
	} finally {
		chain.ranges?.stop();
	}
}
/**
* True if a list goes on from a text that is no tag with the very next tag. Distribution 3.0.0 leaves that one out, and it might be the
* one that is sought. Tried between two neighbours that are known, for each list: the repositories of one host may be kept elsewhere.
*/
async function isExact({ reader, manners, orders, last }, from) {
	const tags = last?.tags.slice(0, mostTried) ?? [];
	for (const [at, after] of tags.entries()) {
		const before = tags[at - 1];
		const key = before === void 0 ? void 0 : keyBetween(before, after);
		if (before === void 0 || key === void 0 || !orders.isBetween(before, key, after)) continue;
		const url = pageAfter(from, key);
		url.searchParams.set("n", "1");
		const exact = (await reader.read(url)).tags[0] === after;
		if (!exact) manners.linksOnly = true;
		return exact;
	}
	return false;
}

// src/io/registry/pages.ts
const largePage = 1e4;
/**
* Follows a tag list to its proved end (threat model R-07, C-11). Anything else is an error: a list that stopped early
* would make an old version look like the newest. Parts of it are read ahead, or left out where only a prefix is asked for,
* once the order of the list is proved.
* @throws RegistryError
*/
async function followPages(first, fetch, subject, limits, { manners = createMannersBook()(""), largestPage = largePage, prefix = "" } = {}) {
	const reader = createPageReader(fetch, subject, limits);
	const chain = newChain({
		subject,
		limits,
		reader,
		manners,
		largePage: Math.min(largestPage, largePage)
	});
	try {
		let url = await readOn(chain, first);
		const found = url && prefix !== "" ? await seekPrefix(chain, url, prefix) : void 0;
		if (found) return {
			tags: found,
			pages: reader.pages,
			dropped: reader.dropped,
			prefix
		};
		while (url) url = await readOn(chain, url);
	} finally {
		chain.ranges?.stop();
	}
	return {
		tags: [...chain.tags],
		pages: reader.pages,
		dropped: reader.dropped
	};
}

// src/io/registry/status.ts
/** The error for an answer that is not 200, of a tag list or of an image (threat model R-08, R-14). */
function statusFailure(answer, context) {
	const { status } = answer;
	const { subject, url, method = "GET" } = context;
	if (status === 400 && url.protocol === "http:" && wantsTls(answer.body)) return tlsWanted(context);
	const json = parseJson(answer.body);
	const diagnostic = "value" in json ? readDiagnostic(json.value, context.redactor, context.diagnosticLength) : void 0;
	const { code, what, hint } = explain(status, `${subject.registry}/${subject.repository ?? ""}`, context);
	const said = diagnostic === void 0 ? "" : ` (${diagnostic})`;
	return failure(subject, code, `${what}${said}`, {
		status,
		request: formatRequest(method, url),
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
/**
* True if a registry refused a page because of its size; the same request without a size may do. 405 is how ECR says it
* (google/go-containerregistry issue 681).
*/
function refusesPageSize(answer) {
	if (answer.status !== 400 && answer.status !== 405) return false;
	const json = parseJson(answer.body);
	if (!("value" in json)) return false;
	if (readErrorCode(json.value) === "PAGINATION_NUMBER_INVALID") return true;
	return /maxResults|pagina|page.?size|number of (?:results|entries|tags)|\bn\b/i.test(JSON.stringify(json.value).slice(0, 4096));
}
function explain(status, repository, { subject, advice, wanted }) {
	const registry = `registry ${subject.registry}`;
	switch (status) {
		case 401: return {
			code: "unauthorized",
			what: `${registry} does not show ${wanted ?? `the tags of ${repository}`} without another login`,
			hint: advice.login()
		};
		case 403: return {
			code: "denied",
			what: `${registry} denies access to ${repository}`,
			hint: advice.login()
		};
		case 404: return {
			code: "not-found",
			what: `${registry} has no ${wanted ?? `repository ${repository}`}`,
			hint: ["Check the spelling; some registries also say so where a login is missing.", habitOf(subject.registry).login].filter((part) => part !== void 0).join(" ")
		};
		default:
			if (status >= 500) return {
				code: "unavailable",
				what: `${registry} answers ${status}`,
				hint: "Run again later."
			};
			return {
				code: "protocol",
				what: `${registry} answered ${status} instead of ${wanted ?? "a tag list"}`,
				hint: notARegistry
			};
	}
}

// src/io/registry/listing.ts
/**
* Lists the tags of a repository, page by page, from its first address on.
* @throws RegistryError
*/
async function listPages(job, first, session, tools, { prefix } = {}) {
	const { subject } = job;
	const { largestPage } = habitOf(subject.registry);
	return followPages(first, pageFetcher(job, first, session, tools), subject, tools.limits, {
		manners: tools.manners(subject.registry),
		largestPage,
		prefix
	});
}
/**
* Reads the first page of a list and nothing behind it: that there is one, and that it is a page.
* @throws RegistryError
*/
async function readFirst(job, first, session, tools) {
	await createPageReader(pageFetcher(job, first, session, tools), job.subject, tools.limits).read(first);
}
function pageFetcher(job, first, session, tools) {
	const { subject, advice } = job;
	const { redactor, limits } = tools;
	return async (url, limit, signal) => {
		if (url !== first && redactor.reveals(url.href) && !redactor.reveals(first.href)) throw incomplete(subject, url, "cannot be followed: the address of its next page repeats a secret");
		const own = signal ? {
			...job,
			signal: AbortSignal.any([job.signal, signal])
		} : job;
		let answer = await session.get(own, url, limit);
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
}
function readWords({ body }, { redactor, limits }) {
	const json = parseJson(body);
	return "value" in json ? readDiagnostic(json.value, redactor, limits.diagnosticLength) : void 0;
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

// src/io/registry/check.ts
/**
* Tries `GET /v2/`, which the specification has for this (OCI distribution, "Determining Support"; nothing else here asks for it), and
* logs in if the registry wants that. A login is tried once. Rejects only for what is no RegistryError.
*/
async function checkRegistry(job, session, tools) {
	return attempt(job.login, session, tools, async () => {
		const url = versionAddress(job);
		const limit = {
			bytes: tools.limits.errorBytes,
			tooLarge: `the answer of registry ${job.subject.registry} is too large`
		};
		judge(await session.get(job, url, limit), url, job, tools);
	});
}
/** Tries to list a repository, and nothing else. Rejects only for what is no RegistryError. */
async function checkList(session, login, list, tools) {
	return attempt(login, session, tools, async () => (await list()).tags.length);
}
/** Asks for one page of the tags of a repository, with one tag on it where the registry heeds that. Rejects only for what is no RegistryError. */
async function checkPage(job, session, tools) {
	const { registry } = job.subject;
	return attempt(job.login, session, tools, async () => {
		await readFirst(job, listAddress({
			registry,
			path: job.path
		}, job.access.plainHttp, 1), session, tools);
	});
}
/** Asks, and says what was learnt on the way. A helper that is missing is told even of a registry that shows everything to everybody. */
async function attempt(login, session, { redactor }, ask) {
	let found;
	try {
		found = await login();
		const tags = await ask();
		return {
			...session.learned,
			login: found,
			tags,
			error: void 0
		};
	} catch (error) {
		if (!(error instanceof RegistryError)) throw error;
		return {
			...session.learned,
			login: found,
			tags: void 0,
			error: redacted(error, redactor)
		};
	}
}
/** What a check comes to that could not even begin. @throws what is no RegistryError */
function failedCheck(error, choice) {
	if (!(error instanceof RegistryError)) throw error;
	return {
		scheme: void 0,
		accepted: false,
		rejected: void 0,
		withheld: void 0,
		login: void 0,
		choice,
		tags: void 0,
		error
	};
}
/** An odd spelling of an address, such as 0177.0.0.1, would lead elsewhere (threat model R-01). */
function versionAddress({ subject, access }) {
	const host = apiHost(subject.registry);
	const text = `${access.plainHttp ? "http" : "https"}://${host}/v2/`;
	const url = URL.canParse(text) ? new URL(text) : void 0;
	if (url && (url.host === host || access.plainHttp && `${url.host}:80` === host)) return url;
	throw failure(subject, "refused", `registry ${subject.registry} is not a host that can be asked`, { hint: url ? `Write the host as ${url.host}.` : void 0 });
}
function judge(answer, url, { subject, advice }, { redactor, limits }) {
	const { status } = answer;
	const fail = (what) => failure(subject, "protocol", `${describeHost(subject, url)} ${what}`, {
		status,
		request: formatRequest("GET", url),
		hint: notARegistry
	});
	if (status === 200 && isRegistryAnswer(answer)) return;
	if (status === 200) throw fail("answered with something else than a registry does (web page, proxy or login page?)");
	if (status === 404) throw fail("answered 404 at /v2/, which a registry has");
	if (status !== 403 && status < 500) throw fail(`answered ${status} at /v2/`);
	throw statusFailure(answer, {
		subject,
		advice,
		url,
		redactor,
		diagnosticLength: limits.diagnosticLength
	});
}
/** The body is `{}`, empty or other JSON by registry; the header is optional. A web page is none of these. */
function isRegistryAnswer({ header, body }) {
	if (header("docker-distribution-api-version").length > 0) return true;
	return body.every((byte) => byte <= 32) || "value" in parseJson(body);
}

// src/io/registry/cost.ts
function createCostMeter() {
	const hosts = /* @__PURE__ */ new Map();
	let bytes = 0;
	let repositories = 0;
	const change = (host, edit) => {
		hosts.set(host, edit(hosts.get(host) ?? {
			requests: 0,
			waits: 0
		}));
	};
	const named = () => new Map([...hosts].map(([host, cost]) => [registryName(new URL(`https://${host}`)), cost]));
	const total = (key) => [...hosts.values()].reduce((count, cost) => count + (cost[key] ?? 0), 0);
	return {
		request: (host, aboutImage = false) => change(host, ({ images = 0, ...before }) => ({
			...before,
			requests: before.requests + 1,
			...aboutImage || images > 0 ? { images: images + (aboutImage ? 1 : 0) } : {}
		})),
		wait: (host) => change(host, (before) => ({
			...before,
			waits: before.waits + 1
		})),
		received(count) {
			bytes += count;
		},
		repository() {
			repositories++;
		},
		limit(host, { limit, remaining }) {
			if (remaining === void 0) return;
			change(host, (before) => ({
				...before,
				limit: limit ?? before.limit,
				remaining
			}));
		},
		read: () => ({
			requests: total("requests"),
			waits: total("waits"),
			bytes,
			repositories,
			imageRequests: total("images"),
			hosts: named()
		})
	};
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
	const read = [...bestSpellings(member(value, "auths"), normalizePlace)].map(([place, { key, entry }]) => [place, parseLogin(entry, key, name)]);
	const named = [...bestSpellings(member(value, "credHelpers"), (key) => normalizeHost(key.replace(/^http:\/\//i, "")))].flatMap(([host, { entry }]) => typeof entry === "string" && entry !== "" ? [[host, entry]] : []);
	const store = member(value, "credsStore");
	return {
		name,
		logins: new Map(read.flatMap(([place, login]) => login ? [[place, login]] : [])),
		helpers: new Map(named),
		store: typeof store === "string" && store !== "" ? store : void 0,
		stored: read.flatMap(([place, login]) => login || place.includes("/") ? [] : [place])
	};
}
/**
* The members of an object by the place that their keys mean. A host can stand there in several spellings: the one that docker itself
* writes wins, then one that is not empty, then the first.
*/
function bestSpellings(value, normalize) {
	const best = /* @__PURE__ */ new Map();
	for (const [key, entry] of entriesOf$1(value)) {
		const place = normalize(key);
		if (place === void 0) continue;
		const written = place === "docker.io" ? "https://index.docker.io/v1/" : place;
		const rank = isEmpty(entry) ? 0 : key === written ? 2 : 1;
		if (rank > (best.get(place)?.rank ?? -1)) best.set(place, {
			key,
			entry,
			rank
		});
	}
	return best;
}
/** docker leaves empty objects for hosts whose login is in a credential helper. */
function isEmpty(entry) {
	if (typeof entry === "string") return entry === "";
	return ![
		"auth",
		"identitytoken",
		"registrytoken",
		"username"
	].some((field) => (member(entry, field) ?? "") !== "");
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
function entriesOf$1(value) {
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

// src/io/registry/deadline.ts
/** A deadline that gives `reason` once its time is up. */
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
/** Waits; rejects as soon as the signal aborts. */
function sleep(milliseconds, signal) {
	return new Promise((resolve, reject) => {
		const stop = () => {
			clearTimeout(timer);
			reject(signal.reason);
		};
		const timer = setTimeout(() => {
			signal.removeEventListener("abort", stop);
			resolve();
		}, milliseconds);
		if (signal.aborted) stop();
		else signal.addEventListener("abort", stop, { once: true });
	});
}

// src/io/registry/exact-logins.ts
/**
* What may be used at a registry of which nobody can say whether only a pull request brings it: what names exactly this host, as an entry with its
* `HOST`, a login in docker's configuration or a helper of its own there. An entry for `*` names nobody, nor does the helper for all hosts
* where no `docker login` went to this one; their logins and client certificates are left out. How to connect stays.
*/
function exactLogins(credentials, registry) {
	const { entries, docker } = credentials;
	const isStored = docker?.stored.some((place) => place.replace(/\/.*$/, "") === registry) === true;
	return {
		...credentials,
		entries: entries.map((entry) => entry.host === "*" ? {
			...entry,
			login: void 0,
			cert: void 0,
			key: void 0
		} : entry),
		docker: docker && {
			...docker,
			store: isStored ? docker.store : void 0
		}
	};
}

// src/io/registry/http-date.ts
const months = [
	"jan",
	"feb",
	"mar",
	"apr",
	"may",
	"jun",
	"jul",
	"aug",
	"sep",
	"oct",
	"nov",
	"dec"
];
const day = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const time = "(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})";
const forms = [
	new RegExp(`^${day}, (?<date>\\d{1,2}) (?<month>[a-z]{3}) (?<year>\\d{4}) ${time} (?:GMT|UTC)$`, "i"),
	new RegExp(`^${day}[a-z]*, (?<date>\\d{2})-(?<month>[a-z]{3})-(?<year>\\d{2}) ${time} (?:GMT|UTC)$`, "i"),
	new RegExp(`^${day} (?<month>[a-z]{3}) (?<date>[ \\d]\\d) ${time} (?<year>\\d{4})$`, "i")
];
/**
* An HTTP date in milliseconds since 1970: the form of today and both that are obsolete, of RFC 850 and of asctime (RFC 9110,
* 5.6.7). All of them are UTC. `now` settles the century of two digits: never more than 50 years ahead. Undefined for anything else.
*/
function parseHttpDate(text, now) {
	if (text.length > 40) return void 0;
	const groups = forms.map((form) => form.exec(text.trim())?.groups).find((found) => found !== void 0);
	if (groups === void 0) return void 0;
	const month = months.indexOf((groups["month"] ?? "").toLowerCase());
	const part = (name) => Number(groups[name] ?? NaN);
	if (month < 0 || part("hour") > 23 || part("minute") > 59 || part("second") > 60) return void 0;
	const result = Date.UTC(fullYear(groups["year"] ?? "", now), month, part("date"), ...clockOf(part));
	return new Date(Date.UTC(2e3, month, part("date"))).getUTCMonth() === month && part("date") > 0 ? result : void 0;
}
function clockOf(part) {
	return [
		part("hour"),
		part("minute"),
		part("second")
	];
}
function fullYear(digits, now) {
	if (digits.length === 4) return Number(digits);
	const thisYear = new Date(now).getUTCFullYear();
	const year = thisYear - thisYear % 100 + Number(digits);
	return year > thisYear + 50 ? year - 100 : year;
}

// src/io/registry/image-time.ts
/**
* Docker's first release. Before it there were no images: an older date says that somebody did not want to say one, as reproducible builds do
* with 1970 and 1980.
*/
const earliest = Date.UTC(2013, 2, 20);
const latest = Date.UTC(1e4);
const rfc3339 = /^(\d{4}-\d{2}-(\d{2}))[Tt ](\d{2}:\d{2}:\d{2})(?:\.\d{1,20})?([Zz]|[+-]\d{2}:\d{2})$/;
/**
* A date of an image as RFC 3339 has it (OCI image specification, "org.opencontainers.image.created"), in UTC with whole seconds:
* `2026-11-22T19:30:00Z`. Undefined for anything else and for what cannot be true.
*/
function parseImageTime(said) {
	if (typeof said !== "string" || said.length > 60) return void 0;
	const [, date, day, time, zone = ""] = rfc3339.exec(said) ?? [];
	if (date === void 0) return void 0;
	if ((/* @__PURE__ */ new Date(`${date}T00:00:00Z`)).getUTCDate() !== Number(day)) return void 0;
	return formatImageTime(Date.parse(`${date}T${time}${zone.toUpperCase()}`));
}
/** The same of a header such as `Last-Modified`. */
function parseHeaderTime(said, now) {
	const milliseconds = said === void 0 ? void 0 : parseHttpDate(said, now);
	return milliseconds === void 0 ? void 0 : formatImageTime(milliseconds);
}
/** The same of milliseconds since 1970. */
function formatImageTime(milliseconds) {
	if (!(milliseconds >= earliest && milliseconds < latest)) return void 0;
	return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

// src/io/registry/manifest-kind.ts
const kinds = /* @__PURE__ */ new Map([
	["application/vnd.oci.image.index.v1+json", "index"],
	["application/vnd.docker.distribution.manifest.list.v2+json", "index"],
	["application/vnd.oci.image.manifest.v1+json", "image"],
	["application/vnd.docker.distribution.manifest.v2+json", "image"]
]);
const configTypes = /* @__PURE__ */ new Set(["application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json"]);
/** The Accept header for a manifest: what we can read, and never Docker's schema 1, which has no digest of its own. */
const manifestAccept = [...kinds.keys()].join(", ");
/** What a media type stands for, parameters and case aside; undefined for one that is not known. */
function kindOfMediaType(mediaType) {
	return kinds.get(bare(mediaType));
}
/** True for the configuration of an image; other artefacts have configurations of their own, without labels. */
function isImageConfig(mediaType) {
	return configTypes.has(bare(mediaType));
}
function bare(mediaType) {
	return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}

// src/io/registry/platform-choice.ts
/**
* The entry of an index that stands for the image: the one for linux/amd64, else the first image, else the first index. Attestations and
* what is neither image nor index are passed over. Undefined where nothing is left.
*/
function choosePlatform(entries) {
	const usable = entries.filter(({ mediaType, isAttestation }) => !isAttestation && kindOfMediaType(mediaType));
	const images = usable.filter(({ mediaType }) => kindOfMediaType(mediaType) === "image");
	return images.find(({ os, architecture }) => os === "linux" && architecture === "amd64") ?? images[0] ?? usable[0];
}

// src/io/registry/manifest-chain.ts
/**
* The documents that speak for an image: what its reference names, then from index to index the one that stands for it, down to an image. Each
* is asked for once the one before it did not do.
* @throws RegistryError
*/
async function* readChain(reader) {
	let found = await reader.readTop();
	for (let depth = 0;; depth++) {
		yield found;
		if (found.manifest.kind === "image") return;
		const chosen = choosePlatform(found.manifest.entries);
		if (!chosen) return;
		if (depth > 0 && kindOfMediaType(chosen.mediaType) === "index") throw reader.wrong("has an index in an index in an index");
		found = await reader.readChild(chosen);
	}
}

// src/io/registry/image-date.ts
/** OCI image specification, "Pre-Defined Annotation Keys"; the key of Label Schema before it. */
const keys = ["org.opencontainers.image.created", "org.label-schema.build-date"];
/**
* Reads when its publisher says that an image was made: the latest of what the annotations of its index and of its manifest, the label and its
* configuration say. An early date in one place must not hide a late one in another, since that is how a young image would pass for an old one.
* @throws RegistryError
*/
async function readPublishedDate(reader) {
	let found;
	for await (const { manifest } of readChain(reader)) {
		const date = labelledDate(manifest.annotations);
		if (date !== void 0) found = later(found, {
			date,
			source: "label"
		});
		if (manifest.kind === "image" && manifest.config && isImageConfig(manifest.config.mediaType)) found = later(found, configuredDate(await reader.readConfig(manifest.config)));
	}
	return found;
}
function later(one, other) {
	if (one === void 0 || other === void 0) return one ?? other;
	return other.date > one.date ? other : one;
}
/**
* A configuration keeps the labels of the image that it was built from, so that its label may be that one's: the later of both dates is the
* one that cannot be too early.
*/
function configuredDate({ labels, created }) {
	const label = labelledDate(labels);
	const config = parseImageTime(created);
	if (label !== void 0 && (config === void 0 || label >= config)) return {
		date: label,
		source: "label"
	};
	return config === void 0 ? void 0 : {
		date: config,
		source: "config"
	};
}
/** The later of the dates that one set of labels or annotations has under both keys. */
function labelledDate(place) {
	return keys.map((key) => parseImageTime(jsonMember(place, key))).filter((date) => date !== void 0).toSorted().at(-1);
}

// src/io/registry/image-labels.ts
/** Longer texts are no labels that anybody meant for people. */
const longest = 400;
/** Keys of a source with its revision, the newer ones first. Label Schema was given up for the OCI's keys in 2019. */
const pairs = [["org.opencontainers.image.source", "org.opencontainers.image.revision"], ["org.label-schema.vcs-url", "org.label-schema.vcs-ref"]];
/**
* Reads what an image says of its source: in the annotations of its index, of its manifest, then in the labels of its configuration. The
* first that names a source decides; a revision counts only where it stands beside that same source, since a configuration keeps the labels of the
* image that it was built from. Asks for no more than is needed.
* @throws RegistryError
*/
async function readImageLabels(reader) {
	let found = {
		source: void 0,
		revision: void 0
	};
	for await (const place of labelPlaces(reader)) {
		const here = labelsOf(place);
		if (found.source === void 0) found = here;
		else if (here.source === found.source) found = {
			...found,
			revision: here.revision
		};
		if (found.source !== void 0 && found.revision !== void 0) break;
	}
	return found;
}
/** What one set of labels or annotations says. Anything but a text is none. */
function labelsOf(place) {
	return pairs.map(([source, revision]) => ({
		source: labelOf(place, source),
		revision: labelOf(place, revision)
	})).find(({ source }) => source !== void 0) ?? {
		source: void 0,
		revision: void 0
	};
}
function labelOf(place, key) {
	const value = jsonMember(place, key);
	return typeof value === "string" && value !== "" && value.length <= longest ? value : void 0;
}
async function* labelPlaces(reader) {
	for await (const { manifest } of readChain(reader)) {
		yield manifest.annotations;
		if (manifest.kind === "index" || !manifest.config || !isImageConfig(manifest.config.mediaType)) continue;
		yield (await reader.readConfig(manifest.config)).labels;
	}
}

// src/io/registry/image-memory.ts
/** Bytes of documents that a run remembers: a registry that sends the largest that it may should not fill the memory. */
const mostBytes = 33554432;
function createImageMemory() {
	const held = { bytes: 0 };
	return {
		digests: remembered(held, () => 0),
		heads: remembered(held, () => 0),
		manifests: remembered(held, ({ size }) => size),
		configs: remembered(held, ({ size }) => size)
	};
}
/** What is remembered counts in `held`, with its size, as long as there is room. */
function remembered(held = { bytes: 0 }, sizeOf = () => 0) {
	const answers = /* @__PURE__ */ new Map();
	return {
		get: (key) => answers.get(key),
		recall(key, ask) {
			const known = answers.get(key);
			if (known) return known;
			const answer = ask();
			answers.set(key, answer);
			answer.then((value) => {
				held.bytes += sizeOf(value);
				if (held.bytes > mostBytes && sizeOf(value) > 0) answers.delete(key);
			}, (error) => {
				if (!(error instanceof RegistryError && error.code === "not-found")) answers.delete(key);
			});
			return answer;
		}
	};
}

// src/io/registry/platform-name.ts
/** `linux/arm64/v8`; undefined for what is no platform by its grammar (threat model R-15). */
function describePlatform(said) {
	const { os, architecture, variant } = said;
	if (typeof os !== "string" || typeof architecture !== "string") return void 0;
	const text = formatPlatform({
		os,
		architecture,
		variant: typeof variant === "string" && variant !== "" ? variant : void 0
	});
	return parsePlatform(text) && text;
}

// src/io/registry/image-platforms.ts
/** What an image is called whose platform nobody says, or says so that it cannot be one. It serves no platform that is asked for. */
const unknownPlatform = "unknown";
/**
* Reads for which platforms a reference leads to an image. Of an index all entries, without attestations; of an index in it, too; the
* configuration only for a single image, and for the only image of an index that does not name its platform. A platform in another spelling
* stays as it is, or is `unknown`: some programs take it for the one that it resembles.
* @throws RegistryError also for an index that cannot be read to its last entry, or has no image: a part of it would pass for the whole
*/
async function readImagePlatforms(reader) {
	const top = await reader.readTop();
	const { digest } = top;
	if (top.manifest.kind === "image") return {
		digest,
		isIndex: false,
		platforms: [{
			platform: await configured(top, reader),
			digest
		}]
	};
	const entries = [];
	for (const entry of entriesOf(top.manifest, reader)) if (kindOfMediaType(entry.mediaType) === "image") entries.push(entry);
	else entries.push(...await nestedEntries(entry, reader));
	const [only, ...others] = entries;
	return {
		digest,
		isIndex: true,
		platforms: sorted(only !== void 0 && others.length === 0 && describePlatform(only) === void 0 ? [{
			platform: await configured(await reader.readChild(only), reader),
			digest: only.digest
		}] : entries.map((entry) => ({
			platform: describePlatform(entry) ?? "unknown",
			digest: entry.digest
		})))
	};
}
async function nestedEntries(entry, reader) {
	const { manifest } = await reader.readChild(entry);
	if (manifest.kind === "image") return [];
	const entries = entriesOf(manifest, reader);
	if (entries.some(({ mediaType }) => kindOfMediaType(mediaType) === "index")) throw reader.wrong("has an index in an index in an index");
	return entries;
}
function entriesOf({ entries, unread }, reader) {
	if (unread !== void 0) throw reader.wrong(unread);
	const usable = entries.filter(({ isAttestation }) => !isAttestation);
	if (usable.length === 0) throw reader.wrong("has an index without images");
	return usable;
}
async function configured({ manifest }, reader) {
	const config = manifest.kind === "image" ? manifest.config : void 0;
	if (!config || !isImageConfig(config.mediaType)) return unknownPlatform;
	return (await reader.readConfig(config)).platform ?? "unknown";
}
/** Each pair once: an index may name an image twice, and two images for one platform (Windows has them for its versions). */
function sorted(platforms) {
	return [...new Map(platforms.map((one) => [`${one.platform} ${one.digest}`, one])).values()].sort((a, b) => byCodeUnit(a.platform, b.platform) || byCodeUnit(a.digest, b.digest));
}

// src/io/registry/image-config.ts
/** Reads a configuration; `fault` ends a sentence about the registry. Never throws. */
function parseImageConfig(body) {
	const parsed = parseJson(body, "an image configuration");
	if ("fault" in parsed) return { fault: parsed.fault };
	const { value } = parsed;
	return {
		platform: describePlatform({
			os: jsonMember(value, "os"),
			architecture: jsonMember(value, "architecture"),
			variant: jsonMember(value, "variant")
		}),
		created: jsonMember(value, "created"),
		labels: jsonMember(jsonMember(value, "config"), "Labels"),
		size: body.length
	};
}

// src/io/registry/manifest-digest.ts
/** Compares bytes with a digest, `sha256:…` or `sha512:…` (OCI image specification, "Digests"). */
function verifyDigest(bytes, digest) {
	const [algorithm = "", wanted] = digest.split(":");
	if (algorithm !== "sha256" && algorithm !== "sha512") return "unknown";
	return createHash(algorithm).update(bytes).digest("hex") === wanted ? "same" : "different";
}
/** The digest of bytes by the algorithm that registries use: `sha256:…`. */
function computeDigest(bytes) {
	return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

// src/io/registry/manifest-keys.ts
/** Members of a manifest (OCI image specification 1.1, "Image Manifest" and "Image Index"). */
const manifestKeys = [
	"schemaVersion",
	"mediaType",
	"artifactType",
	"config",
	"layers",
	"manifests",
	"subject",
	"annotations"
];
/** Members of a descriptor (OCI image specification 1.1, "Content Descriptors"). */
const descriptorKeys = [
	"mediaType",
	"artifactType",
	"digest",
	"size",
	"urls",
	"data",
	"platform",
	"annotations"
];
/** Members of the platform of an entry (OCI image specification 1.1, "Image Index"). */
const platformKeys = [
	"os",
	"os.version",
	"os.features",
	"architecture",
	"variant"
];
/**
* The name that a member of an object is only nearly spelled as: `manifests` for `Manifests`. Programs written in Go take such a member for
* the one of that name (encoding/json, Unmarshal), so that they would read another document. Undefined where there is none.
*/
function findMisspelt(value, names) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return void 0;
	const near = new Map(names.map((name) => [name.toLowerCase(), name]));
	return Object.keys(value).filter((key) => !names.includes(key)).map((key) => near.get(folded(key))).find((name) => name !== void 0);
}
/**
* Whether any object of a JSON text has a member twice: JavaScript takes the last, and Go mixes both. The text must be JSON that can be parsed.
*/
function hasRepeatedKey(text) {
	const open = [];
	let last = "";
	for (let at = 0; at < text.length; at++) {
		const mark = text[at];
		if (mark === "\"") {
			const end = endOfString(text, at);
			last = text.slice(at, end + 1);
			at = end;
		} else if (mark === "{") open.push(/* @__PURE__ */ new Set());
		else if (mark === "[") open.push(void 0);
		else if (mark === "}" || mark === "]") open.pop();
		else if (mark === ":") {
			const keys = open.at(-1);
			const key = JSON.parse(last);
			if (keys?.has(key)) return true;
			keys?.add(key);
		}
	}
	return false;
}
function endOfString(text, start) {
	let at = start + 1;
	while (at < text.length && text[at] !== "\"") at += text[at] === "\\" ? 2 : 1;
	return at;
}
/** Case by Unicode, as Go folds it: the long s and the sign for kelvin are letters as well. */
function folded(key) {
	return key.toUpperCase().toLowerCase();
}

// src/io/registry/manifest-document.ts
/**
* Reads a manifest (OCI image specification 1.1; Docker image manifest version 2, schema 2). A document that could be read as two kinds, by
* its own words, by its Content-Type or by who refers to it, is none (CVE-2021-41190); nor is one whose members other programs would read
* otherwise, as they are there twice or nearly. Never throws and never quotes the body.
*/
function parseManifest(body, contentType, expected) {
	const parsed = parseJson(body, "a manifest");
	if ("fault" in parsed) return parsed;
	const { value } = parsed;
	if (typeof value !== "object" || value === null || Array.isArray(value)) return noManifest("something else");
	const version = jsonMember(value, "schemaVersion");
	if (version === 1) return noManifest("a manifest of schema 1, which is not read,");
	if (version !== 2) return noManifest("a document without \"schemaVersion\" 2");
	const doubt = findDoubt(value, body);
	if (doubt !== void 0) return noManifest(doubt);
	const kind = findKind(value, contentType);
	if (typeof kind === "object") return kind;
	if (expected !== void 0 && expected !== kind) return noManifest(`an ${kind} where its index has an ${expected}`);
	const annotations = jsonMember(value, "annotations");
	if (kind === "image") return {
		kind,
		annotations,
		config: readDescriptor(jsonMember(value, "config"))
	};
	const list = jsonMember(value, "manifests");
	const read = Array.isArray(list) ? list.map(readEntry) : [];
	return {
		kind,
		annotations,
		entries: read.filter((entry) => entry !== void 0),
		unread: findUnread(read)
	};
}
/** Why other programs might read another document, as what the registry answered with. */
function findDoubt(value, body) {
	if (hasRepeatedKey(Buffer.from(body).toString("utf8"))) return "a document that has a member twice";
	const list = jsonMember(value, "manifests");
	const descriptors = [jsonMember(value, "config"), ...Array.isArray(list) ? list : []];
	const name = findMisspelt(value, manifestKeys) ?? descriptors.map((one) => findMisspelt(one, descriptorKeys) ?? findMisspelt(jsonMember(one, "platform"), platformKeys)).find((found) => found !== void 0);
	return name === void 0 ? void 0 : `a document with another spelling of "${name}"`;
}
function findUnread(entries) {
	if (entries.includes(void 0)) return "has an index with an entry without a usable media type, digest or size";
	return entries.some((entry) => entry && !entry.isAttestation && !kindOfMediaType(entry.mediaType)) ? "has an index with an entry that is neither an image nor an index" : void 0;
}
function findKind(value, contentType) {
	const own = jsonMember(value, "mediaType");
	if (own !== void 0 && typeof own !== "string") return noManifest("a document whose \"mediaType\" is no text");
	const stated = own === void 0 ? void 0 : kindOfMediaType(own);
	if (own !== void 0 && stated === void 0) return noManifest("a document of another media type");
	const sent = contentType === void 0 ? void 0 : kindOfMediaType(contentType);
	const isIndex = Array.isArray(jsonMember(value, "manifests"));
	const isImage = typeof jsonMember(value, "config") === "object" || Array.isArray(jsonMember(value, "layers"));
	if (isIndex && isImage) return noManifest("a document that is an index and an image at once");
	if (!isIndex && !isImage) return noManifest("a document that is no index and no image");
	const kind = isIndex ? "index" : "image";
	const others = [stated, sent].filter((one) => one !== void 0 && one !== kind);
	return others.length > 0 ? noManifest(`an ${kind} that is called an ${others[0]}`) : kind;
}
function noManifest(what) {
	return { fault: `answered with ${what} instead of a manifest` };
}
function readEntry(value) {
	const descriptor = readDescriptor(value);
	if (!descriptor) return void 0;
	const platform = jsonMember(value, "platform");
	const os = textOf(jsonMember(platform, "os"));
	const architecture = textOf(jsonMember(platform, "architecture"));
	return {
		...descriptor,
		os,
		architecture,
		variant: textOf(jsonMember(platform, "variant")),
		isAttestation: os === "unknown" && architecture === "unknown"
	};
}
function readDescriptor(value) {
	const mediaType = jsonMember(value, "mediaType");
	const digest = jsonMember(value, "digest");
	const size = jsonMember(value, "size");
	if (typeof mediaType !== "string" || typeof digest !== "string" || !isDigest(digest)) return void 0;
	if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) return void 0;
	return {
		mediaType,
		digest,
		size
	};
}
function textOf(value) {
	return typeof value === "string" ? value : void 0;
}

// src/io/registry/manifest-head.ts
/**
* Judges an answer to HEAD (OCI distribution specification, "Checking if content exists in the registry"). A digest counts only once, in its
* grammar, of an algorithm that can be checked, and beside the media type of a manifest that is read: some registries leave the header out, send
* that of a manifest of schema 1, or do not know HEAD. That an image is missing counts where the registry means to say so in JSON: any server
* answers 404 to what it does not know.
*/
function judgeHead({ status, header }, wanted) {
	const type = header("content-type")[0] ?? "";
	if (status === 404) return { kind: /^application\/(?:[\w.+-]+\+)?json\b/i.test(type) ? "missing" : "unclear" };
	if (status !== 200 || kindOfMediaType(type) === void 0) return { kind: "unclear" };
	const [digest, ...others] = new Set(header("docker-content-digest").flatMap((value) => value.split(",")).map((value) => value.trim()));
	if (digest === void 0 || others.length > 0 || !isDigest(digest) || !/^sha(?:256|512):/.test(digest)) return { kind: "unclear" };
	if (wanted === void 0 || digest === wanted) return {
		kind: "digest",
		digest
	};
	return { kind: digest.split(":")[0] === wanted.split(":")[0] ? "other" : "unclear" };
}

// src/io/registry/manifest-reader.ts
/** A reader for one image, which may cost `limits.imageRequests` requests in all. */
function createManifestReader(job, reference, { session, limits, redactor, memory, refuse }) {
	const { subject, advice, access } = job;
	const { repository } = reference;
	const { diagnosticLength } = limits;
	const name = formatImage(reference);
	const place = formatRepository(repository);
	const tagKey = `${place}:${reference.tag ?? "latest"}`;
	const budget = createBudget(limits.imageRequests, subject, name);
	const fail = (url, code, what, method = "GET") => failure(subject, code, `${describeHost(subject, url)} ${what} for ${name}`, {
		request: formatRequest(method, url),
		hint: code === "protocol" ? notARegistry : void 0
	});
	const refusal = (answer, url, method) => statusFailure(answer, {
		subject,
		advice,
		url,
		redactor,
		diagnosticLength,
		wanted: name,
		method
	});
	const read = async ({ path, accept, descriptor }) => {
		const url = repositoryAddress(repository, access.plainHttp, path);
		const tooLarge = `a part of ${name} is larger than ${formatSize(limits.manifestBytes)}`;
		if ((descriptor.size ?? 0) > limits.manifestBytes) throw failure(subject, "incomplete", tooLarge);
		const limit = {
			bytes: limits.manifestBytes,
			tooLarge
		};
		const answer = await session.get({
			...job,
			wanted: {
				accept,
				name,
				budget
			}
		}, url, limit);
		if (answer.status !== 200) throw refusal(answer, url);
		if (descriptor.size !== void 0 && answer.body.length !== descriptor.size) throw fail(url, "protocol", "answered with a part of another size than its index says");
		const verdict = descriptor.digest === void 0 ? "same" : verifyDigest(answer.body, descriptor.digest);
		if (verdict === "different") throw fail(url, "protocol", "answered with something of another digest");
		if (verdict === "unknown") throw fail(url, "protocol", "uses a digest that cannot be checked");
		return {
			url,
			answer
		};
	};
	/** `said` is the digest that HEAD gave, which may be of another algorithm than ours. */
	const ask = async (path, descriptor, said) => {
		const refused = refuse?.();
		if (refused) throw refused;
		const { url, answer } = await read({
			path: `manifests/${path}`,
			accept: manifestAccept,
			descriptor
		});
		const { body, header } = answer;
		const expected = descriptor.mediaType === void 0 ? void 0 : kindOfMediaType(descriptor.mediaType);
		const manifest = parseManifest(body, header("content-type")[0], expected);
		if ("fault" in manifest) throw fail(url, "protocol", manifest.fault);
		const isSaid = said !== void 0 && verifyDigest(body, said) === "same";
		return {
			manifest,
			digest: descriptor.digest ?? (isSaid ? said : computeDigest(body)),
			size: body.length,
			lastModified: header("last-modified")[0]
		};
	};
	const readManifest = (descriptor) => memory.manifests.recall(`${place}@${descriptor.digest}`, () => ask(descriptor.digest, descriptor));
	/** By tag, and remembered by its digest as well. */
	const readTagged = () => memory.manifests.recall(tagKey, async () => {
		const said = await memory.heads.get(tagKey)?.catch(() => void 0);
		const now = await ask(reference.tag ?? "latest", {}, said);
		const found = said === void 0 || said === now.digest ? now : await readBefore(said, now.digest);
		memory.digests.recall(tagKey, () => Promise.resolve(found.digest));
		return memory.manifests.recall(`${place}@${found.digest}`, () => Promise.resolve(found));
	});
	/** Where HEAD gave another digest than GET now, what was there before, if the tag was moved meanwhile: then HEAD gives the new one, too. */
	const readBefore = async (said, now) => {
		if (await askHead() === now) return readManifest({ digest: said });
		const url = repositoryAddress(repository, access.plainHttp, `manifests/${reference.tag ?? "latest"}`);
		throw fail(url, "protocol", "answers HEAD and GET with different images");
	};
	/** Undefined where only the manifest can tell. */
	const askHead = async () => {
		const { digest, tag = "latest" } = reference;
		const url = repositoryAddress(repository, access.plainHttp, `manifests/${digest ?? tag}`);
		const wanted = {
			accept: manifestAccept,
			name,
			budget,
			method: "HEAD"
		};
		const answer = await session.get({
			...job,
			wanted
		}, url, {
			bytes: 0,
			tooLarge: name
		});
		const said = judgeHead(answer, digest);
		if (said.kind === "digest") return said.digest;
		if (said.kind === "missing") throw refusal(answer, url, "HEAD");
		if (said.kind === "other") throw fail(url, "protocol", "answered with another digest", "HEAD");
	};
	const readHead = async () => {
		const { digest } = reference;
		if (digest !== void 0) return await askHead() ?? (await readManifest({ digest })).digest;
		return await memory.heads.recall(tagKey, askHead) ?? (await readTagged()).digest;
	};
	const knownDigest = async () => reference.digest ?? memory.digests.get(tagKey)?.catch(() => void 0);
	return {
		readDigest() {
			const key = reference.digest === void 0 ? tagKey : `${place}@${reference.digest}`;
			const read = memory.manifests.get(key);
			return memory.digests.recall(key, () => read ? read.then(({ digest }) => digest, readHead) : readHead());
		},
		knownDigest,
		async readTop() {
			const { digest } = reference;
			return digest === void 0 ? readTagged() : readManifest({ digest });
		},
		readChild: (descriptor) => readManifest(descriptor),
		readConfig: (descriptor) => memory.configs.recall(`${place}@${descriptor.digest}`, async () => {
			const { url, answer } = await read({
				path: `blobs/${descriptor.digest}`,
				accept: "*/*",
				descriptor
			});
			const config = parseImageConfig(answer.body);
			if ("fault" in config) throw fail(url, "protocol", config.fault);
			return config;
		}),
		wrong: (what) => failure(subject, "protocol", `registry ${subject.registry} ${what} for ${name}`)
	};
}
/** What messages call an image: `image docker.io/library/nginx:1.27`. */
function formatImage({ repository, tag, digest }) {
	const which = digest === void 0 ? `:${tag ?? "latest"}` : `@${digest}`;
	return `image ${formatRepository(repository)}${which}`;
}

// src/io/registry/push-date-table.ts
/**
* Registries that tell when an image was pushed. Of all others, and where they do not answer, the publisher's date is taken. GitHub, GitLab and
* Amazon ECR tell it only by APIs of their own that want another login than that of the registry.
*/
const pushDateWays = [
	{
		name: "Docker Hub",
		host: "hub.docker.com",
		login: "none",
		needsDigest: false,
		address({ path, tag }) {
			const [namespace, repository, ...rest] = path.split("/");
			if (tag === void 0 || rest.length > 0) return void 0;
			return `/v2/namespaces/${namespace}/repositories/${repository}/tags/${tag}`;
		},
		read: (answer, question) => isSame(jsonMember(answer, "digest"), question) ? parseImageTime(jsonMember(answer, "tag_last_pushed")) : void 0,
		sources: ["https://docs.docker.com/reference/api/hub/latest/operations/GetRepositoryTag/"]
	},
	{
		name: "Quay",
		login: "none",
		needsDigest: false,
		address: ({ path, tag }) => tag === void 0 ? void 0 : `/api/v1/repository/${path}/tag/?specificTag=${tag}&onlyActiveTags=true`,
		read(answer, question) {
			const tags = jsonMember(answer, "tags");
			const found = (Array.isArray(tags) ? tags : []).find((one) => jsonMember(one, "name") === question.tag && jsonMember(one, "end_ts") === void 0);
			const seconds = jsonMember(found, "start_ts");
			if (typeof seconds !== "number" || !isSame(jsonMember(found, "manifest_digest"), question)) return void 0;
			return formatImageTime(seconds * 1e3);
		},
		sources: ["https://docs.quay.io/api/swagger/", "https://github.com/quay/quay/blob/master/endpoints/api/tag.py"]
	},
	{
		name: "Azure Container Registry",
		login: "session",
		needsDigest: false,
		address: ({ path, tag }) => tag === void 0 ? void 0 : `/acr/v1/${path}/_tags/${tag}`,
		read(answer, question) {
			const tag = jsonMember(answer, "tag");
			return isSame(jsonMember(tag, "digest"), question) ? parseImageTime(jsonMember(tag, "lastUpdateTime")) : void 0;
		},
		sources: ["https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerregistry/data-plane/Microsoft.ContainerRegistry/preview/2019-08-15/containerregistry.json"]
	},
	{
		name: "Harbor",
		login: "password",
		needsDigest: true,
		address({ path, digest }) {
			const [project, ...rest] = path.split("/");
			if (digest === void 0 || rest.length === 0) return void 0;
			return `/api/v2.0/projects/${project}/repositories/${rest.join("%252F")}/artifacts/${digest}`;
		},
		read: (answer, question) => jsonMember(answer, "digest") === question.digest ? parseImageTime(jsonMember(answer, "push_time")) : void 0,
		sources: ["https://github.com/goharbor/harbor/blob/main/api/v2.0/swagger.yaml"]
	},
	...["Google Artifact Registry", "Google Container Registry"].map((name) => ({
		name,
		login: "session",
		needsDigest: true,
		address: ({ path }) => `/v2/${path}/tags/list`,
		keep: uploadTimes,
		read: (times, { digest }) => times instanceof Map ? formatImageTime(Number(times.get(digest))) : void 0,
		sources: ["https://github.com/google/go-containerregistry/blob/main/pkg/v1/google/list.go"]
	}))
];
/**
* Registries whose header `Last-Modified` of a manifest is the time at which it was stored. That of another may be the time of anything: of its
* web server's start, of its cache, or of the answer.
*/
const storedDateHeaders = [{
	name: "JFrog Artifactory",
	sources: ["https://jfrog.com/help/r/jfrog-rest-apis/retrieve-artifact", "https://github.com/deitch/docker_registry2/issues/83"]
}];
/** By digest, as text. */
function uploadTimes(answer) {
	const manifests = jsonMember(answer, "manifest");
	const entries = typeof manifests === "object" && manifests !== null ? Object.entries(manifests) : [];
	return new Map(entries.flatMap(([digest, entry]) => {
		const said = jsonMember(entry, "timeUploadedMs");
		return typeof said === "string" && /^\d{1,15}$/.test(said) ? [[digest, said]] : [];
	}));
}
/** A tag that was moved meanwhile has the date of another image. */
function isSame(said, { digest }) {
	return said === void 0 || said === null || digest === void 0 || said === digest;
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
	const { subject, advice, tls, signal, budget, endpoint } = request;
	const bytes = tools.limits.tokenAnswerBytes;
	const common = {
		subject,
		advice,
		tls,
		signal,
		budget,
		limit: {
			bytes,
			tooLarge: `the answer of ${nameEndpoint(request)} is larger than ${formatSize(bytes)}`
		}
	};
	const parameters = new URLSearchParams();
	if (request.service !== void 0) parameters.set("service", request.service);
	if (request.path !== "") parameters.set("scope", `repository:${request.path}:${habitOf(request.subject.registry).actions}`);
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
	return readAnswer$1(result, request, formatRequest(post ? "POST" : "GET", url), tools);
}
/** The header of HTTP Basic for a password; none for anything else. */
function basicHeader(login) {
	if (login?.kind !== "password") return {};
	return { authorization: `Basic ${basicCredential(login.username, login.password)}` };
}
function readAnswer$1(answer, request, sent, tools) {
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

// src/io/registry/push-date.ts
/** How a registry tells the date, as far as its host, or what it called itself when it asked for a token, shows what it is. */
function pushDateWay(registry, service) {
	const name = service === "harbor-registry" ? "Harbor" : habitOf(registry).name;
	return pushDateWays.find((way) => way.name === name);
}
/** Whether the header `Last-Modified` of its manifests is the date of the push. */
function hasStoredDate(registry) {
	const { name } = habitOf(registry);
	return storedDateHeaders.some((row) => row.name === name);
}
/** Milliseconds that a date may take, and requests: it is worth less than an answer that is late. */
const patience = 5e3;
const mostRequests = 4;
function createPushDates({ exchange, limits, credentials }) {
	/** Hosts that did not answer as they should: they are not asked again. */
	const closed = /* @__PURE__ */ new Set();
	const kept = /* @__PURE__ */ new Map();
	const send = async (way, url, { job, session, name }) => {
		const { subject, access, advice } = job;
		const late = failure(subject, "timeout", `${url.host} did not say in time when ${name} was pushed`);
		const end = new AbortController();
		const timer = setTimeout(() => end.abort(late), patience).unref();
		const signal = AbortSignal.any([job.signal, end.signal]);
		const budget = createBudget(mostRequests, subject, name);
		const bytes = way.login === "session" ? limits.pageBytes : limits.manifestBytes;
		const limit = {
			bytes,
			tooLarge: `the date of ${name} is larger than ${formatSize(bytes)}`
		};
		const accept = "application/json";
		try {
			if (way.login === "session") return await session.get({
				...job,
				signal,
				wanted: {
					accept,
					name,
					budget
				}
			}, url, limit);
			const { tls } = way.host === void 0 ? access : settingsForHost(credentials, way.host);
			const answer = await exchange({
				subject,
				advice,
				method: "GET",
				url,
				headers: {
					accept,
					...way.login === "password" ? await ownLogin(job, session, url) : {}
				},
				tls,
				limit,
				signal,
				budget
			});
			return answer.kind === "answer" ? answer : void 0;
		} catch (error) {
			if (error instanceof RegistryError) return void 0;
			throw error;
		} finally {
			clearTimeout(timer);
		}
	};
	const ask = async (way, url, asking) => {
		if (closed.has(url.host)) return void 0;
		const answer = await send(way, url, asking);
		asking.job.signal.throwIfAborted();
		if (answer !== void 0 && [
			401,
			403,
			404
		].includes(answer.status)) return void 0;
		const json = answer?.status === 200 ? parseJson(answer.body) : void 0;
		if (json === void 0 || "fault" in json) closed.add(url.host);
		return json !== void 0 && "value" in json ? json.value : void 0;
	};
	return { async find(way, question, asking) {
		const { job } = asking;
		const { registry } = job.subject;
		const path = way.address(question);
		if (path === void 0) return void 0;
		const own = repositoryAddress({
			registry,
			path: question.path
		}, job.access.plainHttp, "tags/list");
		const origin = way.host === void 0 ? own.origin : `https://${way.host}`;
		const url = new URL(`${origin}${path}`);
		const { keep } = way;
		if (!keep) return way.read(await ask(way, url, asking), question);
		const known = kept.get(url.href) ?? ask(way, url, asking).then(keep);
		kept.set(url.href, known);
		return way.read(await known, question);
	} };
}
/** Only what the registry has taken already, so that no try here can lock anybody out (threat model C-12, C-15). */
async function ownLogin({ access, login }, session, url) {
	if (!session.learned.accepted || session.learned.rejected) return {};
	if (url.protocol === "http:" && !mayUsePlainHttp(access)) return {};
	const found = await login();
	return found?.kind === "password" ? basicHeader(found) : {};
}

// src/io/registry/image-facts.ts
/** Answers a question about an image. @throws RegistryError */
const readFact = {
	digest: (visit, tools) => readerFor(visit, tools).readDigest(),
	content: async (visit, tools) => (await readerFor(visit, tools).readTop()).digest,
	platforms: (visit, tools) => readImagePlatforms(readerFor(visit, tools)),
	date: readDate,
	labels: (visit, tools) => readImageLabels(readerFor(visit, tools))
};
/** The answers that a run has been given. */
function rememberFacts() {
	return {
		digest: remembered(),
		content: remembered(),
		platforms: remembered(),
		date: remembered(),
		labels: remembered()
	};
}
/** What messages call the answer, as the subject of a sentence. */
const factNames = {
	digest: "the digest",
	content: "the bytes",
	platforms: "the platforms",
	date: "the date",
	labels: "the labels"
};
function readerFor({ job, session, reference }, tools) {
	return createManifestReader(job, reference, {
		...tools,
		session
	});
}
/** The registry's own date first, then the publisher's; the registry is asked before the image, where that saves reading it. */
async function readDate(visit, tools) {
	const { job, session } = visit;
	const { registry } = job.subject;
	const reader = readerFor(visit, tools);
	const known = pushDateWay(registry, session.service);
	if (known && !known.needsDigest) {
		const early = await findPushDate(visit, tools, await reader.knownDigest());
		if (early) return early;
	}
	const top = await reader.readTop();
	if (hasStoredDate(registry)) {
		const date = parseHeaderTime(top.lastModified, tools.now());
		if (date !== void 0) return {
			date,
			source: "registry"
		};
	}
	if (pushDateWay(registry, session.service)?.needsDigest) {
		const date = await findPushDate(visit, tools, top.digest);
		if (date) return date;
	}
	return readPublishedDate(reader);
}
async function findPushDate({ job, session, reference }, { pushDates }, digest) {
	const way = pushDateWay(job.subject.registry, session.service);
	if (!way) return void 0;
	const tag = reference.tag ?? (reference.digest === void 0 ? "latest" : void 0);
	const question = {
		path: reference.repository.path,
		tag,
		digest
	};
	const date = await pushDates.find(way, question, {
		job,
		session,
		name: formatImage(reference)
	});
	return date === void 0 ? void 0 : {
		date,
		source: "registry"
	};
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
		const said = !/\{|Secret"?\s*[:=]/i.test(run.output + run.errors) ? visible(shorten(run.output.trim() || run.errors.trim(), 200)) : "";
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
async function runProgram(program, input, variables, timeout) {
	const { spawn } = await import("node:child_process");
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
		const finish = (status) => {
			clearTimeout(timer);
			child.stdout.destroy();
			child.stderr.destroy();
			done({
				status,
				output,
				errors,
				problem
			});
		};
		child.on("close", finish);
		child.on("exit", (status) => setTimeout(() => finish(status), 500).unref());
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
	const given = /* @__PURE__ */ new Map();
	const asked = /* @__PURE__ */ new Map();
	const ask = (helper, registry) => {
		const key = `${helper} ${registry}`;
		const answer = asked.get(key) ?? askHelper(helper, registry, credentials.helperEnvironment);
		asked.set(key, answer);
		return answer;
	};
	const find = async (choice, subject) => {
		if (choice.from === "nowhere") return void 0;
		if (choice.from === "unusable") throw unusable(subject, choice.why);
		if (choice.from !== "helper") return choice.login;
		const answer = await ask(choice.helper, subject.registry);
		if (answer.kind === "failed") throw unusable(subject, answer.why);
		given.set(choice, answer.kind);
		if (answer.kind === "nothing") return find(choice.otherwise, subject);
		for (const form of loginSecrets(answer.login)) secret(form);
		if (isShortSecret(answer.login)) warn(shortSecret(`for ${subject.registry} from docker-credential-${choice.helper}`));
		return answer.login;
	};
	const giver = (choice) => {
		return choice.from === "helper" && given.get(choice) === "nothing" && choice.otherwise.from !== "nowhere" ? giver(choice.otherwise) : choice;
	};
	return {
		find: ({ choice }, subject) => find(choice, subject),
		giver: ({ choice }) => giver(choice)
	};
}
function unusable(subject, why) {
	return failure(subject, "credentials", `no login for ${subject.registry}: ${why}`, { hint: `Repair the login with docker login ${subject.registry}, or set KLUCTL_REGISTRY_<n>_HOST, _USERNAME and _PASSWORD.` });
}

// src/io/registry/rate-limit.ts
const silence = {
	limit: void 0,
	remaining: void 0,
	reset: void 0,
	counts: void 0
};
/**
* Reads the headers in which registries, and proxies before them, tell their limits; what cannot be read is undefined.
* - `RateLimit: "name";r=74;t=9` with `RateLimit-Policy: "name";q=100;w=60` (draft-ietf-httpapi-ratelimit-headers-08 to -10),
*   `RateLimit: limit=100, remaining=74, reset=9` (-07), `RateLimit-Limit`, `-Remaining`, `-Reset` (-06 and before)
* - `ratelimit-limit: 100;w=21600`, `ratelimit-remaining`, `docker-ratelimit-source` (docs.docker.com, "Docker Hub pull usage
*   and limits"); `w` is the length of the window, not the rest of it
* - `X-RateLimit-Limit`, `-Remaining`, `-Reset` (docs.github.com, "Rate limits for the REST API"; Docker Hub API reference)
*/
function readRateLimit(header, now) {
	const first = (name) => header(name)[0];
	if ([...[
		"ratelimit",
		"ratelimit-remaining",
		"x-ratelimit-remaining",
		"ratelimit-reset",
		"x-ratelimit-reset"
	], "docker-ratelimit-source"].every((name) => first(name) === void 0)) return silence;
	const item = tightest(parseMembers(joined(header, "ratelimit")));
	const policy = parseMembers(joined(header, "ratelimit-policy")).find(({ name }) => name === item?.name);
	const pick = (suffix) => first(`ratelimit-${suffix}`) ?? first(`x-ratelimit-${suffix}`);
	return {
		limit: parseCount(item?.values.get("limit") ?? policy?.values.get("q") ?? pick("limit")),
		remaining: parseCount(item?.remaining ?? pick("remaining")),
		reset: parseReset(item?.values.get("t") ?? item?.values.get("reset") ?? pick("reset"), serverTime(header, now)),
		counts: parseSource(first("docker-ratelimit-source"))
	};
}
/**
* How many milliseconds a host that took no request asks to wait: `Retry-After`, else `X-Retry-After` (seconds since 1970; Docker
* Hub API reference), else the reset of a limit that is used up. Undefined where it does not say.
*/
function readRetryAfter(header, now) {
	const time = serverTime(header, now);
	const asked = parseRetryAfter(header("retry-after")[0], time) ?? parseReset(header("x-retry-after")[0], time);
	if (asked !== void 0) return asked;
	const { remaining, reset } = readRateLimit(header, now);
	return remaining === void 0 || remaining === 0 ? reset : void 0;
}
/** `Retry-After` in milliseconds from now: seconds or a date (RFC 9110, 10.2.3). Undefined if it is neither. */
function parseRetryAfter(text, now) {
	if (text === void 0 || text.length > 100) return void 0;
	const bare = text.trim();
	if (/^\d+$/.test(bare)) return Number(bare) * 1e3;
	const date = parseHttpDate(bare, now);
	return date === void 0 ? void 0 : Math.max(0, date - now);
}
/** A time of the host is measured with the host's own clock, which may be wrong. */
function serverTime(header, now) {
	return parseHttpDate(header("date")[0] ?? "", now) ?? now;
}
/** Seconds from now or, if that would be decades, since 1970; 13 digits are milliseconds since 1970. */
function parseReset(text, now) {
	const digits = /^\s*(\d{1,15})(?:\.\d{1,9})?\s*(?:;|$)/.exec((text ?? "").slice(0, 100))?.[1];
	if (digits === void 0) return void 0;
	const value = Number(digits);
	if (value < 1e9) return value * 1e3;
	return Math.max(0, (value < 1e11 ? value * 1e3 : value) - now);
}
/** The first number of `100`, `100;w=21600` and `100, 100;w=60`. More than nine digits are no count. */
function parseCount(text) {
	const digits = /^\s*(\d{1,9})\s*(?:[;,]|$)/.exec((text ?? "").slice(0, 100))?.[1];
	return digits === void 0 ? void 0 : Number(digits);
}
function parseSource(text) {
	const bare = (text ?? "").trim();
	if (/^\d{1,3}(?:\.\d{1,3}){3}$|^(?=.*:)[\da-f:.]{2,45}$/i.test(bare)) return "address";
	return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(bare) ? "account" : void 0;
}
function joined(header, name) {
	return header(name).join(",").slice(0, 1e3);
}
/** The part of RFC 9651 that these headers use: a list of names with parameters, or one dictionary of numbers. */
function parseMembers(text) {
	const list = [...text.matchAll(/(?:^|,)\s*"?(?<name>[\w*./-]{1,60})"?(?<rest>(?:\s*;\s*[a-z]+(?:=(?:[\w.*+/-]+|"[^"]*"|:[^:]*:))?)+)/gi)].map(({ groups = {} }) => toMember(groups["name"] ?? "", groups["rest"] ?? ""));
	return list.length > 0 || !text.includes("=") ? list : [toMember("", text)];
}
function toMember(name, text) {
	const pairs = [...text.matchAll(/(?:^|[;,])\s*([a-z]+)=(\d+)/gi)];
	const values = new Map(pairs.map(([, key = "", value = ""]) => [key.toLowerCase(), value]));
	return {
		name,
		values,
		remaining: values.get("r") ?? values.get("remaining")
	};
}
function tightest(members) {
	const left = ({ remaining }) => Number(remaining ?? Number.POSITIVE_INFINITY);
	return members.toSorted((a, b) => left(a) - left(b))[0];
}

// src/io/registry/give-up.ts
/** The fault of a request that failed for a while and is not sent again. A fault keeps its own error. */
function giveUp(result, { subject, url, method }, { limits, redactor }, why) {
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
	const isLoggedIn = readRateLimit(result.header, 0).counts === "account";
	const hint = status === 429 && !isLoggedIn ? "Run again later; a login often has a higher limit." : "Run again later.";
	const fields = {
		status,
		request: formatRequest(method, url),
		diagnostic,
		temporary: true,
		hint
	};
	const message = `${describeHost(subject, url)} ${what}${said} ${formatReason(why)}`;
	return {
		kind: "fault",
		error: failure(subject, code, message, fields),
		again: false
	};
}
/** `45 s`, `12 minutes`, `277 hours`. */
function formatDuration(milliseconds) {
	const seconds = Math.ceil(milliseconds / 1e3);
	if (seconds < 120) return `${seconds} s`;
	if (seconds < 7200) return `${Math.floor(seconds / 60)} minutes`;
	return seconds > 0xe8d4a51000 ? "for ever" : `${Math.floor(seconds / 3600)} hours`;
}
function formatReason(why) {
	if ("retries" in why) return `after ${why.retries} retries`;
	return `${why.asked === void 0 ? "and has no more time to wait" : `and asks to wait ${formatDuration(why.asked)}`}; giving up`;
}

// src/io/registry/pace.ts
/** How the rate changes. Requests a second, or what is added to them with each request that is taken. */
const tuning = {
	/** Of the rate that was taken so far, to begin with. */
	start: .8,
	/** Slower is no use: the clocks of list and run would stop it, and say so better. */
	least: 1,
	/** A second of requests raises the rate by 60 %, as long as no paced rate was refused, … */
	search: .6,
	/** … by 10 % below a rate that was, … */
	approach: .1,
	/** … and by 0.5 % around it: each refusal costs a pause, and those have a budget. */
	hover: .005
};
/**
* A pacer that begins to pace with the first refusal. It cannot know what kind of limit there is (fixed or sliding window, token
* bucket), so it spaces requests evenly, which suits all kinds, at a rate measured from what was taken before the refusal.
*/
function createPacer() {
	let rate;
	let ceiling = Number.POSITIVE_INFINITY;
	let until = 0;
	let last = Number.NEGATIVE_INFINITY;
	let refusals = 0;
	let count = 0;
	let since;
	/** What was taken, over the time until the host will take more; a burst of a few milliseconds is no rate. */
	const measure = (now, asked) => {
		const span = now - (since ?? now);
		return (rate === void 0 ? count : rate * span / 1e3) * 1e3 / Math.max(1e3, span + asked);
	};
	const growth = () => {
		if (ceiling === Number.POSITIVE_INFINITY) return tuning.search;
		return (rate ?? 0) < .9 * ceiling ? tuning.approach : tuning.hover;
	};
	const slower = (measured) => {
		if (rate === void 0) return measured;
		ceiling = rate;
		return count === 0 ? rate / 2 : Math.min(rate * tuning.start, Math.max(measured, rate / 8));
	};
	return {
		next: (now) => Math.max(now, until, rate === void 0 ? now : last + 1e3 / rate),
		take(now) {
			since ??= now;
			last = now;
			return refusals;
		},
		pause(end) {
			until = Math.max(until, end);
		},
		pausedUntil: () => until,
		accepted(taken) {
			if (taken === refusals) count++;
			if (rate === void 0) return;
			rate += growth();
			if (rate > 1.1 * ceiling) ceiling = Number.POSITIVE_INFINITY;
		},
		refused(taken, now, asked) {
			if (taken < refusals) return;
			rate = Math.max(tuning.least, slower(measure(now, asked) * tuning.start));
			refusals++;
			count = 0;
			since = now + asked;
		},
		rate: () => rate
	};
}

// src/io/registry/pace-queue.ts
/** Only the first in the queue of a host needs a timer, and the rate may change while the others wait. */
function createPaceQueue() {
	const waiting = [];
	let busy = false;
	return {
		enter(signal) {
			if (!busy) {
				busy = true;
				return Promise.resolve();
			}
			return new Promise((resolve, reject) => {
				const pass = () => {
					signal.removeEventListener("abort", stop);
					resolve();
				};
				const stop = () => {
					waiting.splice(waiting.indexOf(pass), 1);
					reject(signal.reason);
				};
				if (signal.aborted) return reject(signal.reason);
				signal.addEventListener("abort", stop, { once: true });
				waiting.push(pass);
			});
		},
		isFree: () => !busy,
		leave() {
			const next = waiting.shift();
			if (next) next();
			else busy = false;
		}
	};
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
* a host together have a limit. After a refusal because of a limit, requests to the host keep a pace that it takes; waiting for one's
* turn is no retry and no pause. What still fails then is a fault; other statuses are the caller's.
*/
function withRetries(exchange, options) {
	const hosts = /* @__PURE__ */ new Map();
	return async (request) => {
		const host = hosts.get(request.url.host) ?? createHost();
		hosts.set(request.url.host, host);
		for (let attempt = 0;; attempt++) {
			const known = refuseAtOnce(host, request, options);
			if (known) return known;
			const taken = takeAtOnce(host, options) ?? await takeTurn(host, request, options);
			if (typeof taken !== "number") return taken;
			const refused = refuseAtOnce(host, request, options);
			if (refused) return refused;
			host.running++;
			const result = await exchange(request).finally(() => host.running--);
			const limit = result.kind === "answer" ? readLimit(result, request, options) : void 0;
			if (result.kind === "fault" ? result.again : temporaryStatus.has(result.status)) {
				const stopped = pauseAfter(result, attempt, {
					host,
					taken,
					request,
					options
				});
				if (stopped) return stopped;
				continue;
			}
			if (result.kind === "answer") {
				host.pacer.accepted(taken);
				host.takes = true;
			}
			if (limit) waitForReset(limit, {
				host,
				taken,
				request,
				options
			});
			return result;
		}
	};
}
function createHost() {
	return {
		pacer: createPacer(),
		queue: createPaceQueue(),
		running: 0,
		waited: 0,
		foreseen: 0,
		counted: true,
		closed: void 0,
		takes: true
	};
}
/** Gives the answer that closed a host to everybody who comes later. */
function refuseAtOnce({ closed }, request, options) {
	const rest = (closed?.until ?? 0) - options.clock.now();
	if (!closed || rest <= 0) return void 0;
	return giveUp(closed.by, request, options, closed.retries === void 0 ? { asked: rest } : { retries: closed.retries });
}
/** A turn that nobody has to wait for; nearly all are. */
function takeAtOnce({ pacer, queue }, { clock }) {
	const now = clock.now();
	return queue.isFree() && pacer.next(now) <= now ? pacer.take(now) : void 0;
}
/** Waits for the end of a pause and for a turn after it. The fault: whoever waits was stopped. */
async function takeTurn(host, request, options) {
	const { pacer, queue } = host;
	const { clock, meter } = options;
	const { signal } = request;
	try {
		await queue.enter(signal);
	} catch (error) {
		return stoppedBy(error);
	}
	try {
		for (let now = clock.now();;) {
			const at = pacer.next(now);
			if (at <= now) return pacer.take(now);
			if (!host.counted && pacer.pausedUntil() > now) {
				host.counted = true;
				meter.wait(request.url.host);
			}
			await clock.sleep(at - now, signal);
			now = Math.max(at, clock.now());
		}
	} catch (error) {
		return stoppedBy(signal.aborted ? signal.reason : error);
	} finally {
		queue.leave();
	}
}
function stoppedBy(reason) {
	if (reason instanceof RegistryError) return {
		kind: "fault",
		error: reason,
		again: false
	};
	throw reason;
}
/** Pauses the host after a temporary failure, or says why the request is not sent again. */
function pauseAfter(result, attempt, sent) {
	const { host, taken, request, options } = sent;
	const { limits, clock } = options;
	const now = clock.now();
	const asked = result.kind === "answer" ? readRetryAfter(result.header, now) : void 0;
	const isLimit = result.kind === "answer" && (result.status === 429 || result.status === 503 && asked !== void 0);
	if (isLimit) {
		if (host.pacer.rate() === void 0) host.takes = false;
		host.pacer.refused(taken, now, asked ?? 0);
	}
	if (attempt >= limits.retries) {
		if (isLimit && result.kind === "answer" && !host.takes) host.closed = {
			by: result,
			until: Number.POSITIVE_INFINITY,
			retries: attempt
		};
		return giveUp(result, request, options, { retries: attempt });
	}
	const most = budget(host, options, now);
	const pause = choosePause(asked, attempt, options, most);
	if (pause > most) {
		if (asked !== void 0 && result.kind === "answer" && result.status === 429) host.closed = {
			by: result,
			until: now + asked
		};
		return giveUp(result, request, options, { asked });
	}
	pauseUntil(host, now + pause, now);
}
/**
* A limit that is used up by what is on its way needs no refusal to be known: its reset is waited for, with at most half of the time
* that there is. Once there is a pace, a second is left to it, since it may be a fraction rounded up.
*/
function waitForReset({ remaining, reset = 0 }, { host, taken, options }) {
	if (remaining === void 0 || reset <= 0 || remaining > host.running) return;
	const rate = host.pacer.rate();
	if (rate !== void 0 && reset <= Math.max(1e3, 2e3 / rate)) return;
	const now = options.clock.now();
	const longer = now + reset - Math.max(now, host.pacer.pausedUntil());
	if (host.foreseen + longer > options.limits.waitMs / 2 || reset > budget(host, options, now)) return;
	host.foreseen += Math.max(0, longer);
	host.pacer.refused(taken, now, reset);
	pauseUntil(host, now + reset, now);
}
function readLimit(answer, { url }, { clock, meter }) {
	const limit = readRateLimit(answer.header, clock.now());
	meter.limit(url.host, limit);
	return limit;
}
/** Milliseconds from now that a pause may still have: the rest of the one that is going on has been paid for. */
function budget({ waited, pacer }, { limits }, now) {
	return limits.waitMs - waited + Math.max(0, pacer.pausedUntil() - now);
}
function pauseUntil(host, until, now) {
	const before = host.pacer.pausedUntil();
	if (until <= before || until <= now) return;
	if (before <= now) host.counted = false;
	host.waited += until - Math.max(before, now);
	host.pacer.pause(until);
}
/** `most`: what the host may still cost. Chance alone must not make a pause too long. */
function choosePause(asked, attempt, { limits, clock }, most) {
	const own = limits.backoffMs * 2 ** attempt * (.5 + clock.random() / 2);
	if (asked === void 0) return own;
	if (asked > most) return asked;
	return Math.min(most, Math.max(own, asked + clock.random() * Math.min(250, limits.backoffMs)));
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

// src/io/registry/address.ts
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
		"::ffff:0:0:0",
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
	const carrier = carriers.find(([prefix, bits]) => holds(prefix, bits, bytes));
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
	if (prefix.includes(":") !== (bytes.length === 16)) return false;
	const want = addressBytes(prefix);
	if (!want) return false;
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

// src/io/registry/realm.ts
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
	if (/^https?:\/\/[^/?#\\]*@/i.test(realm)) return refuse("asks for a login at an address with a user name in it");
	if (realm.includes("#")) return refuse("asks for a login at an address with a fragment");
	if (url.protocol === "http:" && !plainHttp(url.host)) return {
		kind: "refuse",
		why: `asks for a login over plain http, at ${host}`,
		plain: host
	};
	if (hostNameKind(url.hostname) === "forbidden") return refuse(`asks for a login at ${host}, which is not allowed`);
	const named = authHost !== void 0 && url.host === authHost;
	if (isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0 && !named && url.hostname !== request.hostname) return refuse(`asks for a login at an IP address, ${host}`);
	for (const name of ours) url.searchParams.delete(name);
	return {
		kind: "ask",
		url,
		trusted: named || url.host === request.host || habitOf(registry).authHosts.includes(url.host)
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
		const hint = verdict.plain === void 0 ? notARegistry : asker.advice.authHost(`http://${verdict.plain}`);
		throw failure(subject, "refused", message, {
			request: formatRequest("GET", request),
			hint
		});
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

// src/io/registry/login-use.ts
/** A challenge for a password can be met with a password only. @throws RegistryError `unauthorized` where there is none */
function checkUsable(scheme, login, { subject, advice, wanted }, url) {
	if (scheme.kind !== "basic" || login?.kind === "password") return;
	const what = login ? "takes a user name and a password only, not a token" : "needs a login";
	throw failure(subject, "unauthorized", `registry ${subject.registry} ${what}`, {
		hint: login ? advice.password() : advice.login(),
		request: formatRequest(wanted?.method ?? "GET", url)
	});
}
/** A login goes over plain http only where that is set for the host. @throws RegistryError `refused` */
function checkPlainHttp({ subject, access, advice }, url) {
	if (url.protocol !== "http:" || mayUsePlainHttp(access)) return;
	throw failure(subject, "refused", `refusing to send a password over http to ${subject.registry}`, {
		hint: access.choice.from === "entry" ? `If that is right, set ${access.choice.entry.prefix}_PLAIN_HTTP=true.` : advice.plainHttp(subject.registry),
		request: formatRequest("GET", url)
	});
}

// src/io/registry/redirect.ts
const redirectStatus = /* @__PURE__ */ new Set([
	301,
	302,
	303,
	307,
	308
]);
/**
* Sends a GET or HEAD and follows its redirects. From the first hop to another scheme, host or port on, the login and the client
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
	#endpoint;
	#withheld;
	constructor(tools) {
		this.#tools = tools;
	}
	/** What the registry has taught so far, for `doctor`. */
	get learned() {
		const { accepted, rejected } = this.#guard;
		return {
			scheme: this.#scheme?.kind,
			accepted,
			rejected,
			withheld: this.#withheld
		};
	}
	/** What the registry calls itself where it asks for a token: Harbor says `harbor-registry` under any host. */
	get service() {
		return this.#scheme?.kind === "bearer" ? this.#scheme.service : void 0;
	}
	/**
	* Asks an address of the registry, with GET where nothing else is wanted, with whatever login that needs. Answers of any status but 401 come back as they are.
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
		if (login === "none" && this.#scheme !== void 0) checkUsable(this.#scheme, await job.login(), job, url);
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
		if (scheme.kind === "basic") {
			if (login?.kind === "password") return this.#sendLogin(job, url, limit, login);
			return {
				followed: await this.#follow(job, url, {}, limit),
				login: "none",
				withheld: void 0
			};
		}
		if (login?.kind === "bearer") return this.#sendLogin(job, url, limit, login);
		const { token, withheld, fresh } = await this.#token(job, url, scheme, login);
		const headers = { authorization: `Bearer ${token.value}` };
		return {
			followed: await this.#follow(job, url, headers, limit),
			login: fresh ? "fresh" : "token",
			withheld
		};
	}
	async #sendLogin(job, url, limit, login) {
		const { subject } = job;
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
		const { subject, advice, path, signal, wanted } = job;
		const { endpoint, trusted, withheld, tls } = this.#endpointFor(job, url, scheme, login);
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
			signal,
			budget: wanted?.budget
		};
		const token = await (used ? this.#guardedToken(request) : this.#freeToken(request, withheld));
		this.#withheld ??= withheld;
		if (withheld) this.#tools.warn(`${withheld.message}; it was asked without one`);
		this.#tokens.set(path, token);
		return {
			token,
			withheld,
			fresh: true
		};
	}
	/** The same for all repositories, where nothing is wrong with it: then no message names one. */
	#endpointFor(job, url, scheme, login) {
		const known = this.#endpoint;
		if (known?.scheme === scheme && known.login === login && known.origin === url.origin) return known.endpoint;
		const endpoint = chooseEndpoint(job, url, scheme, login, this.#tools);
		if (!endpoint.withheld) this.#endpoint = {
			scheme,
			login,
			origin: url.origin,
			endpoint
		};
		return endpoint;
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
		const { subject, advice, access, signal, wanted } = job;
		const { credentials, exchange, limits, redactor } = this.#tools;
		const request = {
			subject,
			advice,
			method: wanted?.method ?? "GET",
			url,
			headers: wanted ? {
				accept: wanted.accept,
				...headers
			} : headers,
			tls: access.tls,
			limit,
			signal,
			budget: wanted?.budget
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
		const { subject, advice, wanted } = job;
		const { diagnosticLength } = limits;
		const asked = {
			wanted: wanted?.name,
			method: wanted?.method
		};
		const error = statusFailure(answer, {
			subject,
			advice,
			url,
			redactor,
			diagnosticLength,
			...asked
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

// src/io/registry/sparing.ts
/**
* Why the labels of one more image are not read: the registry counts that as a pull, and half of the pulls that it gives are gone. The
* other half is for whoever really pulls from the same address or with the same login. Undefined where nothing is against it.
*/
function refuseToSpend(subject, { limit, remaining } = {}) {
	if (!habitOf(subject.registry).countsPulls || limit === void 0 || remaining === void 0) return void 0;
	if (remaining > limit / 2) return void 0;
	const message = `registry ${subject.registry} has ${remaining} of ${limit} pulls left, and to read labels would take some of them`;
	return failure(subject, "rate-limited", message, { temporary: true });
}

// src/io/registry/targets.ts
/**
* Every registry that is configured with the login it gets: sets of variables by index, then docker's configuration in its order. One
* target for each login of a host, so that no login is tried twice (threat model C-12). The host `*` is none.
*/
function configuredTargets(credentials) {
	const { entries, docker } = credentials;
	const places = [
		...docker?.logins.keys() ?? [],
		...docker?.helpers.keys() ?? [],
		...docker?.stored ?? []
	];
	return distinct([...entries.filter(({ host }) => host !== "*").map((entry) => entryTarget(credentials, entry)), ...places.map((place) => placeTarget(credentials, place))]);
}
/** A registry that somebody names. */
function hostTarget(credentials, registry) {
	return {
		registry,
		path: "",
		lists: false,
		access: selectAccess(credentials, {
			registry,
			path: ""
		})
	};
}
/** A repository that somebody names. */
function listTarget(credentials, repository) {
	return {
		...repository,
		lists: "all",
		access: selectAccess(credentials, repository)
	};
}
/** A repository that the project uses: whether a page of its tags can be read. */
function pageTarget(credentials, repository) {
	return {
		...listTarget(credentials, repository),
		lists: "page"
	};
}
/** The registry of a target with the login that the target has. */
function hostOf({ registry, access }) {
	return {
		registry,
		path: "",
		lists: false,
		access
	};
}
/** True for targets of one registry that get one login. */
function isAlike(one, other) {
	return one.registry === other.registry && sourceKey(one.access) === sourceKey(other.access);
}
/** The targets without those that ask the same as one before them. */
function distinct(targets) {
	const seen = /* @__PURE__ */ new Set();
	return targets.filter(({ registry, path, lists, access }) => {
		const key = `${registry} ${lists ? path : ""} ${sourceKey(access)}`;
		return !seen.has(key) && seen.add(key);
	});
}
/** Tells apart where logins come from. */
function sourceKey({ choice }) {
	if (choice.from === "entry") return choice.entry.prefix;
	if (choice.from === "docker") return `docker ${choice.place}`;
	return choice.from === "helper" ? `helper ${choice.helper}` : choice.from;
}
/** What people call the source of a login; undefined where there is none. */
function describeSource(choice) {
	if (choice.from === "nowhere") return void 0;
	if (choice.from === "entry") return choice.entry.prefix;
	if (choice.from === "helper") return `docker-credential-${choice.helper}`;
	if (choice.from === "unusable") return "docker's configuration";
	return choice.place.includes("/") ? `${choice.name} (${choice.place})` : choice.name;
}
function entryTarget(credentials, entry) {
	const path = entry.repository && plainPath(entry.repository);
	return {
		registry: entry.host,
		path: path ?? "",
		lists: false,
		access: selectEntryAccess(credentials, entry)
	};
}
function placeTarget(credentials, place) {
	const [registry = "", ...path] = place.split("/");
	return {
		registry,
		path: "",
		lists: false,
		access: selectAccess(credentials, {
			registry,
			path: path.join("/")
		})
	};
}
/** The one repository that a pattern means, if it has no wildcards. */
function plainPath({ text }) {
	return /^[a-z0-9._/-]+$/.test(text) ? text : void 0;
}

// src/io/registry/body.ts
/** Takes the content coding off a body, counting decoded bytes (threat model R-05). At most one coding, gzip. */
async function decodeBody(bytes, coding, limit) {
	const name = coding.trim().toLowerCase();
	if (name === "" || name === "identity") return {
		kind: "whole",
		bytes
	};
	if (name !== "gzip" && name !== "x-gzip") return {
		kind: "unknown-coding",
		coding: name
	};
	const { gunzipSync } = await import("node:zlib");
	try {
		return {
			kind: "whole",
			bytes: gunzipSync(bytes, { maxOutputLength: limit })
		};
	} catch (error) {
		const code = error instanceof Error && "code" in error ? String(error.code) : "";
		if (code === "ERR_BUFFER_TOO_LARGE") return { kind: "too-large" };
		if (code.startsWith("Z_")) return { kind: "broken-coding" };
		throw error;
	}
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
		case "UND_ERR_INFO":
		case "ERR_HTTP2_STREAM_CANCEL":
		case "ERR_HTTP2_SESSION_ERROR":
		case "ERR_HTTP2_GOAWAY_SESSION":
		case "ERR_HTTP2_INVALID_SESSION": return lost(begun);
		case "NGHTTP2_PROTOCOL_ERROR": return begun ? lost(begun) : explainRest(code);
		default: return code.startsWith("NGHTTP2_") ? lost(begun) : explainRest(code);
	}
}
function lost(begun) {
	return begun ? {
		code: "incomplete",
		what: "broke off in the middle of an answer",
		again: true,
		next: "later"
	} : {
		code: "unavailable",
		what: "closed the connection without an answer",
		again: true,
		next: "closed"
	};
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
	if (/^(?:HPE_|UND_ERR_|ERR_INVALID_|ERR_ASSERTION|NGHTTP2_|ERR_HTTP2_)/.test(code)) return {
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
/** What keeps a host from being asked, as far as this machine can look it up: the address that is not allowed; undefined where all are. */
function probeLookup(hostname, find) {
	return new Promise((resolve) => {
		guardedLookup(false, find)(hostname, { all: true }, (error) => {
			resolve(error instanceof AddressRefused ? error : void 0);
		});
	});
}

// src/io/registry/proxy-fault.ts
/** A proxy did not lead to the registry. */
var ProxyFault = class extends Error {
	/** The variable that names the proxy, and its host and port. */
	variable;
	host;
	/** What the proxy answered, where it did. */
	status;
	/** Code of the error where there was no answer, as `ECONNREFUSED`. Not called `code`: undici would take it for its own and try for ever. */
	reason;
	constructor({ variable, url }, { status, reason = "" }) {
		super(`proxy ${url.host} of ${variable} did not lead on`);
		this.name = "ProxyFault";
		this.variable = variable;
		this.host = url.host;
		this.status = status;
		this.reason = reason;
	}
};
const before = /* @__PURE__ */ new Set([
	"ECONNREFUSED",
	"ECONNRESET",
	"EPIPE",
	"ENOTFOUND",
	"EAI_AGAIN",
	"EHOSTUNREACH",
	"ENETUNREACH",
	"ETIMEDOUT",
	"UND_ERR_CONNECT_TIMEOUT",
	"UND_ERR_HEADERS_TIMEOUT",
	"UND_ERR_SOCKET"
]);
/** The fault of a proxy, if an error of a connection through it is one; else the error itself. */
function asProxyFault(error, proxy) {
	if (!(error instanceof Error)) return error;
	const status = /Proxy response \((\d{3})\)/.exec(error.message)?.[1];
	if (status !== void 0) return new ProxyFault(proxy, { status: Number(status) });
	if (/\b407\b/.test(error.message) && error.name === "InvalidArgumentError") return new ProxyFault(proxy, { status: 407 });
	const root = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
	const code = "code" in root && typeof root.code === "string" ? root.code : "";
	return before.has(code) || error.name === "SecureProxyConnectionError" ? new ProxyFault(proxy, { reason: code }) : error;
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
	if (root instanceof ProxyFault) return {
		kind: "fault",
		...proxyFault(root, {
			subject,
			url,
			request
		})
	};
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
		again,
		...http2Fault(codeOf(root), begun)
	};
}
/** A proxy stands between: what it did is not the registry's doing. */
function proxyFault({ status, reason, host, variable }, { subject, url, request }) {
	const proxy = formatHost(host);
	const what = status === void 0 ? `it could not be reached (${reason})` : `it answered ${status}`;
	const direct = `add ${formatHost(url.hostname)} to NO_PROXY if it is reached without a proxy`;
	const hint = status === 407 ? `Check the user name and password in ${variable}.` : `Check ${variable}, or ${direct}.`;
	const message = `${describeHost(subject, url)} cannot be reached through the proxy ${proxy} of ${variable}: ${what}`;
	const again = status === 502 || status === 503 || status === 504 || /^(?:ECONNRESET|EPIPE|EAI_AGAIN|UND_ERR_SOCKET)$/.test(reason);
	return {
		error: failure(subject, status === 407 ? "unauthorized" : "unavailable", message, {
			request,
			hint,
			temporary: status === void 0 || status >= 500
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
/** What a server did to HTTP/2 itself, and might not do to HTTP/1.1. Asking for calm is about the number of requests. */
function http2Fault(code, begun) {
	if (code === "NGHTTP2_ENHANCE_YOUR_CALM") return {};
	if (!begun && /^(?:NGHTTP2_REFUSED_STREAM|ERR_HTTP2_GOAWAY_SESSION)$/.test(code)) return { http2: "refused" };
	return /^(?:NGHTTP2|ERR_HTTP2)_/.test(code) ? { http2: "broken" } : {};
}
function codeOf(error) {
	if (error instanceof Error && (error.name === "HTTPParserError" || error.message === "bad upgrade")) return "HPE_";
	if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return "";
	if (error.code === "UND_ERR_SOCKET" && error.message.includes("GOAWAY")) return "ERR_HTTP2_GOAWAY_SESSION";
	if (error.code === "UND_ERR_INFO" && error.message.startsWith("HTTP/2: stream ")) return "NGHTTP2_CANCEL";
	if (error.code === "ERR_HTTP2_STREAM_ERROR") return /NGHTTP2_\w+/.exec(error.message)?.[0] ?? error.code;
	return error.code === "EPROTO" && /wrong version number/i.test(error.message) ? "ERR_SSL_WRONG_VERSION_NUMBER" : error.code;
}
function at(error) {
	if (!(error instanceof Error) || !("address" in error) || typeof error.address !== "string") return "";
	const port = "port" in error && typeof error.port === "number" ? `:${error.port}` : "";
	return ` (${error.address.includes(":") ? `[${error.address}]` : error.address}${port})`;
}

// src/io/registry/receive.ts
/** Bytes that they may hold together; an answer under way may always have its share of it. */
const mostHeld = 67108864;
/**
* Sends a request and gathers its answer. By undici's own handlers, since a stream for each body costs as much again as a short answer.
* Rejects with what undici, Node or the stop gave; `onStatus` is told as soon as an answer begins.
*/
function receive(dispatcher, options, stop, { limitFor, onStatus, holding }) {
	return new Promise((resolve, reject) => {
		let controller;
		let status = 0;
		let headers = {};
		let limit = 0;
		let length = 0;
		let chunks = [];
		let ended = false;
		const end = (settle) => {
			if (ended) return;
			ended = true;
			settle();
			chunks = [];
			holding.bytes -= length;
			holding.answers--;
		};
		const answer = (cut, crowded = false) => {
			const [only] = chunks;
			const body = chunks.length === 1 && only ? only : Buffer.concat(chunks);
			return {
				status,
				headers,
				body: cut ? body.subarray(0, limit) : body,
				cut,
				crowded
			};
		};
		holding.answers++;
		stop.end = (reason) => {
			end(() => reject(reason));
			controller?.abort(toError$1(reason));
		};
		const handler = {
			onRequestStart(given) {
				controller = given;
				if (ended) given.abort(toError$1(stop.reason));
			},
			onRequestUpgrade(_controller, _status, _headers, socket) {
				socket.destroy();
				end(() => reject(/* @__PURE__ */ new Error("bad upgrade")));
			},
			onResponseStart(_controller, given, fields) {
				if (given < 200) return;
				status = given;
				headers = fields;
				limit = limitFor(given);
				onStatus(given);
			},
			onResponseData(given, chunk) {
				if (ended) return;
				length += chunk.length;
				holding.bytes += chunk.length;
				chunks.push(chunk);
				const crowded = holding.bytes > mostHeld && length > mostHeld / holding.answers;
				if (length <= limit && !crowded) return;
				end(() => resolve(answer(true, length <= limit)));
				given.abort(/* @__PURE__ */ new Error("the answer is longer than the limit"));
			},
			onResponseEnd() {
				end(() => resolve(answer(false)));
			},
			onResponseError(_controller, error) {
				end(() => reject(error));
			}
		};
		if (stop.reason !== void 0) stop.end(stop.reason);
		else try {
			dispatcher.dispatch(options, handler);
		} catch (error) {
			end(() => reject(error));
		}
	});
}
function toError$1(reason) {
	return reason instanceof Error ? reason : /* @__PURE__ */ new Error("stopped");
}

// src/io/registry/exchange.ts
/** Sends one request and reads its answer, with a clock of its own. Never rejects. */
async function send(request, line, { limits, meter, proxy, http2, holding }) {
	const { url, method, signal } = request;
	const stop = {
		reason: void 0,
		end: void 0
	};
	const halt = (reason) => {
		stop.reason ??= reason;
		stop.end?.(stop.reason);
	};
	const timer = setTimeout(() => halt(tooLate(request, limits)), limits.requestMs);
	const stopped = () => halt(signal.reason);
	if (signal.aborted) stopped();
	signal.addEventListener("abort", stopped);
	let begun = false;
	try {
		meter.request(url.host, request.budget !== void 0);
		const options = {
			origin: url.origin,
			method,
			path: `${url.pathname}${url.search}`,
			headers: {
				...alwaysSent,
				...request.headers
			},
			body: request.body ?? null,
			idempotent: true,
			headersTimeout: limits.idleMs,
			bodyTimeout: limits.idleMs
		};
		const limitFor = (status) => status === 200 ? request.limit.bytes : limits.errorBytes;
		const onStatus = () => {
			begun = true;
		};
		const received = await receive(await line, options, stop, {
			limitFor,
			onStatus,
			holding
		});
		return await readAnswer(received, request, {
			limit: limitFor(received.status),
			meter,
			http2: http2()
		});
	} catch (error) {
		const lost = proxy && url.protocol === "http:" ? asProxyFault(error, proxy) : error;
		return faultOf(stop.reason ?? lost, request, {
			limits,
			begun
		});
	} finally {
		clearTimeout(timer);
		signal.removeEventListener("abort", stopped);
	}
}
const alwaysSent = {
	accept: "application/json",
	"accept-encoding": "gzip",
	"user-agent": "kluctl-images"
};
async function readAnswer({ status, headers, body: raw, cut, crowded }, request, { limit, meter, http2 }) {
	const header = (name) => {
		const value = Object.hasOwn(headers, name) ? headers[name] : void 0;
		return value === void 0 ? [] : Array.isArray(value) ? value : [value];
	};
	if (request.method === "HEAD") return {
		kind: "answer",
		status,
		header,
		body: /* @__PURE__ */ new Uint8Array()
	};
	const coding = header("content-encoding").join(", ");
	if (status === 200 && crowded) return bodyFault(request, "crowded");
	if (status === 200 && cut) return bodyFault(request, "too-large");
	const body = await decodeBody(raw, coding, limit);
	const bytes = body.kind === "whole" ? body.bytes : /* @__PURE__ */ new Uint8Array();
	meter.received(bytes.length);
	if (status !== 200) return {
		kind: "answer",
		status,
		header,
		body: bytes
	};
	if (body.kind === "unknown-coding") return bodyFault(request, `the content coding ${quote(body.coding, 40)}`);
	if (body.kind !== "whole") return bodyFault(request, body.kind);
	if (http2 && breaksOff(bytes)) return bodyFault(request, "broken-off");
	return {
		kind: "answer",
		status,
		header,
		body: bytes
	};
}
function tooLate({ subject, url, method }, { requestMs }) {
	const message = `${describeHost(subject, url)} did not finish in ${requestMs / 1e3} s`;
	const fields = {
		request: formatRequest(method, url),
		temporary: true,
		hint: "Run again later."
	};
	return failure(subject, "timeout", message, fields);
}
/** True for the beginning of an object without its end. A stream of HTTP/2 that a server resets in its middle can end like a whole one. */
function breaksOff(body) {
	const begin = body.find((byte) => byte > 32);
	const end = body.findLast((byte) => byte > 32);
	return begin === 123 && end !== 125;
}
function bodyFault({ subject, url, method, limit }, kind) {
	const fields = {
		status: 200,
		request: formatRequest(method, url)
	};
	if (kind === "crowded") {
		const what = `${describeHost(subject, url)} sends so much at once that it does not fit into memory`;
		return fault$1(failure(subject, "incomplete", what, {
			...fields,
			temporary: true,
			hint: notARegistry
		}), true);
	}
	if (kind === "too-large") return fault$1(failure(subject, "incomplete", limit.tooLarge, fields));
	const host = describeHost(subject, url);
	if (kind === "broken-coding" || kind === "broken-off") {
		const what = kind === "broken-off" ? `${host} broke off in the middle of an answer` : `the compressed answer of ${host} is broken`;
		return fault$1(failure(subject, "incomplete", what, {
			...fields,
			temporary: true,
			hint: "Run again later."
		}), true);
	}
	return fault$1(failure(subject, "protocol", `${host} answered with ${kind}, which was not asked for`, fields));
}
function fault$1(error, again = false) {
	return {
		kind: "fault",
		error,
		again
	};
}

// src/io/registry/line.ts
var import_connect = /* @__PURE__ */ __toESM(require_connect(), 1);
var import_client = /* @__PURE__ */ __toESM(require_client(), 1);
var import_pool = /* @__PURE__ */ __toESM(require_pool(), 1);
const streamWindow = 1048576;
const connectionWindow = 16777216;
/**
* The connections to one scheme, host and port with one TLS setting: a single one where the server speaks HTTP/2, with many requests on
* it at a time; else up to `limits.connections`.
*/
async function createLine(options) {
	const { limits, proxy, url } = options;
	if (!proxy) return createPool(url.origin, guardDirect(options), options);
	const { ProxyAgent } = await import("./undici.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new ProxyAgent({
		uri: proxy.url.href,
		...proxy.authorization === void 0 ? {} : { token: proxy.authorization },
		proxyTunnel: url.protocol === "https:",
		requestTls: tlsOptions(options),
		proxyTls: { timeout: limits.connectMs },
		clientFactory: (origin, given) => new import_pool.default(origin, {
			...given,
			connections: limits.connections,
			headersTimeout: limits.connectMs
		}),
		factory: (origin, given) => createPool(origin, guardProxied(connectorOf(given), proxy, options), options)
	});
}
function createPool(origin, connect, { limits, onConnect }) {
	const many = limits.streams * 2;
	let h2 = false;
	return new import_pool.default(origin, {
		connections: limits.connections,
		factory: (address) => {
			const client = new import_client.default(address, {
				allowH2: true,
				initialWindowSize: streamWindow,
				connectionWindowSize: connectionWindow,
				pipelining: h2 ? many : 1,
				connect: (target, callback) => connect(target, (...result) => {
					const [error, socket] = result;
					if (error) onConnect({ error });
					else {
						h2 = socket !== null && "alpnProtocol" in socket && socket.alpnProtocol === "h2";
						if (h2) client.pipelining = many;
						onConnect({ h2 });
					}
					callback(...result);
				})
			});
			return client;
		}
	});
}
function tlsOptions({ tls, limits, allowHttp2 }) {
	return {
		timeout: limits.connectMs,
		allowH2: allowHttp2,
		rejectUnauthorized: tls.verify,
		...tls.ca === void 0 ? {} : { ca: tls.ca },
		...tls.cert === void 0 || tls.key === void 0 ? {} : {
			cert: tls.cert,
			key: tls.key
		}
	};
}
/** Every address that is connected to is judged (threat model R-02). */
function guardDirect(options) {
	const { mapped, named, url, lookup } = options;
	const connect = (0, import_connect.default)({
		...tlsOptions(options),
		...mapped ? {} : { lookup: guardedLookup(named, lookup) }
	});
	return (target, callback) => {
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
			const [, socket] = result;
			const elsewhere = socket?.remoteAddress ? refuseAddress(socket.remoteAddress, named) : void 0;
			if (!elsewhere) return callback(...result);
			socket?.destroy();
			callback(elsewhere, null);
		});
	};
}
/**
* A proxy looks names up by itself, so the address that it connects to cannot be seen. What this machine knows of the name is judged;
* a name that it does not know is left to the proxy.
*/
function guardProxied(connect, proxy, { named, lookup, url }) {
	const go = (target, callback) => connect(target, (...result) => {
		const [error] = result;
		if (error) callback(toError(asProxyFault(error, proxy)), null);
		else callback(...result);
	});
	return (target, callback) => {
		const refused = refuseLiteral(url.hostname, named);
		if (refused) return callback(refused, null);
		if (named) return go(target, callback);
		probeLookup(url.hostname, lookup).then((unwanted) => unwanted ? callback(unwanted, null) : go(target, callback), (error) => callback(toError(error), null));
	};
}
function connectorOf(given) {
	const connect = "connect" in given ? given.connect : void 0;
	if (isConnector(connect)) return connect;
	throw new TypeError("a proxy gave no way to connect");
}
function isConnector(value) {
	return typeof value === "function";
}
function toError(error) {
	return error instanceof Error ? error : new Error(String(error));
}

// src/io/registry/host-line.ts
const mostSilences = 3;
const mostBreaks = 2;
const mostTrials = 3;
const mostRefusals = 10;
const notOverHttp1 = /* @__PURE__ */ new Set([
	421,
	426,
	505
]);
/**
* The first request goes alone, until it is known whether the host speaks HTTP/2; a host that cannot be connected to is tried once,
* however many images are there. A server that refuses requests or breaks a connection with many of them on it is sent half as many at
* a time, and slowly more again while it answers. Where HTTP/2 stays broken for a request, it is sent over HTTP/1.1; all others follow
* once that is answered.
*/
var HostLine = class {
	#key;
	#options;
	#lineOptions;
	#http2;
	#http1;
	/** The one that is used. */
	#way;
	/** Undefined while nobody tries HTTP/1.1 instead of HTTP/2, and nobody knows what comes of it. */
	#trial;
	/** True once there was a connection. */
	#isOpen = false;
	/** Settles once the outcome of the first connection is known. Undefined while nobody has tried. */
	#opening;
	#settle = () => void 0;
	/** Counts how often fewer requests were let on the connection. */
	#generation = 0;
	/** Requests in a row that HTTP/2 was broken for, each with nothing else on the connection. */
	#breaks = 0;
	/** How often HTTP/2 was broken for a request, over all tries. */
	#breaksOf = /* @__PURE__ */ new WeakMap();
	/** How often a request was refused because of others, over all tries. */
	#refusalsOf = /* @__PURE__ */ new WeakMap();
	#trials = 0;
	/** Requests in a row that got no answer in time. */
	#silences = 0;
	constructor(key, url, tls, options) {
		this.#key = key;
		this.#options = options;
		const mapped = options.mapping(url);
		this.#lineOptions = {
			url,
			tls,
			mapped,
			limits: options.limits,
			lookup: options.lookup,
			named: options.isNamed(url),
			proxy: mapped ? void 0 : proxyFor(url, options.proxies),
			allowHttp2: true,
			onConnect: () => void 0
		};
		this.#http2 = this.#createWay(true);
		this.#way = this.#http2;
	}
	exchange = async (request) => {
		if (!this.#isOpen) {
			const known = await this.#opening;
			if (known && "error" in known) return faultOf(known.error, request, {
				limits: this.#options.limits,
				begun: false
			});
		}
		if (this.#silences >= mostSilences) return silent(request);
		for (;;) {
			const { result, isShared } = await (this.#isOpen || this.#opening ? this.#send(request) : this.#open(request));
			if (result.kind === "answer" || !result.http2) return result;
			if (isShared && result.http2 === "refused" && count(this.#refusalsOf, request) <= mostRefusals) continue;
			const breaks = count(this.#breaksOf, request);
			if (isShared ? breaks > mostBreaks : Math.max(breaks, this.#breaks) >= mostBreaks) return this.#overHttp1(request, result);
			if (isShared && result.again) return result;
		}
	};
	async close() {
		const ways = [this.#http2, this.#http1].filter((way) => way !== void 0);
		await Promise.all(ways.map(async ({ dispatcher }) => (await dispatcher).destroy()));
	}
	#createWay(allowHttp2) {
		const way = {
			lane: `${allowHttp2 ? "" : "http/1.1 "}${this.#key}`,
			speaksHttp2: false,
			dispatcher: createLine({
				...this.#lineOptions,
				allowHttp2,
				onConnect: (result) => {
					way.speaksHttp2 = "h2" in result && result.h2;
					this.#isOpen ||= "h2" in result;
					if (way.speaksHttp2) {
						this.#options.slots.widen(way.lane, this.#options.limits.streams);
						this.#options.onWide(this.#lineOptions.url);
					}
					this.#settle(result);
				}
			})
		};
		return way;
	}
	/** Where the first fails in a way that may pass, the next one opens the line again. */
	async #open(request) {
		this.#opening = new Promise((resolve) => {
			this.#settle = resolve;
		});
		const sent = await this.#send(request);
		const { result } = sent;
		if (result.kind === "fault" && (result.again || request.signal.aborted)) this.#opening = void 0;
		this.#settle({ h2: false });
		return sent;
	}
	/** Whoever waited for a way that is left by now goes over the new one. */
	async #send(request) {
		for (;;) {
			const way = this.#way;
			const sent = await this.#options.slots.run(way.lane, async (slot) => {
				if (way !== this.#way) return void 0;
				return {
					result: await this.#sendOver(way, request, () => slot.isShared),
					isShared: slot.isShared
				};
			});
			if (sent) return sent;
		}
	}
	async #sendOver(way, request, isShared) {
		if (this.#silences >= mostSilences) return silent(request);
		const { limits, meter, holding } = this.#options;
		const generation = this.#generation;
		const result = await send(request, way.dispatcher, {
			limits,
			meter,
			proxy: this.#lineOptions.proxy,
			http2: () => way.speaksHttp2,
			holding
		});
		this.#listen(way, result, request);
		if (result.kind === "answer") this.#options.slots.recover(way.lane);
		if (isShared()) this.#keepPace(way, result, generation);
		else if (way === this.#http2) this.#breaks = result.kind === "fault" && result.http2 ? this.#breaks + 1 : 0;
		return result;
	}
	/** What came of HTTP/2 is `before`; a server that has nothing else is not given up for HTTP/2. */
	async #overHttp1(request, before) {
		if (!this.#trial) {
			this.#trial = this.#tryHttp1(request, before);
			return (await this.#trial).result;
		}
		const { outcome } = await this.#trial;
		if (outcome === "useless") return before;
		return outcome === "spoken" ? (await this.#send(request)).result : this.#overHttp1(request, before);
	}
	async #tryHttp1(request, before) {
		this.#http1 ??= this.#createWay(false);
		const way = this.#http1;
		const result = await this.#options.slots.run(way.lane, () => this.#sendOver(way, request, () => false));
		if (result.kind === "answer") {
			if (notOverHttp1.has(result.status)) return {
				outcome: "useless",
				result: before
			};
			this.#way = way;
			return {
				outcome: "spoken",
				result
			};
		}
		const { aborted } = request.signal;
		const isLater = result.again || result.error.code === "timeout";
		if (aborted || isLater && ++this.#trials < mostTrials) {
			this.#trial = void 0;
			return {
				outcome: "later",
				result: aborted || result.again ? result : before
			};
		}
		return {
			outcome: "useless",
			result: before
		};
	}
	/** A server that breaks a connection with many requests on it takes fewer; once for all requests that were on their way. */
	#keepPace({ lane, speaksHttp2 }, result, generation) {
		if (!(result.kind === "fault" && speaksHttp2 && (result.http2 !== void 0 || result.again)) || generation !== this.#generation) return;
		this.#generation++;
		this.#options.slots.narrow(lane);
	}
	/** What the caller stopped says nothing of the host, and a way that is only tried says nothing of the one that is used. */
	#listen(way, result, { signal }) {
		if (result.kind === "answer") this.#silences = 0;
		else if (way === this.#way && result.error.code === "timeout" && !signal.aborted) this.#silences++;
	}
};
/** Counts one more for a request. */
function count(counts, request) {
	const now = (counts.get(request) ?? 0) + 1;
	counts.set(request, now);
	return now;
}
/** Each image would wait as long again, and a run with many would never end. */
function silent({ subject, url, method }) {
	const message = `${describeHost(subject, url)} let ${mostSilences} requests in a row without an answer, and is not asked any more`;
	const fields = {
		request: formatRequest(method, url),
		temporary: true,
		hint: "Run again later."
	};
	return {
		kind: "fault",
		error: failure(subject, "timeout", message, fields),
		again: false
	};
}

// src/io/registry/lines.ts
/** One line per scheme, host, port and TLS setting, so that a setting never leaks to another host. */
function createLines(options) {
	const lines = /* @__PURE__ */ new Map();
	const slots = createLanes(options.limits.connections);
	return {
		lineFor(url, tls) {
			const key = [
				url.origin,
				String(tls.verify),
				tls.ca,
				tls.cert,
				tls.key
			].join(" ");
			const line = lines.get(key) ?? new HostLine(key, url, tls, {
				...options,
				slots
			});
			lines.set(key, line);
			return line;
		},
		async close() {
			await Promise.all([...lines.values()].map((line) => line.close()));
			lines.clear();
		}
	};
}

// src/io/registry/transport.ts
/** Requests to one host go over one line; see `lines.ts`. */
function createTransport(options) {
	const lines = createLines({
		...options,
		holding: {
			bytes: 0,
			answers: 0
		},
		isNamed: (url) => isNamed(url, options),
		mapping: (url) => lookUpMapping(url, options)
	});
	const allowed = /* @__PURE__ */ new Set();
	const refuse = (request) => {
		const { host } = request.url;
		if (allowed.has(host)) return void 0;
		const refused = refuseHost(request, isNamed(request.url, options));
		if (!refused) allowed.add(host);
		return refused;
	};
	return {
		exchange: async (request) => refuse(request) ?? lines.lineFor(request.url, request.tls).exchange(request),
		close: lines.close
	};
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
	const lanes = createLanes(limits.connections);
	const transport = createTransport({
		limits,
		meter,
		named: namedHosts(credentials),
		connectTo,
		proxies: options.proxies ?? noProxies,
		onWide: (url) => lanes.widen(registryName(url), limits.streams),
		lookup: options.lookup
	});
	const clock = {
		now: tools.now,
		sleep: options.sleep ?? sleep,
		random: options.random ?? Math.random
	};
	const exchange = withRetries(withBudgets(transport.exchange), {
		limits,
		meter,
		redactor: tools.redactor,
		clock
	});
	const logins = createLoginFinder(credentials, tools);
	const run = createDeadline(limits.totalMs, () => everything(`registries did not finish in ${limits.totalMs / 1e3} s`));
	const running = /* @__PURE__ */ new Set();
	run.signal.addEventListener("abort", () => {
		for (const own of running) own.abort(run.signal.reason);
	});
	const sessions = /* @__PURE__ */ new Map();
	const lists = /* @__PURE__ */ new Map();
	const strangers = /* @__PURE__ */ new Set();
	const unsure = /* @__PURE__ */ new Set();
	const images = {
		limits,
		redactor: tools.redactor,
		now: tools.now,
		memory: createImageMemory(),
		pushDates: createPushDates({
			exchange,
			limits,
			credentials
		})
	};
	const known = rememberFacts();
	const accessFor = (repository, access = selectAccess(credentials, repository)) => strangers.has(repository.registry) ? withoutLogin(access) : unsure.has(repository.registry) ? selectAccess(exactLogins(credentials, repository.registry), repository) : access;
	const sessionFor = (access, registry) => {
		const key = `${registry} ${sourceKey(access)}`;
		const session = sessions.get(key) ?? new RegistrySession({
			...tools,
			exchange
		});
		sessions.set(key, session);
		return session;
	};
	/** Runs work at a registry in its lane, within all clocks; what goes wrong is told about `repository`. */
	const visit = async (repository, access, [milliseconds, late], work) => {
		const { registry, path } = repository;
		const subject = {
			registry,
			repository: path === "" ? void 0 : path
		};
		const own = createDeadline(milliseconds, () => failure(subject, "timeout", late, { temporary: true }));
		try {
			if (access.unverifiedBy !== void 0) tools.warn(`certificate checks are switched off for registry ${registry} (${access.unverifiedBy})`);
			return await lanes.run(registry, () => {
				run.start();
				own.start();
				if (run.signal.aborted) own.abort(run.signal.reason);
				running.add(own);
				const { signal } = own;
				signal.throwIfAborted();
				const advice = createAdvice(credentials, access, registry);
				const login = () => logins.find(access, subject);
				return work({
					subject,
					path,
					access,
					advice,
					login,
					signal
				}, sessionFor(access, registry));
			});
		} catch (error) {
			throw error instanceof RegistryError ? redacted(aboutSubject(error, subject), tools.redactor) : error;
		} finally {
			own.stop();
			running.delete(own);
		}
	};
	const list = async (repository, wanted = {}) => {
		const access = accessFor(repository);
		const late = `the tag list of ${formatRepository(repository)} was not complete after ${limits.listMs / 1e3} s`;
		return visit(repository, access, [limits.listMs, late], (job, session) => {
			const first = listAddress(repository, access.plainHttp, limits.pageSize);
			return listPages(job, first, session, tools, wanted);
		});
	};
	const learn = async (fact, reference) => {
		const { repository } = reference;
		const { registry, path } = repository;
		const name = formatImage(reference);
		const late = `${factNames[fact]} of ${name} were not there after ${limits.imageMs / 1e3} s`;
		const refuse = fact === "labels" ? () => refuseToSpend({
			registry,
			repository: path
		}, meter.read().hosts.get(registry)) : void 0;
		return known[fact].recall(`${name} ${reference.tag ?? ""}`, () => visit(repository, accessFor(repository), [limits.imageMs, late], (job, session) => readFact[fact]({
			job,
			session,
			reference
		}, {
			...images,
			refuse
		})));
	};
	return {
		async listTags(repository, { prefix = "" } = {}) {
			const key = formatRepository(repository);
			const known = lists.get(key) ?? lists.get(`${key} ${prefix}`);
			if (known) return known;
			meter.repository();
			const listing = list(repository, { prefix }).then((found) => {
				if (found.dropped > 0) tools.warn(`${key}: ${plural(found.dropped, "name is", "names are")} no tags and left out`);
				return found;
			});
			lists.set(prefix === "" ? key : `${key} ${prefix}`, listing);
			return listing;
		},
		readDigest: (reference, by) => learn(by === "document" ? "content" : "digest", reference),
		readPlatforms: (reference) => learn("platforms", reference),
		readDate: (reference) => learn("date", reference),
		readLabels: (reference) => learn("labels", reference),
		withhold(registries, others = []) {
			for (const registry of registries) strangers.add(normalizeRegistry(registry));
			for (const registry of others) unsure.add(normalizeRegistry(registry));
		},
		async check({ registry, path, access: given, lists }) {
			const repository = {
				registry,
				path
			};
			const access = accessFor(repository, given);
			const login = () => logins.find(access, {
				registry,
				repository: path
			});
			const late = `registry ${registry} was not tried in ${limits.listMs / 1e3} s`;
			const check = lists === "page" ? checkPage : checkRegistry;
			return {
				...lists === "all" ? await checkList(sessionFor(access, registry), login, () => list(repository), tools) : await visit(repository, access, [limits.listMs, late], (job, session) => check(job, session, tools)),
				choice: logins.giver(access)
			};
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
	for (const form of [...listSecrets(credentials), ...options.proxies?.secrets ?? []]) secret(form);
	return {
		limits,
		redactor,
		now: options.now ?? Date.now,
		secret,
		credentials,
		manners: createMannersBook(),
		warn: (text) => warn(redactor.redact(text))
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

// src/io/registries.ts
/** Reads logins, certificates and proxies, with all that is wrong with them. */
function readRegistrySettings({ env, workspace = env["GITHUB_WORKSPACE"] || env["CI_PROJECT_DIR"] || void 0, untrusted = false }) {
	const { credentials, problems } = readCredentials({
		env: untrusted ? withoutLogins(env) : env,
		home: untrusted ? void 0 : env["HOME"] ?? homedir(),
		workspace,
		readFile: (path) => existsSync(path) ? readFileSync(path, "utf8") : void 0
	});
	const { proxies, problems: proxyProblems } = readProxies(env);
	return {
		credentials,
		proxies,
		problems: [...problems, ...proxyProblems]
	};
}
/** The registries, with the logins of this machine. @throws AggregateError of InputErrors for settings that cannot be used */
function openRegistries(surroundings) {
	const settings = readRegistrySettings(surroundings);
	if (settings.problems.length > 0) throw new AggregateError(settings.problems);
	return connectRegistries(settings, surroundings);
}
/** The registries, with settings that were read before; what is wrong with some of them is the caller's. */
function connectRegistries({ credentials, proxies }, { addSecret, connectTo }, limits = {}) {
	const redactor = createRedactor();
	const secrets = (secret) => {
		redactor.add(secret);
		addSecret?.(secret);
	};
	const client = createRegistryClient({
		credentials,
		proxies,
		secrets,
		limits,
		...connectTo ? { connectTo } : {}
	});
	return Object.assign(client, { redactor });
}
function withoutLogins(env) {
	const login = /^KLUCTL_REGISTRY_(?:\d+_)?(?:USERNAME|PASSWORD|AUTH|IDENTITY_TOKEN|TOKEN|CERT_FILE|KEY_FILE)$/;
	const files = ["DOCKER_CONFIG", "XDG_RUNTIME_DIR"];
	return Object.fromEntries(Object.entries(env).filter(([name]) => !login.test(name) && !files.includes(name)));
}

export { commitMember, configuredTargets, connectRegistries, createLanes, createRedactor, describeSource, distinct, failedCheck, findNextPage, hostOf, hostTarget, isAlike, isInside, jsonMember, listTarget, normalizeHost, numberMember, openRegistries, pageTarget, proxyFor, readProxies, readRegistrySettings, readRetryAfter, textMember };