/** A file or folder of a store that cannot be used: it is incomplete, a link, too large, or cannot be read. */
export interface Damage {
  readonly path: string;
  /** Completes "The file is damaged: …". */
  readonly problem: string;
}
