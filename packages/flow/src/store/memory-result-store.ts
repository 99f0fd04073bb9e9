import { checkKey } from "./key.js";
import type { ResultStore } from "./result-store.js";

/** A result store in memory: for tests, and for caching within one process. */
export function memoryResultStore(): ResultStore {
  const values = new Map<string, Uint8Array>();
  return {
    get: async (key) => values.get(checkKey(key)),
    set: async (key, bytes) => {
      if (values.has(checkKey(key))) return "kept";
      // A copy: the caller may change its buffer afterwards.
      values.set(key, bytes.slice());
      return "written";
    },
    has: async (key) => values.has(checkKey(key)),
    delete: async (key) => {
      values.delete(checkKey(key));
    },
    async *keys() {
      yield* [...values.keys()];
    },
  };
}
