/** The run or the logged model that artifacts belong to. */
export type ArtifactOwner = { readonly runId: string } | { readonly modelId: string };

/** A file or a folder among artifacts. */
export interface ArtifactEntry {
  /** Relative to the owner's artifacts, with slashes. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** Bytes; 0 for a folder. */
  readonly size: number;
  /** The time of the last change, in milliseconds since 1970; `undefined` where the store does not know it. */
  readonly changed?: number | undefined;
}

/**
 * The files of runs and of logged models. Paths are relative, with slashes, and stay in the folder of their owner.
 * A file is written completely or not at all.
 */
export interface ArtifactStore {
  putBytes(owner: ArtifactOwner, path: string, bytes: Uint8Array): Promise<void>;
  /** Copies one local file. */
  putFile(owner: ArtifactOwner, path: string, localFile: string): Promise<void>;
  /** The entries of a folder in code point order; default: the topmost folder. A missing folder has no entries. */
  list(owner: ArtifactOwner, path?: string): Promise<readonly ArtifactEntry[]>;
  /** @throws `ARTIFACT_NOT_FOUND` */
  read(owner: ArtifactOwner, path: string): Promise<Uint8Array>;
}
