import { quote } from "./words.js";

// src/init/ci.ts
/** The CI systems that there is a pipeline for; `none` writes the policy file only. */
const ciNames = [
	"github",
	"gitlab",
	"jenkins",
	"azure-pipelines",
	"bitbucket",
	"tekton",
	"none"
];
/** Files by which a CI system is known. */
const files = [
	[".gitlab-ci.yml", "gitlab"],
	[".github/workflows", "github"],
	["Jenkinsfile", "jenkins"],
	["azure-pipelines.yml", "azure-pipelines"],
	["bitbucket-pipelines.yml", "bitbucket"],
	[".tekton", "tekton"]
];
/** Chooses the CI system by the files of a repository, then by where it lives. Of several the one of the remote goes first. */
function chooseCi({ has, remoteHost }) {
	const found = files.filter(([path]) => has(path));
	const hosted = remoteHost === void 0 ? void 0 : ciOfHost(remoteHost);
	const here = remoteHost === void 0 ? "" : `the git remote is at ${quote(remoteHost)}`;
	const chosen = found.find(([, ci]) => ci === hosted) ?? found[0];
	if (chosen !== void 0) {
		const [path, ci] = chosen;
		const others = found.filter((one) => one !== chosen).map(([other]) => other);
		return {
			ci,
			why: `there is ${path}${others.length === 0 ? "" : `, besides ${others.join(" and ")}; --ci chooses another`}`
		};
	}
	if (hosted !== void 0) return {
		ci: hosted,
		why: here
	};
	return {
		ci: "github",
		why: `${here === "" ? "nothing" : `${here}, and nothing`} says otherwise; --ci chooses another`
	};
}
function ciOfHost(host) {
	if (host === "github.com" || host.endsWith(".ghe.com")) return "github";
	if (host === "bitbucket.org") return "bitbucket";
	if (host === "dev.azure.com" || host === "ssh.dev.azure.com" || host.endsWith(".visualstudio.com")) return "azure-pipelines";
	return /(?:^|[.-])gitlab(?:[.-]|$)/.test(host) ? "gitlab" : void 0;
}
/** Host of a git remote: `https://host/…`, `ssh://git@host:22/…` or `git@host:…`. Undefined for a path and for what is none. */
function remoteHostOf(url) {
	const address = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?(?<host>[A-Za-z0-9.-]+)(?::\d+)?(?:\/|$)/.exec(url);
	const short = /^(?:[^@/:]+@)?(?<host>[A-Za-z0-9.-]{2,}):(?!\\|\/\/)/.exec(url);
	return (address ?? short)?.groups?.["host"]?.toLowerCase();
}

// src/init/setup.ts
/** The fixed-images file of a target, or of a project without targets; with several and no target the pattern of all of them. */
function outputFileFor({ outputFile }, target) {
	return target === void 0 ? outputFile : outputFile.replaceAll("{target}", () => target);
}

// src/cli/init-choice.ts
/** Targets that the user chose; empty for all. */
function chosenTargets(raw) {
	return (raw.target ?? "").split("\n").filter((name) => name !== "");
}

export { chooseCi, chosenTargets, ciNames, outputFileFor, remoteHostOf };