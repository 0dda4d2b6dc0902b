import { FilterError, compareBytes, familyOf, filterFunctions, holdsHash, isArtefactTag, isCalendarVersion, isHash, isMovingTag, isPreReleaseTail, isTimestamp, newest, parseVersionFilter, plural, quote, shorten, variantWord, versionShape } from "./words.js";

// src/version/helpers.ts
/**
* Any function of the filter language with its arguments by name, as a template gives them; a filter is given as filter text, and what is
* undefined is left out.
* @throws FilterError for a name that there is not, and for a value that makes no filter or cannot be quoted
*/
function formatFilterCall(name, given) {
	const called = filterFunctions.find((one) => one.name === name);
	return canonical(`${name}(${[...given].flatMap(([parameter, value]) => {
		if (value === void 0) return [];
		return [`${parameter}=${called?.parameters.find((one) => one.name === parameter)?.kind === "filter" ? canonical(String(value)) : quoteString(String(value))}`];
	}).join(", ")})`);
}
function canonical(text) {
	return parseVersionFilter(text).toSource();
}
function quoteString(text) {
	if (!text.includes("\"")) return `"${text}"`;
	if (!text.includes("'")) return `'${text}'`;
	const message = `${quote(text)} holds both ' and ", and strings of a version filter have no escapes`;
	throw new FilterError(text, text.indexOf("\""), message, { hint: "Write \\x22 for the double quote; no tag holds one anyway." });
}

