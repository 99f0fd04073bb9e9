import { join } from "node:path";
import { byCodePoint } from "@imdb/core";
import { checkOption, text, withoutContext } from "@imdb/core/options";
import { absolutePath, orUndefinedIfMissing, readFolderAtomic, statPlainFile } from "@imdb/runtime/files";
import type { ObjectStore } from "@imdb/runtime/objects";
import { VersionTaken } from "../errors.js";
import { readStoredFolder } from "../store/open-dataset.js";
import { eachAtMost } from "./each-at-most.js";
import { bodyOf, measure } from "./file-content.js";
import { contentObject, documentObject } from "./object-names.js";
import { readDocument } from "./read-document.js";
import { remoteRule, type Transfer, type TransferOptions, transferOptions } from "./transfer-options.js";
import { tryAgain } from "./try-again.js";
import {
  DESCRIPTIONS,
  documentBytes,
  isShard,
  type VersionDocument,
  type VersionFile,
} from "./version-document.js";

/** What a push did. */
export interface PushSummary {
  readonly version: string;
  /** Shards that were sent. */
  readonly sent: number;
  /** Shards that the remote had already. */
  readonly skipped: number;
  /** Bytes that were sent: of shards, and of the files that describe the version. */
  readonly bytes: number;
}

/**
 * Sends a materialized version to a remote, where each file is an object named by its SHA-256. What the remote has is not
 * sent again, also of other versions. The document of the version is written last: until then nobody sees the version. A push
 * that was killed is continued by the next one. The content of what is sent is verified.
 *
 * @param folder  That `materialize` or `materializeStream` has written. Other files in it are left out.
 * @param remote  `folderObjects(path)`, `s3Objects({ … })`, or `httpObjects({ … })` of a server that takes PUT.
 * @throws `INVALID_DATASET` for a folder that is damaged, `VERSION_TAKEN` where the remote has this version with other files, `OBJECT_STORE_FAILURE`,
 *         `DAMAGED_VERSION`, `FILE_FAILURE`, `INVALID_OPTION`, `CANCELLED`
 * @example no-run
 * const { version, sent } = await pushVersion("data/reviews", folderObjects("/mnt/datasets"));
 */
export async function pushVersion(
  folder: string,
  remote: ObjectStore,
  options: TransferOptions = {},
): Promise<PushSummary> {
  const path = absolutePath(checkOption("folder", folder, text, "pushVersion"));
  checkOption("remote", remote, remoteRule, "pushVersion");
  const transfer = transferOptions.resolve(withoutContext(options), "pushVersion");
  const document = await readFolderAtomic(path, () => documentOf(path));
  const { version } = document;
  await assertNotTaken(remote, document, transfer);
  const counts = await sendFiles(path, remote, document, transfer);
  const again = { retries: transfer.retries, signal: transfer.signal };
  const bytes = documentBytes(document);
  const made = await tryAgain(again, () => remote.create(documentObject(version), bytes, transfer.signal));
  // Another process has pushed the same version in the meantime.
  if (made === "kept") await assertNotTaken(remote, document, transfer);
  return { version, ...counts };
}

/** Describes the files of a folder. The hashes of shards are those of `dataset.json`; they are verified when they are sent. */
async function documentOf(folder: string): Promise<VersionDocument> {
  const stored = await readStoredFolder(folder);
  const files: VersionDocument["files"] = {};
  for (const [name, { bytes, sha256 }] of Object.entries(stored.files)) files[name] = { bytes, sha256 };
  for (const name of DESCRIPTIONS) {
    const path = join(folder, name);
    const found = await orUndefinedIfMissing(statPlainFile(path), "read", path);
    if (found !== undefined) files[name] = await measure(folder, name);
  }
  return { schemaVersion: 1, version: stored.version, files };
}

async function assertNotTaken(
  remote: ObjectStore,
  document: VersionDocument,
  transfer: Transfer,
): Promise<void> {
  const { version, files } = document;
  const there = await readDocument(remote, version, transfer);
  if (there === undefined || Buffer.compare(documentBytes(there), documentBytes(document)) === 0) return;
  const names = [...new Set([...Object.keys(files), ...Object.keys(there.files)])];
  const others = names.filter((name) => files[name]?.sha256 !== there.files[name]?.sha256);
  throw VersionTaken.create({ remote: remote.shown, version, files: others.sort(byCodePoint) });
}

async function sendFiles(
  folder: string,
  remote: ObjectStore,
  { files }: VersionDocument,
  { concurrency, retries, signal, onProgress }: Transfer,
): Promise<Pick<PushSummary, "sent" | "skipped" | "bytes">> {
  const counts = { sent: 0, skipped: 0, bytes: 0 };
  const total = Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const begun = new Map<string, Promise<"sent" | "skipped">>();
  await eachAtMost(concurrency, Object.entries(files), signal, async ([name, file], stop) => {
    const first = begun.get(file.sha256);
    const sending = first ?? sendFile(folder, remote, name, file, { retries, signal: stop });
    begun.set(file.sha256, sending);
    const made = await sending;
    // Two files of a version may have the same content.
    const how = first === undefined ? made : "skipped";
    if (how === "sent") counts.bytes += file.bytes;
    if (isShard(name)) counts[how]++;
    done += file.bytes;
    onProgress?.({ stage: "pushing", done, total, unit: "bytes" });
  });
  return counts;
}

/** Sends a file whose content the remote does not have. */
async function sendFile(
  folder: string,
  remote: ObjectStore,
  name: string,
  file: VersionFile,
  again: { readonly retries: number; readonly signal: AbortSignal },
): Promise<"sent" | "skipped"> {
  const object = contentObject(file.sha256);
  if ((await tryAgain(again, () => remote.size(object, again.signal))) === file.bytes) return "skipped";
  await tryAgain(again, () => remote.write(object, bodyOf(folder, name, file), again.signal));
  return "sent";
}
