import { connectRegistries, openRegistries, readRegistrySettings } from "./registry.js";

export { openRegistries };