// src/version/guess.ts
const layouts = [
	[/^(?:19|20)[0-9]{6}$/, "YYYYMMDD"],
	[/^(?:19|20)[0-9]{10}$/, "YYYYMMDDHHmm"],
	[/^(?:19|20)[0-9]{12}$/, "YYYYMMDDHHmmss"],
	[/^(?:19|20)[0-9]{6}-[0-9]{6}$/, "YYYYMMDD-HHmmss"],
	[/^(?:19|20)[0-9]{6}\.[0-9]{6}$/, "YYYYMMDD.HHmmss"],
	[/^(?:19|20)[0-9]{6}-[0-9]{4}$/, "YYYYMMDD-HHmm"],
	[/^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$/, "YYYY-MM-DD"],
	[/^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}Z$/, "YYYY-MM-DDTHH-mm-ssZ"]
];
const leadWord = /[A-Za-z]+[0-9]*[-_.]|[A-Za-z]+[-_]?(?=[0-9])/y;
const hashes = "[0-9a-f]{7,40}";
/** `1.2.3-debian-12-r4`, `1.2.3-build4` or `1.2.3-4`: a build of a version. The group is what stands between version and number. */
const revision = /^v?[0-9]+(?:\.[0-9]+)+([-_](?:(?:[A-Za-z][A-Za-z0-9_.-]*[-_])?(?:r|(?:rev|build|patch|post|hotfix|ls|p|k3s|rke2r)[-_.]?))?)[0-9]{1,6}$/i;
/** `18-alpine`: one number and a variant. */
const wholeVariant = /^v?[0-9]{1,3}[-_]([A-Za-z][A-Za-z0-9_.-]*)$/;
const plainVersions = "semver(prereleases=false)";
/** Guesses by the shape of one tag alone; undefined for words and bare hashes, which have no order. */
function guessFilter(tag) {
	if (isHash(tag)) return void 0;
	const prefix = prefixOf(tag);
	const rest = tag.slice(prefix.length);
	if (isHash(rest) || /^(?:sha|git|commit)[-_.]/.test(prefix)) return void 0;
	const plain = guessRest(rest);
	if (plain) {
		if (prefix === "") return plain;
		const { filter, family, bare, alike } = plain;
		const behind = (suffix) => `prefix('${prefix}', suffix=${suffix})`;
		return {
			...plain,
			filter: behind(filter),
			family: `${prefix} and ${family}`,
			...bare === void 0 ? {} : { bare: behind(bare) },
			...alike === void 0 ? {} : { alike: behind(alike) }
		};
	}
	return guessWithHash(prefix, rest);
}
/** The words that a tag begins with, each with its separator; a commit hash is none. */
function prefixOf(tag) {
	let end = 0;
	for (;;) {
		if (/^v[0-9]/.test(tag.slice(end, end + 2))) return tag.slice(0, end);
		leadWord.lastIndex = end;
		const word = leadWord.exec(tag)?.[0] ?? "";
		if (word === "" || isHash(word.replace(/[-_.]$/, ""))) return tag.slice(0, end);
		end += word.length;
	}
}
function guessRest(rest) {
	const date = layoutOf(rest);
	if (date !== void 0) return {
		filter: `date('${date}')`,
		family: `dates as ${date}`
	};
	if (/^[0-9]+$/.test(rest)) return {
		filter: "number()",
		family: "whole numbers"
	};
	if (isCalendarVersion(rest)) return {
		filter: "semver()",
		family: "calendar versions",
		isStrict: true,
		others: "v?[0-9]{1,3}(?:[^0-9].*)?|[0-9]{5,}.*"
	};
	const version = versionShape(rest);
	if (!version) {
		const [, tail = ""] = wholeVariant.exec(rest) ?? [];
		return isPreReleaseTail(tail) ? void 0 : guessVariant(rest, tail);
	}
	const { tail } = version;
	if (tail === "" || isPreReleaseTail(tail)) return {
		filter: plainVersions,
		family: "versions",
		others: "v?(?:19|20)[0-9]{2}[.-].*|v?[0-9]+"
	};
	const revised = revisionFilter(rest);
	if (revised !== void 0) return {
		filter: revised,
		family: "versions with a revision"
	};
	return guessVariant(rest, tail);
}
function guessVariant(rest, tail) {
	if (!/^[A-Za-z][A-Za-z0-9_.-]*$/.test(tail) || /(?:^|[-_])[0-9a-f]{7,40}$/.test(tail)) return void 0;
	const guess = {
		filter: `semver(variant='${tail}')`,
		family: `versions of the variant ${tail}`,
		bare: plainVersions
	};
	if (!/[0-9]/.test(tail)) return guess;
	const joint = rest.slice(0, rest.length - tail.length).replace(/^v?[0-9]+(?:\.[0-9]+)*/, "");
	const shape = tail.replace(/[0-9]+(?:\.[0-9]+)*|\./g, (part) => part === "." ? "\\." : part.includes(".") ? "[0-9.]+" : "[0-9]+");
	return {
		...guess,
		alike: `regex('v?[0-9.]+${escaped(joint)}${shape}')`
	};
}
/** Filter text for all revisions of one variant; undefined for a version that has none. A `variant` would hold to one revision. */
function revisionFilter(version) {
	const between = revision.exec(version)?.[1];
	return between === void 0 ? void 0 : `regex('v?[0-9.]+${escaped(between)}[0-9]+')`;
}
function layoutOf(text) {
	const found = layouts.find(([shape]) => shape.test(text));
	if (!found) return void 0;
	const [, layout] = found;
	return isTimestamp(text.replace(/[^0-9]/g, "")) || layout.startsWith("YYYY-") ? layout : void 0;
}
/** A number, a date or a version beside a commit hash, in either order. */
function guessWithHash(prefix, rest) {
	const [, before = "", separator = "-", hash = ""] = /^(.+)([-_.])([0-9a-f]{7,40})$/.exec(rest) ?? [];
	if (hash !== "" && !isTimestamp(hash)) return extracting(prefix, before, (part) => `${part}${escaped(separator)}${hashes}`, "a hash behind");
	const [, first = "", between = "-", after = ""] = /^([0-9a-f]{7,40})([-_.])([0-9.-]+)$/.exec(rest) ?? [];
	return first === "" || isTimestamp(first) ? void 0 : extracting(prefix, after, (part) => `${hashes}${escaped(between)}${part}`, "a hash before");
}
function extracting(prefix, part, place, words) {
	const inner = guessRest(part);
	if (!inner || inner.bare !== void 0 || inner.filter.startsWith("regex")) return void 0;
	const isVersion = inner.filter.startsWith("semver");
	const group = isVersion ? "(?P<version>v?[0-9.]+)" : inner.filter === "number()" ? "(?P<number>[0-9]+)" : "(?P<date>[0-9TZ.-]+)";
	const name = /<([a-z]+)>/.exec(group)?.[1] ?? "";
	return {
		filter: `regex('${escaped(prefix)}${place(group)}', extract='${name}', suffix=${isVersion ? "semver()" : inner.filter})`,
		family: `${prefix === "" ? "" : `${prefix} and `}${inner.family} with ${words}`
	};
}
function escaped(text) {
	return text.replace(/[.+]/g, "\\$&");
}

