import { gitlabBase } from "./new-registries-base.js";

// src/cli/new-registries.ts
/** Looks for registries that only the merge request of this GitLab pipeline brings; elsewhere on the command line none is new. */
function newRegistriesFor(options, { env }, log) {
	const base = gitlabBase(env);
	if (base === void 0) return void 0;
	return async (registries) => {
		const { findNewRegistries } = await import("./new-registries2.js");
		const { namedRegistries } = await import("./new-registries-named.js");
		return findNewRegistries(registries, {
			folder: options.projectDir,
			base,
			named: namedRegistries(options),
			log
		});
	};
}

export { newRegistriesFor };