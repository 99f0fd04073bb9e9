import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ArtifactNotFound } from "../errors.js";
import { artifactFiles } from "../run/artifact-tree.js";
import type { ArtifactOwner } from "../store/artifact-store.js";
import { type RunSyncItem, sendParts } from "./sync-item.js";

/** The artifacts of a run or a model, and their destination. */
interface ArtifactCopy {
  readonly source: ArtifactOwner;
  readonly target: ArtifactOwner;
  /** The URI of the source's folder. */
  readonly sourceUri: string;
  /** Added to the names of a model's files, so that they differ from its run's. */
  readonly suffix?: string;
  /** Returns the files that have another content in the copy. */
  rewrite?(): Promise<ReadonlyMap<string, Uint8Array>>;
}

/**
 * Sends the files that are not yet recorded as sent. The record may be incomplete, for example after an answer was
 * lost: then a file that is on the other store with the same content is not sent again.
 *
 * @returns Whether all files are done.
 */
export async function sendArtifacts(
  item: RunSyncItem,
  { source, target, sourceUri, suffix = "", rewrite }: ArtifactCopy,
): Promise<boolean> {
  const { context, sent, isComplete } = item;
  const { counts } = context;
  const [from, to] = [context.from.artifacts, context.to.artifacts];
  let rewritten: ReadonlyMap<string, Uint8Array> | undefined;
  const sizes = new Map<string, number>();

  async function isThere(path: string, size: number): Promise<boolean> {
    const own = rewritten?.get(path);
    if (sizes.get(path) !== (own?.length ?? size)) return false;
    const there = await to.read(target, path).catch((cause: unknown) => {
      // Somebody removed it since it was listed.
      if (!ArtifactNotFound.is(cause)) throw cause;
    });
    return there !== undefined && Buffer.compare(own ?? (await from.read(source, path)), there) === 0;
  }

  async function put(path: string): Promise<void> {
    const own = rewritten?.get(path);
    if (own || !sourceUri.startsWith("file:"))
      return to.putBytes(target, path, own ?? (await from.read(source, path)));
    return to.putFile(target, path, join(fileURLToPath(sourceUri), ...path.split("/")));
  }

  const files = (await artifactFiles(from, source)).map(({ path, size, changed }) => ({
    name: `artifact ${path}${suffix}`,
    fingerprint: `${size} ${changed}`,
    send: async () => {
      if (await isThere(path, size)) return;
      await put(path);
      if ("runId" in source) counts.artifacts++;
    },
  }));
  const waiting = files.filter(({ name, fingerprint }) => sent.parts[name] !== fingerprint);
  if (waiting.length === 0) return true;
  rewritten = await rewrite?.();
  if (!isComplete) for (const { path, size } of await artifactFiles(to, target)) sizes.set(path, size);
  return sendParts(item, waiting);
}
