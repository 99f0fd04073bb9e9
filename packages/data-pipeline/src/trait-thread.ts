/** Reads traits of texts. Threads start from built scripts; the way is the same from `src/` and from `dist/`. */
export const TRAIT_THREAD = new URL("../dist/traits/thread.js", import.meta.url);
