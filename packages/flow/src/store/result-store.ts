/**
 * Keeps results: bytes under a key of 64 hexadecimal digits. A folder, a bucket, or anything else that the machines of
 * a run share.
 *
 * `set` is atomic: it writes the whole value or none of it. Two writers of one key write the same content, so a store
 * may keep either.
 */
export interface ResultStore {
  /** The bytes of a key, or `undefined`. */
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, bytes: Uint8Array): Promise<void>;
  /** Whether the key has bytes, without reading them. */
  has(key: string): Promise<boolean>;
  /** Deletes a key; an unknown one is no error. */
  delete(key: string): Promise<void>;
  /** All keys, in any order. */
  keys(): AsyncIterable<string>;
}
