import { findNewRegistries } from "./new-registries.js";

export { findNewRegistries };