// src/version/suggest.ts
const most = 6;
/**
* Proposes filters for a list of tags, the one that explains most of them first, but versions before their variants unless one of those has
* twice as many tags. Tags are put into families by their shape, and each family has one filter. Moving tags, `1` beside `1.2`, hashes and
* numbers as long as these, and artefacts are no family. Takes time linear in the tags.
*/
function suggestFilters(tags) {
	const candidates = candidatesOf(tags);
	return rankFamilies(candidates).slice(0, most).flatMap((family) => {
		const { text, parsed } = narrow(family, candidates);
		const best = newest(parsed, candidates);
		const matched = candidates.filter(parsed.accepts).length;
		if (best === void 0) return [];
		return [{
			filter: text,
			newest: best,
			matched,
			explained: family.count,
			family: family.family
		}];
	});
}
/**
* Filter text for the family that one tag belongs to, whether it is in the list or not; undefined where it has none, or that picks nothing
* of the list.
*/
function suggestLike(tag, tags) {
	const own = guessFilter(tag);
	if (own === void 0) return void 0;
	const candidates = candidatesOf([...tags, tag]);
	const family = rankFamilies(candidates).find(({ filter }) => filter === own.filter || filter === own.alike);
	if (family === void 0) return void 0;
	const { text, parsed } = narrow(family, candidates);
	return parsed.accepts(tag) && newest(parsed, tags) !== void 0 ? text : void 0;
}
function candidatesOf(tags) {
	return [...new Set(tags)].filter((tag) => !isArtefactTag(tag) && !isMovingTag(tag));
}
/** The short text of a guess, or a longer one that leaves out the other families, where one of those would win or, for a strict guess, counts at all. */
function narrow({ filter, others, isStrict }, tags) {
	const short = {
		text: filter,
		parsed: parseVersionFilter(filter)
	};
	if (others === void 0) return short;
	const text = short.parsed.refine(/* @__PURE__ */ new Map([["exclude", others]]));
	const narrowed = {
		text,
		parsed: parseVersionFilter(text)
	};
	const best = newest(narrowed.parsed, tags);
	const isBeaten = best !== newest(short.parsed, tags) || isStrict === true && tags.some((tag) => short.parsed.accepts(tag) && !narrowed.parsed.accepts(tag));
	return best !== void 0 && isBeaten ? narrowed : short;
}
/** Filter text of the best suggestion; undefined where no family is found. */
function firstSuggestion(tags) {
	return suggestFilters(tags)[0]?.filter;
}
function rankFamilies(tags) {
	const counts = /* @__PURE__ */ new Map();
	const majors = new Set(tags.map((tag) => versionShape(tag)?.major));
	const hashLengths = new Set(tags.filter(isHash).map((tag) => tag.length));
	for (const tag of tags) {
		if (/^[0-9]+$/.test(tag) && hashLengths.has(tag.length) && !isTimestamp(tag)) continue;
		if (/^[0-9]{1,3}$/.test(tag) && majors.has(Number(tag))) continue;
		const guess = guessFilter(tag);
		if (!guess || guess.bare !== void 0 && majors.has(wholeNumber(tag))) continue;
		const known = counts.get(guess.filter) ?? {
			guess,
			count: 0
		};
		known.count++;
		counts.set(guess.filter, known);
	}
	const families = joinAlike(Array.from(counts.values(), ({ guess, count }) => ({
		...guess,
		count
	})));
	if (families.length === 0 && tags.length > 0 && !tags.some(holdsHash)) return [{
		filter: "alphabetical()",
		family: "words",
		count: tags.length
	}];
	const weights = weigh(families);
	const weightOf = ({ filter, count }) => weights.get(filter) ?? count;
	return families.toSorted((a, b) => weightOf(b) - weightOf(a) || a.filter.length - b.filter.length || (a.filter < b.filter ? -1 : 1));
}
/** The number of `1-alpine`, which moves as `1` does where there is a `1.2`. */
function wholeNumber(tag) {
	return Number(/^v?([0-9]{1,3})[-_]/.exec(tag)?.[1] ?? NaN);
}
/**
* Variants that differ in digits alone become one family where most of them stand behind one version only: a number that changes with each
* build, where one filter for each would never find anything newer. `jdk17` and `jdk21` of many versions stay apart.
*/
function joinAlike(families) {
	const groups = /* @__PURE__ */ new Map();
	for (const family of families) {
		const key = family.alike ?? family.filter;
		const group = groups.get(key);
		if (group) group.push(family);
		else groups.set(key, [family]);
	}
	return Array.from(groups, ([filter, members]) => {
		const [first] = members;
		const singles = members.filter(({ alike, count }) => alike !== void 0 && count === 1).length;
		if (first === void 0 || members.length < 2 || singles * 2 <= members.length) return members;
		const count = members.reduce((sum, one) => sum + one.count, 0);
		return [{
			filter,
			family: "versions with a number in their variant",
			...first.bare === void 0 ? {} : { bare: first.bare },
			count
		}];
	}).flat();
}
/** Versions weigh a little more than the largest of their variants that has not twice as many tags; all others as much as they have. */
function weigh(families) {
	const counts = new Map(families.map(({ filter, count }) => [filter, count]));
	const weights = /* @__PURE__ */ new Map();
	for (const { bare = "", count } of families) {
		const plain = counts.get(bare);
		if (plain === void 0 || count >= 2 * plain || count < plain) continue;
		weights.set(bare, Math.max(weights.get(bare) ?? 0, count + .5));
	}
	return weights;
}

