import { namedRegistries } from "./new-registries-named2.js";

export { namedRegistries };