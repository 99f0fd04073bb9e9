import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { artifactFiles } from "../run/artifact-tree.js";
import type { ArtifactOwner } from "../store/artifact-store.js";
import type { Attempt, Sending } from "./sending.js";

/** The artifacts of a run or a model, and where they go. */
interface ArtifactCopy {
  readonly source: ArtifactOwner;
  readonly target: ArtifactOwner;
  /** The URI of the source's folder. */
  readonly sourceUri: string;
  /** Path to what tells its content from what it was before; what was sent is noted here. */
  readonly sent: Record<string, string>;
  /** Whether `sent` knows everything that is there. */
  readonly isSure: boolean;
  /** Gives the files whose content is another in the copy. */
  rewrite?(): Promise<ReadonlyMap<string, Uint8Array>>;
}

/**
 * Sends the files that are not known to be sent, and, unless that is sure, are not there with the same content.
 *
 * @returns Whether all of them are over, and how many were sent.
 */
export async function sendArtifacts(
  { from, to }: Sending,
  { source, target, sourceUri, sent, isSure, rewrite }: ArtifactCopy,
  attempt: Attempt,
): Promise<{ readonly over: boolean; readonly count: number }> {
  const files = await artifactFiles(from.artifacts, source);
  const waiting = files.filter(
    ({ path, size, changed }) => changed === undefined || sent[path] !== `${size} ${changed}`,
  );
  if (waiting.length === 0) return { over: true, count: 0 };
  const rewritten = await rewrite?.();
  const sizes = new Map<string, number>();
  if (!isSure) {
    for (const { path, size } of await artifactFiles(to.artifacts, target)) sizes.set(path, size);
  }
  let over = true;
  let count = 0;

  async function isThere(path: string, size: number): Promise<boolean> {
    const own = rewritten?.get(path);
    if (sizes.get(path) !== (own?.length ?? size)) return false;
    const content = own ?? (await from.artifacts.read(source, path));
    return Buffer.compare(content, await to.artifacts.read(target, path)) === 0;
  }

  async function put(path: string): Promise<void> {
    const own = rewritten?.get(path);
    if (own) return to.artifacts.putBytes(target, path, own);
    if (!sourceUri.startsWith("file:"))
      return to.artifacts.putBytes(target, path, await from.artifacts.read(source, path));
    return to.artifacts.putFile(target, path, join(fileURLToPath(sourceUri), ...path.split("/")));
  }

  for (const { path, size, changed } of waiting) {
    const done = await attempt(`artifact ${path}`, async () => {
      if (await isThere(path, size)) return;
      await put(path);
      count++;
    });
    if (done) sent[path] = `${size} ${changed}`;
    over &&= done;
  }
  return { over, count };
}
