/** Prepares texts. Threads start from built scripts; the way is the same from `src/` and from `dist/`. */
export const PREPARATION_THREAD = new URL("../dist/preparation/thread.js", import.meta.url);
