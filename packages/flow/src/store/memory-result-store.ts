import { checkKey } from "./key.js";
import type { ResultStore } from "./result-store.js";

/** A result store that lives as long as the process: for tests, and for caching within one. */
export function memoryResultStore(): ResultStore {
  const values = new Map<string, Uint8Array>();
  return {
    get: async (key) => values.get(checkKey(key)),
    set: async (key, bytes) => {
      // A copy: the caller may go on to use its buffer.
      values.set(checkKey(key), bytes.slice());
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
