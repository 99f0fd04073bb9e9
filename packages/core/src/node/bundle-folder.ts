import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BundleFiles, decodeBundle, decodeManifest, type ModelBundle } from "../bundle/bundle.js";
import type { Codec } from "../bundle/codec.js";
import { bundleFromTar, bundleToTar } from "../bundle/tar.js";
import { InvalidBundle } from "../errors/codes.js";
import { ImdbError } from "../errors/imdb-error.js";
import { fileFailure, writeFileAtomic, writeFolderAtomic } from "./atomic.js";

const SIZE_LIMIT = 4 * 2 ** 30 - 1;

/** Saves a bundle's files: as one file when `path` ends in `.tar`, else as a folder. Whole or not at all. */
export async function saveBundle(files: BundleFiles, path: string): Promise<void> {
  if (path.endsWith(".tar")) return writeFileAtomic(path, bundleToTar(files));
  await writeFolderAtomic(path, async (folder) => {
    for (const [name, bytes] of files) await writeFile(join(folder, name), bytes, { flag: "wx" });
  });
}

/**
 * Loads a bundle from a folder or a `.tar`. Sizes are compared with the manifest's before a file is read.
 *
 * @throws `INVALID_BUNDLE`, `UNKNOWN_CODEC`, `FILE_FAILURE`; each names `path`.
 */
export async function loadBundle(path: string, codecs: readonly Codec[]): Promise<ModelBundle> {
  try {
    return decodeBundle(await readBundleFiles(path), codecs);
  } catch (cause) {
    if (!InvalidBundle.is(cause)) throw cause;
    throw InvalidBundle.create({ ...cause.details, source: path }, { cause });
  }
}

/** The verified-by-size, not yet verified-by-hash files of a bundle on disk. */
export async function readBundleFiles(path: string): Promise<BundleFiles> {
  try {
    if ((await stat(path)).isFile()) return bundleFromTar(await readSized(path));
    const manifestBytes = await readSized(join(path, "manifest.json"), 4 << 20);
    const files = new Map([["manifest.json", manifestBytes]]);
    for (const [name, { bytes }] of Object.entries(decodeManifest(manifestBytes).files)) {
      if (/[/\\]/.test(name) || name.startsWith("."))
        throw InvalidBundle.create({ file: name, problem: "not a name" });
      const { size } = await stat(join(path, name));
      if (size !== bytes) {
        throw InvalidBundle.create({
          file: name,
          problem: `it has ${size} bytes, the manifest says ${bytes}`,
        });
      }
      files.set(name, await readSized(join(path, name)));
    }
    return files;
  } catch (cause) {
    throw ImdbError.isInstance(cause) ? cause : fileFailure("read", path, cause);
  }
}

async function readSized(path: string, limit = SIZE_LIMIT): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > limit)
    throw InvalidBundle.create({ file: path, problem: `it has ${size} bytes, over ${limit}` });
  return readFile(path);
}
