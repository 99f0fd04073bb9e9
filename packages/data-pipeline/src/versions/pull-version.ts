import { copyFile, link, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ImdbError } from "@imdb/core";
import { checkOption, text, withoutContext } from "@imdb/core/options";
import {
  absolutePath,
  makeFolder,
  orFileFailure,
  writeChunksAtomic,
  writeFolderAtomic,
} from "@imdb/runtime/files";
import type { ObjectStore } from "@imdb/runtime/objects";
import { DamagedVersion, UnknownVersion } from "../errors.js";
import { findStored, readStoredFile } from "../store/open-dataset.js";
import { eachAtMost } from "./each-at-most.js";
import { bodyOf, measure } from "./file-content.js";
import { contentObject } from "./object-names.js";
import { readDocument } from "./read-document.js";
import { receiveObject } from "./receive-object.js";
import {
  remoteRule,
  type Transfer,
  type TransferOptions,
  transferOptions,
  versionRule,
} from "./transfer-options.js";
import { isShard, type VersionDocument, type VersionFile } from "./version-document.js";

/** What a pull did. */
export interface PullSummary {
  readonly version: string;
  /** Shards that were received. */
  readonly received: number;
  /** Shards that were there already: in the folder, or from a pull that was interrupted. */
  readonly skipped: number;
  /** Bytes that were received: of shards, and of the files that describe the version. */
  readonly bytes: number;
}

/** A pull that is made: what is received goes to `staging` first, under its hash. */
interface Pull {
  readonly remote: ObjectStore;
  readonly document: VersionDocument;
  readonly folder: string;
  readonly staging: string;
  readonly transfer: Transfer;
}

/**
 * Receives a version from a remote into a folder, which then has the same files as the one that was pushed. Every object is
 * verified by its size and SHA-256; the folder holds its old content or the whole version. What the folder has already is
 * not received again. Nor is what a pull that was killed had received: until it is repeated that stays in a hidden folder
 * beside, `.<name>.pull-<hash>`. `openDataset(folder).load()` verifies also that the texts and labels are those of the version.
 *
 * @param version  Its hash, as `dataset.version` or `listVersions` say it.
 * @throws `UNKNOWN_VERSION`; `DAMAGED_VERSION`, which names the object; `OBJECT_STORE_FAILURE`, `FILE_FAILURE`, `INVALID_OPTION`, `CANCELLED`
 * @example no-run
 * await pullVersion("sha256:5e8c…", folderObjects("/mnt/datasets"), "data/reviews");
 */
export async function pullVersion(
  version: string,
  remote: ObjectStore,
  folder: string,
  options: TransferOptions = {},
): Promise<PullSummary> {
  checkOption("version", version, versionRule, "pullVersion");
  checkOption("remote", remote, remoteRule, "pullVersion");
  const path = absolutePath(checkOption("folder", folder, text, "pullVersion"));
  const transfer = transferOptions.resolve(withoutContext(options), "pullVersion");
  const document = await readDocument(remote, version, transfer);
  if (document === undefined) throw UnknownVersion.create({ remote: remote.shown, version });
  const nothing = { received: 0, skipped: shardsOf(document), bytes: 0 };
  if (await holds(path, document)) return { version, ...nothing };
  const digest = version.slice("sha256:".length, "sha256:".length + 16);
  const staging = join(dirname(path), `.${basename(path)}.pull-${digest}`);
  const pull: Pull = { remote, document, folder: path, staging, transfer };
  try {
    const counts = await receiveFiles(pull);
    await writeFolderAtomic(path, (temporary) => layOut(pull, temporary));
    await rm(staging, { recursive: true, force: true });
    return { version, ...counts };
  } catch (cause) {
    // Another process has pulled the same version into this folder, and removed what both had received.
    if (ImdbError.isInstance(cause) && cause.code === "FILE_FAILURE" && (await holds(path, document))) {
      return { version, ...nothing };
    }
    throw cause;
  }
}

function shardsOf({ files }: VersionDocument): number {
  return Object.keys(files).filter(isShard).length;
}

/** Whether a folder has exactly these contents. */
async function holds(folder: string, { files }: VersionDocument): Promise<boolean> {
  for (const [name, file] of Object.entries(files)) {
    if (!(await isWhole(folder, name, file))) return false;
  }
  return true;
}

