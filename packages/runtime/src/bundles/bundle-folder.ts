import { stat, writeFile } from "node:fs/promises";
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
import { checkOption, type OptionRule, rule, text } from "@imdb/core/options";
import { absolutePath } from "../files/absolute-path.js";
import { writeFileAtomic } from "../files/atomic-file.js";
import { writeFolderAtomic } from "../files/atomic-folder.js";
import { fileFailure } from "../files/file-failure.js";
import { readPlainBytes, statPlainFile } from "../files/plain-handle.js";
import { readFolderAtomic } from "../files/read-folder.js";
import { assertResultFile } from "../files/result-path.js";

const MANIFEST_LIMIT = 4 << 20;

const filesRule: OptionRule<BundleFiles> = rule(
  "the files of a bundle, as encodeBundle returns them",
  (value) => Object.prototype.toString.call(value) === "[object Map]",
);

/**
 * Saves a bundle's files: as one file when the path ends in `.tar`, else as a folder. The write is atomic: until the new
 * bundle is complete, the old one stays.
 *
 * @throws `FILE_FAILURE`, `INVALID_OPTION`
 */
export async function saveBundle(files: BundleFiles, given: string): Promise<void> {
  const path = absolutePath(checkOption("path", given, text, "saveBundle"));
  checkOption("files", files, filesRule, "saveBundle");
  if (path.endsWith(".tar")) {
    await assertResultFile(path);
    return writeFileAtomic(path, bundleToTar(files));
  }
  await writeFolderAtomic(path, async (folder) => {
    for (const [name, bytes] of files) await writeFile(join(folder, name), bytes, { flag: "wx" });
  });
}

/**
 * Loads a bundle from a folder or a `.tar`: the old one or the new one while it is written. A file's size is compared with the manifest before the file is read, its
 * hash before it is decoded.
 *
 * @param codecs  The codecs of the kinds of parts that the bundle may hold.
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
 * Reads the files of a bundle from disk, for {@link decodeBundle}. Checks their sizes, not yet their hashes.
 *
 * @throws `INVALID_BUNDLE`, `FILE_FAILURE`
 */
export async function readBundleFiles(given: string): Promise<BundleFiles> {
  const path = absolutePath(checkOption("path", given, text, "readBundleFiles"));
  try {
    return await readFolderAtomic(path, () => readFiles(path));
  } catch (cause) {
    throw ImdbError.isInstance(cause) ? cause : fileFailure("read", path, cause);
  }
}

async function readFiles(path: string): Promise<BundleFiles> {
  // A link to a whole bundle is how operators deploy; in a bundle there is none.
  if (!(await stat(path)).isDirectory()) {
    return bundleFromTar(await readPlainBytes(path, { refuse: invalid, links: "followed" }));
  }
  const manifestBytes = await readBundleFile(join(path, "manifest.json"), MANIFEST_LIMIT);
  const files = new Map([["manifest.json", manifestBytes]]);
  for (const [name, { bytes }] of Object.entries(decodeManifest(manifestBytes).files)) {
    if (!isBundleFile(name)) {
      throw InvalidBundle.create({ file: name.slice(0, 80), problem: "a bundle has no such file" });
    }
    const file = join(path, name);
    const { size } = await statPlainFile(file, { refuse: invalid });
    if (size !== bytes) {
      const problem = `it has ${size} bytes, the manifest says ${bytes}`;
      throw InvalidBundle.create({ file: name, problem });
    }
    // Its hash is compared when it is decoded; what has grown since is not read.
    files.set(name, await readBundleFile(file, bytes));
  }
  return files;
}

const readBundleFile = (path: string, limit: number) => readPlainBytes(path, { limit, refuse: invalid });

const invalid = (file: string, problem: string) => InvalidBundle.create({ file, problem });
