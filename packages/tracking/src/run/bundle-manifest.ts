import { canonicalJson, decodeManifest, hashBytes } from "@imdb/core";

/** The file of a bundle that holds the sizes and hashes of the others. */
export const MANIFEST = "manifest.json";

/** The manifest of a copy of a bundle, whose `MLmodel` differs from that of the bundle. */
export function manifestFor(manifestBytes: Uint8Array, mlmodel: Uint8Array): Uint8Array {
  const manifest = decodeManifest(manifestBytes);
  const own = { bytes: mlmodel.length, sha256: hashBytes(mlmodel).slice("sha256:".length) };
  const files = { ...manifest.files, MLmodel: own };
  return Buffer.from(`${canonicalJson({ ...manifest, files })}\n`);
}