async function isWhole(folder: string, name: string, { bytes, sha256 }: VersionFile): Promise<boolean> {
  try {
    const found = await measure(folder, name);
    return found.bytes === bytes && found.sha256 === sha256;
  } catch (cause) {
    // What is not there, or cannot be read, is received.
    if (ImdbError.isInstance(cause)) return false;
    throw cause;
  }
}

async function receiveFiles(pull: Pull): Promise<Pick<PullSummary, "received" | "skipped" | "bytes">> {
  const { document, folder, staging, transfer } = pull;
  const { concurrency, signal, onProgress } = transfer;
  await orFileFailure(makeFolder(staging), "create", staging);
  const local = await namesByHash(folder);
  const counts = { received: 0, skipped: 0, bytes: 0 };
  const files = Object.entries(document.files);
  const total = files.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  let done = 0;
  const begun = new Map<string, Promise<"received" | "skipped">>();
  const receive = async ([name, file]: (typeof files)[number], stop: AbortSignal) => {
    const first = begun.get(file.sha256);
    const making = first ?? fetchFile(pull, name, file, local, stop);
    begun.set(file.sha256, making);
    const made = await making;
    const how = first === undefined ? made : "skipped";
    if (how === "received") counts.bytes += file.bytes;
    if (isShard(name)) counts[how]++;
    done += file.bytes;
    onProgress?.({ stage: "pulling", done, total, unit: "bytes" });
  };
  // First what says which shards there must be: a remote that lies is found out before they are received.
  const isDescription = ([name]: (typeof files)[number]) => name === "dataset.json";
  await eachAtMost(1, files.filter(isDescription), signal, receive);
  await assertDescribed(pull);
  await eachAtMost(
    concurrency,
    files.filter((entry) => !isDescription(entry)),
    signal,
    receive,
  );
  return counts;
}

/** The files of the folder as it was, by their hashes. */
async function namesByHash(folder: string): Promise<ReadonlyMap<string, string>> {
  const stored = await findStored(folder);
  return new Map(Object.entries(stored?.files ?? {}).map(([name, { sha256 }]) => [sha256, name]));
}

/** Puts a file into the staging folder, from where it is already or from the remote. */
async function fetchFile(
  { remote, document: { version }, folder, staging, transfer: { retries } }: Pull,
  name: string,
  file: VersionFile,
  local: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<"received" | "skipped"> {
  if (await isWhole(staging, file.sha256, file)) return "skipped";
  const path = join(staging, file.sha256);
  const there = local.get(file.sha256) ?? name;
  if (await isWhole(folder, there, file)) {
    await writeChunksAtomic(path, bodyOf(folder, there, file).open());
    return "skipped";
  }
  await receiveObject({ remote, version, name, file, path, retries, signal });
  return "received";
}

/** Refuses a version whose `dataset.json` is of another version, or has other shards. */
async function assertDescribed({ remote, document, staging }: Pull): Promise<void> {
  const { version, files } = document;
  const { sha256 } = files["dataset.json"]!;
  const stored = await readStoredFile(staging, sha256);
  const shards = Object.keys(files).filter(isShard);
  const same =
    shards.length === Object.keys(stored.files).length &&
    shards.every((name) => {
      const expected = stored.files[name];
      return expected?.sha256 === files[name]?.sha256 && expected?.bytes === files[name]?.bytes;
    });
  const problem =
    stored.version === version
      ? same
        ? undefined
        : "its shards are others than those of the version"
      : `it is of the version ${stored.version}`;
  if (problem === undefined) return;
  const object = contentObject(sha256);
  throw DamagedVersion.create({ remote: remote.shown, version, object, file: "dataset.json", problem });
}

/** Fills the new folder with the files under their names. */
async function layOut({ document, staging }: Pull, temporary: string): Promise<void> {
  for (const [name, { sha256 }] of Object.entries(document.files)) {
    const from = join(staging, sha256);
    const to = join(temporary, name);
    // Without hard links it is copied.
    await orFileFailure(
      link(from, to).catch(() => copyFile(from, to)),
      "write",
      to,
    );
  }
}
