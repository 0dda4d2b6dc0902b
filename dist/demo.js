import { FileError, formatComment, formatTable, makeColours, quietLog } from "./words.js";
import { createServer } from "node:http";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";

// src/demo/project.ts
/** Host of the embedded registry, as the templates write it. */
const demoHost = "shop.example";
/** The example project of the demo: a small shop with four images, one of them pinned by the target. */
const demoProject = {
	".kluctl.yaml": `targets:
  - name: prod
    args:
      environment: prod
    images:
      # the database is pinned by the target
      - image: shop.example/postgres
        resultImage: shop.example/postgres:16.4
args:
  - name: environment
    default: dev
`,
	"deployment.yaml": `deployments:
  - path: namespace
  - include: services
    tags: [shop]
  - path: database
`,
	"namespace/namespace.yaml": `apiVersion: v1
kind: Namespace
metadata:
  name: shop-{{ args.environment }}
`,
	"services/deployment.yaml": `vars:
  - values:
      namespace: shop-{{ args.environment }}
deployments:
{% for service in ['web', 'orders'] %}
  - path: {{ service }}
{% endfor %}
`,
	"services/web/web.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: {{ namespace }}
spec:
  template:
    spec:
      initContainers:
        - name: migrate
          image: {{ images.get_image("shop.example/web", "semver()") }}
      containers:
        - name: web
          image: {{ images.get_image("shop.example/web", "semver()") }}
        - name: proxy
          image: {{ images.get_image("shop.example/proxy", version.regex('[0-9]+\\\\.[0-9]+-alpine')) }}
`,
	"services/orders/orders.yaml": `apiVersion: batch/v1
kind: CronJob
metadata:
  name: orders
  namespace: {{ namespace }}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: orders
              image: {{ images.get_image("shop.example/orders", version.prefix("main-", suffix=version.number())) }}
`,
	"database/statefulset.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: database
  namespace: shop-{{ args.environment }}
spec:
  template:
    spec:
      containers:
        - name: postgres
          image: {{ images.get_image("shop.example/postgres") }}
`
};
/** Tags of the embedded registry at the first run, and what is pushed before the second. */
const demoTags = {
	web: {
		first: [
			"1.9.0",
			"1.10.0",
			"1.10.1",
			"latest",
			"main"
		],
		later: ["1.11.0-rc.1", "1.11.0"]
	},
	orders: {
		first: [
			"main-98",
			"main-99",
			"main-100",
			"feature-login-101",
			"latest"
		],
		later: ["main-101", "feature-login-102"]
	},
	proxy: {
		first: [
			"1.26",
			"1.26-alpine",
			"1.27",
			"1.27-alpine",
			"alpine"
		],
		later: []
	},
	postgres: {
		first: [
			"15.8",
			"16.4",
			"17.0"
		],
		later: ["17.1"]
	}
};

// src/demo/registry.ts
async function startEmbeddedRegistry(pageSize = 4) {
	const repositories = /* @__PURE__ */ new Map();
	const blobs = /* @__PURE__ */ new Map();
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? "/", "http://registry.invalid");
		const document = findDocument(url.pathname, repositories, blobs);
		if (document !== void 0) {
			response.setHeader("content-type", manifestType).end(document);
			return;
		}
		const name = /^\/v2\/(.+)\/tags\/list$/.exec(url.pathname)?.[1] ?? "";
		const tags = repositories.get(name);
		response.setHeader("content-type", "application/json");
		if (!tags) {
			response.writeHead(404).end(JSON.stringify({ errors: [{
				code: "NAME_UNKNOWN",
				message: "repository name not known to registry"
			}] }));
			return;
		}
		const last = url.searchParams.get("last") ?? "";
		const rest = [...tags].toSorted().filter((tag) => tag > last);
		const page = rest.slice(0, pageSize);
		const end = page.at(-1);
		if (end !== void 0 && rest.length > page.length) response.setHeader("link", `</v2/${name}/tags/list?n=${pageSize}&last=${encodeURIComponent(end)}>; rel="next"`);
		response.end(JSON.stringify({
			name,
			tags: page
		}));
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address();
	return {
		port,
		push: (repository, tags) => void repositories.set(repository, /* @__PURE__ */ new Set([...repositories.get(repository) ?? [], ...tags])),
		stop: () => new Promise((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		})
	};
}
const manifestType = "application/vnd.oci.image.manifest.v1+json";
const configType = "application/vnd.oci.image.config.v1+json";
/** A manifest by its tag, or the configuration that a manifest named before. */
function findDocument(path, repositories, blobs) {
	const [, name = "", kind, reference = ""] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? [];
	if (kind === "blobs") return blobs.get(reference);
	if (kind === void 0 || !repositories.get(name)?.has(reference)) return void 0;
	const labels = {
		"org.opencontainers.image.source": `https://github.com/shop-example/${name}`,
		"org.opencontainers.image.revision": createHash("sha1").update(`${name}:${reference}`).digest("hex")
	};
	const config = JSON.stringify({
		architecture: "amd64",
		os: "linux",
		config: { Labels: labels }
	});
	const digest = `sha256:${createHash("sha256").update(config).digest("hex")}`;
	blobs.set(digest, config);
	const descriptor = {
		mediaType: configType,
		digest,
		size: Buffer.byteLength(config)
	};
	return JSON.stringify({
		schemaVersion: 2,
		mediaType: manifestType,
		config: descriptor,
		layers: []
	});
}

