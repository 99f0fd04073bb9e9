import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type BundleFiles,
  bundleFromTar,
  bundleToTar,
  type Codec,
  decodeBundle,
  decodeManifest,
  ImdbError,
  InvalidBundle,
  isBundleFile,
  type ModelBundle,
} from "@imdb/core";
import { writeFileAtomic } from "../files/atomic-file.js";
import { restoreFolder, writeFolderAtomic } from "../files/atomic-folder.js";
import { fileFailure } from "../files/file-failure.js";

/** What Node reads into one buffer. */
const SIZE_LIMIT = 2 ** 31 - 1;

/**
 * Saves a bundle's files: as one file when `path` ends in `.tar`, else as a folder. Whole or not at all; what was
 * there before stays until the new one is complete.
 *
 * @throws `FILE_FAILURE`
 */
export async function saveBundle(files: BundleFiles, path: string): Promise<void> {
  if (path.endsWith(".tar")) return writeFileAtomic(path, bundleToTar(files));
  await writeFolderAtomic(path, async (folder) => {
    for (const [name, bytes] of files) await writeFile(join(folder, name), bytes, { flag: "wx" });
  });
}

/**
 * Loads a bundle from a folder or a `.tar`. Sizes are compared with the manifest's before a file is read,
 * hashes before anything is made of it.
 *
 * @param codecs  The allow-list of kinds.
 * @throws `INVALID_BUNDLE`, `FILE_FAILURE`, both naming `path`; `UNKNOWN_CODEC`.
 */
export async function loadBundle(path: string, codecs: readonly Codec[]): Promise<ModelBundle> {
  try {
    return decodeBundle(await readBundleFiles(path), codecs);
  } catch (cause) {
    if (!InvalidBundle.is(cause)) throw cause;
    throw InvalidBundle.create({ ...cause.details, source: path }, { cause });
  }
}

/**
 * The files of a bundle on disk, their sizes verified and their hashes not yet; for {@link decodeBundle}.
 *
 * @throws `INVALID_BUNDLE`, `FILE_FAILURE`
 */
export async function readBundleFiles(path: string): Promise<BundleFiles> {
  try {
    await restoreFolder(path);
    if ((await stat(path)).isFile()) return bundleFromTar(await readSized(path));
    const manifestBytes = await readSized(join(path, "manifest.json"), 4 << 20);
    const files = new Map([["manifest.json", manifestBytes]]);
    for (const [name, { bytes }] of Object.entries(decodeManifest(manifestBytes).files)) {
      if (!isBundleFile(name)) {
        throw InvalidBundle.create({ file: name.slice(0, 80), problem: "no such file belongs here" });
      }
      const size = await sizeOf(join(path, name));
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
  const size = await sizeOf(path);
  if (size > limit)
    throw InvalidBundle.create({ file: path, problem: `it has ${size} bytes, over ${limit}` });
  return readFile(path);
}

/** Size of a plain file; a pipe or a device would make reading wait for ever. */
async function sizeOf(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isFile()) throw InvalidBundle.create({ file: path, problem: "it is not a plain file" });
  return found.size;
}
