export type { BundleFiles, BundleInfo, Codec, ModelBundle } from "@imdb/core";
export { loadBundle, readBundleFiles, saveBundle } from "./bundle-folder.js";