// src/version/trap.ts
/** True for a list long enough to speak of its hundredth part. */
function hasMany(tags) {
	return tags.length > 100;
}

// src/version/trap-exclude.ts
const lastExclude = /exclude="([^"]+)"[^"]*$/;
/** An `exclude` that leaves nothing out because it must match the whole text, and would if it could stand anywhere: `-rc` for `.*-rc.*`. */
function findExcludeTrap({ filter, tags, members }) {
	const pattern = lastExclude.exec(filter.toSource())?.[1];
	if (pattern === void 0) return void 0;
	const accepted = new Set(members.map(({ tag }) => tag));
	if (tags.some((tag) => !accepted.has(tag) && filter.rejection(tag).startsWith("is excluded by"))) return void 0;
	const wide = parseOrNothing(filter.refine(/* @__PURE__ */ new Map([["exclude", `.*(?:${pattern}).*`]])));
	const left = wide && members.find(({ tag }) => !wide.accepts(tag));
	if (!wide || !left) return void 0;
	return {
		kind: "idle-exclude",
		message: `exclude="${pattern}" leaves nothing out, since it must match from beginning to end; ${left.tag} only holds it`,
		suggestion: wide.toSource()
	};
}
/** The pattern may be too large once it is wrapped. */
function parseOrNothing(text) {
	try {
		return parseVersionFilter(text);
	} catch (error) {
		if (error instanceof FilterError) return void 0;
		throw error;
	}
}

