/** What artifacts belong to. */
export type ArtifactOwner = { readonly runId: string } | { readonly modelId: string };

/** A file or a folder among artifacts. */
export interface ArtifactEntry {
  /** Relative to the owner's artifacts, with slashes. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** Bytes; 0 for a folder. */
  readonly size: number;
  /** When it was last written, in milliseconds since 1970; left out where the store does not know. */
  readonly changed?: number | undefined;
}

/**
 * Files of runs and of logged models. Paths are relative, with slashes, and never leave their owner's folder.
 * A file is there whole or not at all.
 */
export interface ArtifactStore {
  putBytes(owner: ArtifactOwner, path: string, bytes: Uint8Array): Promise<void>;
  /** Copies one local file. */
  putFile(owner: ArtifactOwner, path: string, localFile: string): Promise<void>;
  /** What a folder holds, in code point order; `path` default: the top. A missing folder is empty. */
  list(owner: ArtifactOwner, path?: string): Promise<readonly ArtifactEntry[]>;
  /** @throws `ARTIFACT_NOT_FOUND` */
  read(owner: ArtifactOwner, path: string): Promise<Uint8Array>;
}