// src/cli/demo.ts
const command = {
	name: "demo",
	usage: "demo",
	summary: "Run the main job on an example project and an embedded registry, without network.",
	description: "Starts a small registry on loopback and resolves an example project twice, before and after new tags are pushed. Shows the table, the file and the comment that a reviewer would see. Writes only into a new folder for temporary files, which stays for a look.",
	examples: ["kluctl-images demo"],
	flags: [],
	options: [],
	positionals: [],
	run
};
async function run(_parsed, terminal) {
	const folder = makeProject();
	const registry = await startEmbeddedRegistry();
	const push = (when) => {
		for (const [repository, tags] of Object.entries(demoTags)) registry.push(repository, tags[when]);
	};
	const bold = makeColours(terminal.color).bold;
	const chapter = (title, text) => terminal.out(`\n${bold(`== ${title} ==`)}\n\n${text}`);
	try {
		terminal.out(`An example shop whose templates ask for images, as in services/web/web.yaml:\n\n  image: {{ images.get_image("${demoHost}/web", "semver()") }}\n\nThe registry ${demoHost} is a small server on 127.0.0.1; no network is used.\n`);
		push("first");
		const first = await resolveDemo(folder, demoHost, registry.port, terminal);
		chapter("1. The first run finds every call and asks for the newest tags", formatTable(first.report, terminal));
		push("later");
		const second = await resolveDemo(folder, demoHost, registry.port, terminal);
		chapter("2. New tags are pushed, of all but proxy; the second run", formatTable(second.report, terminal));
		chapter("3. The fixed-images file, for kluctl deploy --fixed-images-file", second.text);
		chapter("4. The comment on the pull request, as Markdown", `${formatComment(second.report, {
			marker: "<!-- kluctl-images:demo -->",
			fixedImagesFile: "fixed-images.yaml"
		}).trimEnd()}\n`);
		terminal.out(`\nAll of it is in ${folder}\nNext, on your own project: kluctl-images init DIR shows a filter for each image and a pipeline, and writes nothing until you say so;\nkluctl-images resolve DIR does the same as here. In a clone: node dist/cli.js in place of kluctl-images.\n`);
		return first.ok && second.ok ? 0 : 1;
	} finally {
		await registry.stop();
	}
}
/** Writes the example project into a new folder. @throws FileError */
function makeProject() {
	try {
		const folder = mkdtempSync(join(tmpdir(), "kluctl-images-demo-"));
		for (const [path, text] of Object.entries(demoProject)) {
			const file = join(folder, "project", path);
			mkdirSync(dirname(file), { recursive: true });
			writeFileSync(file, text);
		}
		return folder;
	} catch (error) {
		const why = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
		throw new FileError("write", tmpdir(), `the demo cannot write into ${tmpdir()}${why}`, {
			hint: "Set TMPDIR to a folder that can be written.",
			cause: error
		});
	}
}
/** The same road as `resolve`; only the registry's name leads to this machine. */
async function resolveDemo(folder, host, port, terminal) {
	const { parseOptions } = await import("./options.js");
	const { openMachine } = await import("./machine2.js");
	const { options } = parseOptions({
		"project-dir": join(folder, "project"),
		target: "prod",
		"output-file": join(folder, "fixed-images.yaml"),
		"report-file": join(folder, "images-report.json")
	});
	const machine = await openMachine(options, {
		env: {
			KLUCTL_REGISTRY_HOST: host,
			KLUCTL_REGISTRY_PLAIN_HTTP: "true",
			HOME: folder
		},
		log: quietLog(terminal),
		connectTo: /* @__PURE__ */ new Map([[host, {
			host: "127.0.0.1",
			port
		}]])
	});
	try {
		const result = await machine.run();
		machine.write(result);
		return result;
	} finally {
		await machine.close();
	}
}

export { command };