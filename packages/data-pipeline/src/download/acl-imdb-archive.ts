import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { RunOptions } from "@imdb/core";
import { optional, optionsOf, runRules, text, withoutContext } from "@imdb/core/options";
import { orUndefinedIfMissing } from "@imdb/runtime/files";
import { cacheFolder } from "./cache-folder.js";
import { downloadFile } from "./download-file.js";
import { type ExpectedFile, fileRules } from "./expected-file.js";

/** The public archive of the Large Movie Review Dataset: its address, MD5 and size. */
export const ACL_IMDB_ARCHIVE: ExpectedFile = {
  url: "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
  md5: "7c2ac02c03563afcf9b574c7e56c153a",
  bytes: 84_125_825,
};

const FILE = "aclImdb_v1.tar.gz";

/** Options of {@link downloadAclImdb}. */
export interface DownloadOptions extends RunOptions {
  /** Default {@link cacheFolder}. */
  readonly cacheDir?: string;
  /** The address of a mirror. Default: the public address. The file must have the same size and MD5. */
  readonly url?: string;
  /** Default that of the public archive. */
  readonly md5?: string;
  /** Default that of the public archive. */
  readonly bytes?: number;
}

const cacheRules = {
  cacheDir: optional(text),
  bytes: [ACL_IMDB_ARCHIVE.bytes, fileRules.bytes],
} as const;
const cacheOptions = optionsOf<Pick<DownloadOptions, "cacheDir" | "bytes">, "cacheDir">(cacheRules);
const downloadOptions = optionsOf<DownloadOptions, keyof RunOptions | "cacheDir">({
  ...cacheRules,
  url: [ACL_IMDB_ARCHIVE.url, fileRules.url],
  md5: [ACL_IMDB_ARCHIVE.md5, fileRules.md5],
  ...runRules,
});

/**
 * Downloads the public archive into the cache, unless it is there already, and returns its path.
 *
 * Continues an unfinished download, retries with growing waits when the server fails, and gives the file its name only
 * when size and MD5 are right. Reports within 10 s that there is no network.
 *
 * @throws `OFFLINE`, `DOWNLOAD_FAILED`, `CHECKSUM_MISMATCH`, `FILE_FAILURE`, `INVALID_OPTION`, `CANCELLED`
 */
export async function downloadAclImdb(options: DownloadOptions = {}): Promise<string> {
  const { url, md5, bytes, ...others } = downloadOptions.resolve(withoutContext(options), "downloadAclImdb");
  const { cacheDir = cacheFolder(), ...run } = others;
  const expected: ExpectedFile = { url, md5, bytes };
  const cached = await cachedAclImdb({ cacheDir, bytes: expected.bytes });
  if (cached !== undefined) return cached;
  const path = join(cacheDir, FILE);
  await downloadFile(expected, path, run);
  return path;
}

/**
 * The path of the archive in the cache, or `undefined` when it is not there. Only a checked download has the name, so
 * only the size is compared.
 *
 * @throws `FILE_FAILURE` when the cache cannot be read, `INVALID_OPTION`
 */
export async function cachedAclImdb(
  options: Pick<DownloadOptions, "cacheDir" | "bytes"> = {},
): Promise<string | undefined> {
  const { cacheDir = cacheFolder(), bytes } = cacheOptions.resolve(options, "cachedAclImdb");
  const path = join(cacheDir, FILE);
  const found = await orUndefinedIfMissing(stat(path), "read", path);
  return found?.size === bytes ? path : undefined;
}
