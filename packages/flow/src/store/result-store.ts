/**
 * Where results are kept: bytes under a key of 64 hexadecimal digits. A folder, a bucket, anything shared by
 * the machines of a run.
 *
 * `set` writes the whole value or none of it. Two writers of one key write the same content, so whose stays does
 * not matter, and a store may keep the first one's.
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