// src/version/trap-mixtures.ts
const knownVariant = /^(?:alpine|slim|debian|ubuntu|stretch|buster|bullseye|bookworm|trixie|bionic|focal|jammy|noble|centos|ubi|fedora|rocky|windows\w*|nanoserver|amd|arm|aarch|fpm|apache|musl|glibc|jdk|jre|cuda|gpu|cpu|fips|distroless|rootless|debug|minimal)/;
/** Versions of which some have a variant behind them: the bare one is above it, and a newer variant is above an older bare one. */
function findVariantTrap({ filter, members, newest }) {
	const variants = /* @__PURE__ */ new Map();
	const bare = /* @__PURE__ */ new Set();
	for (const { core } of members) {
		const shape = versionShape(core);
		if (!shape) continue;
		if (shape.tail === "") bare.add(shape.numbers);
		const word = variantWord(shape.tail);
		if (word === void 0) continue;
		const known = variants.get(word) ?? {
			example: core,
			count: 0
		};
		known.count++;
		variants.set(word, known);
	}
	const won = newest && winningTail(newest.core);
	const words = [...variants].filter(([word, { count }]) => count >= 3 || knownVariant.test(word)).map(([word]) => word);
	const example = variants.get(words[0] ?? "")?.example;
	if (!newest || won === void 0 || bare.size === 0 || example === void 0) return void 0;
	const names = words.slice(0, 8);
	return {
		kind: "variant",
		message: `${names.includes(variantWord(won) ?? "") ? `${newest.tag} is a variant, and it is above bare versions` : `a variant such as ${example} sorts below the bare version`}; for one variant only write ${revisionFilter(example) ?? `variant='${shorten(variantOf(example), 30)}'`}`,
		suggestion: filter.refine(/* @__PURE__ */ new Map([["exclude", `.*[-_.](?:${names.join("|")}).*`]]))
	};
}
/** What stands behind the numbers of a version, also of `18rc1`; undefined for whole numbers, dates and hashes, which are other traps. */
function winningTail(core) {
	const tail = versionShape(core)?.tail ?? /^v?[0-9]{1,3}[-_.]?([A-Za-z].*)$/.exec(core)?.[1];
	return isHash(core) ? void 0 : tail;
}
function variantOf(core) {
	return versionShape(core)?.tail ?? "";
}
/** Tags of two kinds, of which the order of words or the size of numbers decides: `main-12` and `release-3`, `1.4.2` and build `731`. */
function findFamilyTrap(census) {
	const { tags, members, newest } = census;
	const build = newest && findBuildNumber(newest, members);
	if (build) return build(census);
	const families = /* @__PURE__ */ new Map();
	for (const { core, tag } of members) {
		const family = familyOf(core);
		if (!/[A-Za-z]{2,}/.test(family) || isHash(core) || /^[0-9a-f]+$/.test(family)) continue;
		const list = families.get(family);
		if (list) list.push(tag);
		else families.set(family, [tag]);
	}
	const large = [...families].filter(([, list]) => list.length >= 2);
	const winner = newest && familyOf(newest.core);
	const other = large.find(([family]) => family !== winner);
	if (!newest || winner === void 0 || !large.some(([family]) => family === winner) || !other) return void 0;
	const biggest = large.reduce((most, one) => one[1].length > most[1].length ? one : most);
	const suggestion = firstSuggestion(biggest[1]) ?? firstSuggestion(tags);
	if (suggestion === void 0) return void 0;
	return {
		kind: "two-families",
		message: `tags of several families are mixed, as ${newest.tag} and ${other[1][0] ?? ""}; the words decide before the numbers`,
		suggestion
	};
}
function findBuildNumber(newest, members) {
	const [, digits] = /^v?([0-9]{1,7})$/.exec(newest.core) ?? [];
	if (digits === void 0) return void 0;
	const versions = members.flatMap(({ tag, core }) => {
		const shape = versionShape(core);
		return shape ? [{
			tag,
			major: shape.major
		}] : [];
	});
	if (members.some(({ core }) => isHash(core) && core.length === digits.length)) return void 0;
	const [first] = versions;
	if (!first || versions.some(({ major }) => major === Number(digits))) return void 0;
	return ({ filter }) => ({
		kind: "two-families",
		message: `whole numbers and versions are mixed: ${newest.tag} outranks versions such as ${first.tag}`,
		suggestion: filter.refine(/* @__PURE__ */ new Map([["exclude", "v?[0-9]+"]]))
	});
}

