import { readFile } from "node:fs/promises";
import { MANIFEST, manifestFor } from "../run/bundle-manifest.js";
import type { ArtifactOwner, ArtifactStore } from "../store/artifact-store.js";
import type { LocalIds } from "./local-ids.js";
import { isLocalId } from "./local-ids.js";

/**
 * Puts an artifact that was kept in an outbox. Of a model that was made while the server was away, the `MLmodel`
 * names ids and an address that only now are known, and the manifest holds the hash of the `MLmodel`.
 *
 * @param given  The owner as it was when the artifact was kept.
 */
export async function putKept(
  artifacts: ArtifactStore,
  ids: LocalIds,
  { given, path, file }: { readonly given: ArtifactOwner; readonly path: string; readonly file: string },
): Promise<void> {
  const owner = ids.translate(given);
  const ours = "modelId" in given && isLocalId(given.modelId);
  if (ours && path === "MLmodel") {
    const text = ids.translate(await readFile(file, "utf8"));
    return artifacts.putBytes(owner, path, Buffer.from(text));
  }
  if (ours && path === MANIFEST) {
    // It is put after the MLmodel.
    const mlmodel = await artifacts.read(owner, "MLmodel");
    return artifacts.putBytes(owner, path, manifestFor(await readFile(file), mlmodel));
  }
  return artifacts.putFile(owner, path, file);
}
