/**
 * Where results are kept: bytes under a key of 64 hexadecimal digits. A folder, a bucket, anything shared by
 * the machines of a run.
 *
 * `set` replaces the whole value or leaves the old one; two writers of one key write the same content, so it
 * does not matter who is last.
 */
export interface ResultStore {
  /** The bytes of a key, or `undefined`. */
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, bytes: Uint8Array): Promise<void>;
  /** Whether the key has bytes, without reading them. */
  has(key: string): Promise<boolean>;
  /** Forgets a key; an unknown one is no error. */
  delete(key: string): Promise<void>;
  /** Every key, in no particular order. */
  keys(): AsyncIterable<string>;
}
