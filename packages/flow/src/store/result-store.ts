/** The greatest size of a stored result, in bytes: a larger one is not written, and where it is found it is damaged. */
export const MAX_RESULT_BYTES = 2 ** 30;

/**
 * Keeps results: bytes under a key of 64 hexadecimal digits. A folder, a bucket, or anything else that the machines of
 * a run share.
 *
 * `set` is atomic: it writes the whole value or none of it. The bytes of the first writer stay until they are deleted:
 * a worker that was paused for long changes no result that others have used.
 */
export interface ResultStore {
  /** The bytes of a key, or `undefined`. May throw `DAMAGED_RESULT`: then a flow deletes the key and computes it again. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Returns `"kept"` when the key had bytes already, which stay. */
  set(key: string, bytes: Uint8Array): Promise<"written" | "kept">;
  /** Whether the key has bytes, without reading them. */
  has(key: string): Promise<boolean>;
  /** Deletes a key; an unknown one is no error. */
  delete(key: string): Promise<void>;
  /** All keys, in any order. */
  keys(): AsyncIterable<string>;
}