// src/version/traps.ts
/**
* Warns where tags look like something that the filter mistakes for a version. At most one trap of each kind; none for lists of one kind of
* tag. With `prefix` the tags are only those that begin with it. Takes time linear in the tags.
* @throws FilterError where a pattern of the filter needs too many steps for these tags
*/
function findTraps(filter, tags, prefix) {
	const census = takeCensus(filter, tags, prefix);
	return detectors.flatMap((detect) => detect(census) ?? []);
}
function takeCensus(filter, tags, prefix) {
	const all = [...new Set(tags)].filter((tag) => !isArtefactTag(tag));
	const members = [];
	let best;
	for (const tag of all) {
		const key = filter.read(tag);
		if (!key) continue;
		const member = {
			tag,
			core: filter.core(tag)
		};
		members.push(member);
		if ((best ? filter.compareKeys(key, best.key) || compareBytes(tag, best.tag) : 1) > 0) best = {
			...member,
			key
		};
	}
	return {
		filter,
		tags: all,
		prefix,
		members,
		newest: best
	};
}
const detectors = [
	findMovingTrap,
	findHashTrap,
	findTimestampTrap,
	findCalendarTrap,
	findVariantTrap,
	findFamilyTrap,
	findExcludeTrap,
	findFewTrap
];
function findMovingTrap({ filter, members, newest }) {
	if (!newest || !isMovingTag(newest.core) || members.every(({ core }) => isMovingTag(core))) return void 0;
	const moving = members.filter(({ core }) => isMovingTag(core)).map(({ core }) => core);
	return {
		kind: "moving-tag",
		message: `${newest.tag} is a moving tag, and it wins over ${plural(members.length - moving.length, "other tag")}`,
		suggestion: filter.refine(/* @__PURE__ */ new Map([["exclude", [...new Set(moving)].join("|")]]))
	};
}
function findHashTrap({ filter, tags, members }) {
	const lengths = new Set(members.filter(({ core }) => isHash(core)).map(({ core }) => core.length));
	const first = members.find(({ core }) => isHash(core));
	if (!first) return void 0;
	const count = members.filter(({ core }) => isHash(core)).length;
	const others = members.filter(({ core }) => !isHash(core) && !(lengths.has(core.length) && /^[0-9]+$/.test(core)));
	const pattern = others.some(({ core }) => /^[0-9a-f]{7,40}$/.test(core)) ? "[0-9]*[a-f][0-9a-f]*" : "[0-9a-f]{7,40}";
	const refined = filter.refine(/* @__PURE__ */ new Map([["exclude", pattern]]));
	return {
		kind: "git-hash",
		message: `${count === 1 ? `${first.tag} looks like a git hash` : `${count} accepted tags look like git hashes, as ${first.tag}`}; the order of hashes means nothing`,
		suggestion: others.length > 0 ? refined : firstSuggestion(tags.filter((tag) => !lengths.has(tag.length))) ?? refined
	};
}
function findTimestampTrap({ filter, members, newest }) {
	if (!newest || !isTimestamp(newest.core)) return void 0;
	const small = members.find(({ core }) => /^v?[0-9]{1,6}$/.test(core) || versionShape(core));
	if (!small) return void 0;
	return {
		kind: "timestamp",
		message: `${newest.tag} looks like a time, and it outranks smaller numbers such as ${small.tag}`,
		suggestion: filter.refine(/* @__PURE__ */ new Map([["exclude", "[0-9]{8,}"]]))
	};
}
function findCalendarTrap({ filter, members, newest }) {
	if (!newest || !isCalendarVersion(newest.core)) return void 0;
	const release = members.find(({ core }) => versionShape(core));
	if (!release) return void 0;
	return {
		kind: "calendar-version",
		message: `${newest.tag} is a calendar version, and it outranks releases such as ${release.tag}`,
		suggestion: filter.refine(/* @__PURE__ */ new Map([["exclude", "v?(?:19|20)[0-9]{2}[.-].*|[0-9]{8,}"]]))
	};
}
function findFewTrap({ filter, tags, prefix, members }) {
	if (!hasMany(tags) || members.length * 100 >= tags.length) return void 0;
	const suggestion = firstSuggestion(tags);
	if (suggestion === void 0 || suggestion === filter.toSource()) return void 0;
	const all = prefix === void 0 ? "tags" : `tags that begin with ${prefix}`;
	return {
		kind: "few-matches",
		message: `the filter accepts only ${members.length} of ${tags.length} ${all}`,
		suggestion
	};
}

// src/version/rank.ts
/**
* The tags that a filter accepts, each read once and named once, newest first; among tags that tie the bytewise greatest first, so that the first is that of
* `newest` and the order of the list never matters. A heap: reading all and taking the first few takes time linear in the tags.
* @throws FilterError where a pattern of the filter needs too many steps for these tags
*/
function* rankTags(filter, tags) {
	const heap = [];
	for (const tag of new Set(tags)) {
		const key = filter.read(tag);
		if (key) heap.push({
			tag,
			key
		});
	}
	const order = (a, b) => filter.compareKeys(a.key, b.key) || compareBytes(a.tag, b.tag);
	for (let at = (heap.length >> 1) - 1; at >= 0; at -= 1) sink(heap, at, order);
	for (let [first] = heap; first !== void 0; [first] = heap) {
		yield first;
		const last = heap.pop();
		if (last === void 0 || heap.length === 0) return;
		heap[0] = last;
		sink(heap, 0, order);
	}
}
/** Moves an entry down until none below it is greater. */
function sink(heap, from, order) {
	let at = from;
	for (;;) {
		const greatest = greatestOf(heap, at, order);
		const [here, there] = [heap[at], heap[greatest]];
		if (greatest === at || here === void 0 || there === void 0) return;
		heap[at] = there;
		heap[greatest] = here;
		at = greatest;
	}
}
/** Index of the greatest of an entry and the two below it. */
function greatestOf(heap, at, order) {
	let greatest = at;
	for (const below of [2 * at + 1, 2 * at + 2]) {
		const [one, other] = [heap[below], heap[greatest]];
		if (one !== void 0 && other !== void 0 && order(one, other) > 0) greatest = below;
	}
	return greatest;
}

export { findTraps, firstSuggestion, formatFilterCall, rankTags, suggestFilters, suggestLike };