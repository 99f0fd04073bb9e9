import { type BundleFiles, bundleFromTar, decodeManifest, ImdbError } from "@imdb/core";
import { ModelDownloadFailed } from "../errors.js";
import { joined } from "../joined-bytes.js";

const GIB = 2 ** 30;
const MANIFEST_LIMIT = 4 << 20;

/**
 * Downloads the files of a bundle: one `.tar`, or a folder that has a `manifest.json`. No more is read than
 * the manifest says and `maxBytes` allows.
 *
 * @throws `MODEL_DOWNLOAD_FAILED`, `INVALID_BUNDLE`
 */
export async function fetchBundle(url: URL, maxBytes: number = GIB): Promise<BundleFiles> {
  if (url.pathname.endsWith(".tar")) return bundleFromTar(await download(url, maxBytes));
  const folder = new URL(url);
  if (!folder.pathname.endsWith("/")) folder.pathname += "/";
  return readBundle(url.href, maxBytes, (name, limit) => download(beside(folder, name), limit));
}

/**
 * Reads the files of a bundle that its manifest lists, after a look at their names and sizes.
 *
 * @param from  Where it is, for errors.
 * @param read  Reads one file of at most so many bytes.
 * @throws `MODEL_DOWNLOAD_FAILED`, `INVALID_BUNDLE`
 */
export async function readBundle(
  from: string,
  maxBytes: number,
  read: (name: string, limit: number) => Promise<Uint8Array>,
): Promise<BundleFiles> {
  const failed = (reason: string) => ModelDownloadFailed.create({ url: from, reason });
  const manifest = await read("manifest.json", MANIFEST_LIMIT);
  const listed = Object.entries(decodeManifest(manifest).files);
  const total = listed.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  if (total > maxBytes) throw failed(`it has ${total} bytes, the limit is ${maxBytes}`);
  const files = new Map([["manifest.json", manifest]]);
  for (const [name, { bytes }] of listed) {
    if (!/^[A-Za-z][A-Za-z0-9.]{0,63}$/.test(name)) throw failed(`its manifest lists ${name.slice(0, 80)}`);
    files.set(name, await read(name, bytes));
  }
  return files;
}

/** A file of the folder; a query (a signature, say) goes along. */
function beside(folder: URL, name: string): URL {
  const url = new URL(folder);
  url.pathname += name;
  return url;
}

async function download(url: URL, limit: number): Promise<Uint8Array> {
  const failed = (reason: string, cause?: unknown) =>
    ModelDownloadFailed.create({ url: `${url.origin}${url.pathname}`, reason }, { cause });
  try {
    const response = await fetch(url);
    if (!response.ok) throw failed(`the server answered ${response.status}`);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > limit) throw failed(`it is larger than ${limit} bytes`);
      chunks.push(chunk);
    }
    return joined(chunks, size);
  } catch (cause) {
    if (ImdbError.isInstance(cause)) throw cause;
    throw failed(cause instanceof Error ? cause.message : String(cause), cause);
  }
}
