import { type BundleFiles, bundleFromTar, decodeManifest } from "@imdb/core";
import { callRemote, readLimited, reasonOf } from "@imdb/runtime/remote";
import { ModelDownloadFailed } from "../errors.js";

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
  const manifest = await download(beside(folder, "manifest.json"), MANIFEST_LIMIT);
  const listed = Object.entries(decodeManifest(manifest).files);
  const total = listed.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  if (total > maxBytes) {
    throw ModelDownloadFailed.create({
      url: url.href,
      reason: `it has ${total} bytes, the limit is ${maxBytes}`,
    });
  }
  const files = new Map([["manifest.json", manifest]]);
  for (const [name, { bytes }] of listed) {
    if (!/^[A-Za-z][A-Za-z0-9.]{0,63}$/.test(name)) {
      throw ModelDownloadFailed.create({ url: url.href, reason: `its manifest lists ${name.slice(0, 80)}` });
    }
    files.set(name, await download(beside(folder, name), bytes));
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
  const failed = (failure: { readonly reason: string; readonly cause?: unknown }) => {
    const { reason, cause } = failure;
    return ModelDownloadFailed.create({ url: `${url.origin}${url.pathname}`, reason }, { cause });
  };
  const response = await callRemote(url, () => ({ redirect: "follow" }), { failed });
  const bytes = await readLimited(response.body, limit).catch((cause) => {
    throw failed({ reason: reasonOf(cause), cause });
  });
  if (!bytes) throw failed({ reason: `it is larger than ${limit} bytes` });
  return bytes;
}
