import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { artifactFiles } from "../run/artifact-tree.js";
import type { ArtifactOwner } from "../store/artifact-store.js";
import { type RunConsignment, sendParts } from "./sending.js";

/** The artifacts of a run or a model, and where they go. */
interface ArtifactCopy {
  readonly source: ArtifactOwner;
  readonly target: ArtifactOwner;
  /** The URI of the source's folder. */
  readonly sourceUri: string;
  /** Stands behind the names of the files of a model. */
  readonly suffix?: string;
  /** Gives the files whose content is another in the copy. */
  rewrite?(): Promise<ReadonlyMap<string, Uint8Array>>;
}

/**
 * Sends the files that are not known to be sent, and, unless that is sure, are not there with the same content.
 *
 * @returns Whether all of them are over.
 */
export async function sendArtifacts(
  consignment: RunConsignment,
  { source, target, sourceUri, suffix = "", rewrite }: ArtifactCopy,
): Promise<boolean> {
  const { sending, sent, isSure } = consignment;
  const { counts } = sending;
  const [from, to] = [sending.from.artifacts, sending.to.artifacts];
  let rewritten: ReadonlyMap<string, Uint8Array> | undefined;
  const sizes = new Map<string, number>();

  async function isThere(path: string, size: number): Promise<boolean> {
    const own = rewritten?.get(path);
    if (sizes.get(path) !== (own?.length ?? size)) return false;
    return Buffer.compare(own ?? (await from.read(source, path)), await to.read(target, path)) === 0;
  }

  async function put(path: string): Promise<void> {
    const own = rewritten?.get(path);
    if (own || !sourceUri.startsWith("file:"))
      return to.putBytes(target, path, own ?? (await from.read(source, path)));
    return to.putFile(target, path, join(fileURLToPath(sourceUri), ...path.split("/")));
  }

  const files = (await artifactFiles(from, source)).map(({ path, size, changed }) => ({
    name: `artifact ${path}${suffix}`,
    state: `${size} ${changed}`,
    send: async () => {
      if (await isThere(path, size)) return;
      await put(path);
      if ("runId" in source) counts.artifacts++;
    },
  }));
  const waiting = files.filter(({ name, state }) => sent.parts[name] !== state);
  if (waiting.length === 0) return true;
  rewritten = await rewrite?.();
  if (!isSure) for (const { path, size } of await artifactFiles(to, target)) sizes.set(path, size);
  return sendParts(consignment, waiting);
}
