import { type BundleFiles, bundleFromTar, decodeManifest, isBundleFile } from "@imdb/core";
import { checkOption, integer } from "@imdb/core/options";
import { callOnHost, readLimited, reasonOf } from "@imdb/runtime/remote";
import { ModelDownloadFailed } from "../errors.js";

const GIB = 2 ** 30;
const MANIFEST_LIMIT = 4 << 20;
const TEN_MINUTES = 600_000;

/**
 * Downloads the files of a bundle: one `.tar`, or a folder with a `manifest.json`. It reads at most the sizes in the
 * manifest, and at most `maxBytes`.
 *
 * @param timeoutMs  Milliseconds that all files together may take.
 * @throws `MODEL_DOWNLOAD_FAILED`, `INVALID_BUNDLE`
 */
export async function fetchBundle(
  url: URL,
  maxBytes: number = GIB,
  timeoutMs: number = TEN_MINUTES,
): Promise<BundleFiles> {
  const limits = {
    timeoutMs,
    signal: AbortSignal.timeout(checkOption("timeoutMs", timeoutMs, integer(0), "the download of a bundle")),
  };
  if (url.pathname.endsWith(".tar")) return bundleFromTar(await download(url, maxBytes, limits));
  const folder = new URL(url);
  if (!folder.pathname.endsWith("/")) folder.pathname += "/";
  return readListed((name, bytes) => download(urlOfFile(folder, name), bytes, limits), url.href, maxBytes);
}

/**
 * Reads a manifest and the files that it lists.
 *
 * @param read  Reads a file of at most the given number of bytes.
 * @param url   Where they are, for messages.
 * @throws `MODEL_DOWNLOAD_FAILED` for more than `maxBytes` and for names that no bundle has; `INVALID_BUNDLE`
 */
export async function readListed(
  read: (name: string, bytes: number) => Promise<Uint8Array>,
  url: string,
  maxBytes: number = GIB,
): Promise<BundleFiles> {
  const manifest = await read("manifest.json", MANIFEST_LIMIT);
  const listed = Object.entries(decodeManifest(manifest).files);
  const total = listed.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  const failed = (reason: string) => ModelDownloadFailed.create({ url, reason });
  if (total > maxBytes) throw failed(`it has ${total} bytes, the limit is ${maxBytes}`);
  const files = new Map([["manifest.json", manifest]]);
  for (const [name, { bytes }] of listed) {
    if (!isBundleFile(name)) throw failed(`its manifest lists ${name.slice(0, 80)}`);
    files.set(name, await read(name, bytes));
  }
  return files;
}

/** The URL of a file in the folder, with the query of the folder, such as a signature. */
function urlOfFile(folder: URL, name: string): URL {
  const url = new URL(folder);
  url.pathname += name;
  return url;
}

async function download(
  url: URL,
  limit: number,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const failed = ({ reason, cause }: { readonly reason: string; readonly cause?: unknown }) =>
    ModelDownloadFailed.create({ url: `${url.origin}${url.pathname}`, reason }, { cause });
  const answer = await callOnHost(url, () => ({}), { failed, ...limits });
  const bytes = await readLimited(answer.body, limit).catch((cause) => {
    throw failed({ reason: reasonOf(cause), cause });
  });
  if (!bytes) throw failed({ reason: `it is larger than ${limit} bytes` });
  return bytes;
}
