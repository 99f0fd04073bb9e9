export { loadBundle, readBundleFiles, saveBundle } from "./bundle-folder.js";
