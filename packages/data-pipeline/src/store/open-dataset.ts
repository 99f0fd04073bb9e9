import { constants } from "node:buffer";
import { join } from "node:path";
import {
  byCodePoint,
  type Example,
  ImdbError,
  parseWith,
  type RunOptions,
  throwIfCancelled,
} from "@imdb/core";
import { checkOption, checkRun, listOf, optional, optionsOf, text } from "@imdb/core/options";
import {
  absolutePath,
  orUndefinedIfMissing,
  readFolderAtomic,
  readPlainBytes,
  statPlainFile,
} from "@imdb/runtime/files";
import type { Dataset } from "../dataset/dataset.js";
import { displayDataset } from "../dataset/display-dataset.js";
import type { DatasetManifest } from "../dataset/manifest.js";
import { datasetVersion } from "../dataset/version.js";
import { versionParts } from "../dataset/version-parts.js";
import { InvalidDataset } from "../errors.js";
import { exampleDigest } from "../preparation/example-hash.js";
import type { Part } from "../quality/part.js";
import type { InvalidRow } from "../sources/invalid-row.js";
import { readShard } from "./read-shard.js";
import { partOfShard, type StoredDataset, storedDatasetSchema } from "./stored-dataset.js";

/** The greatest `dataset.json`, in bytes. A shard takes about 150. */
const MAX_DESCRIPTION = 16 << 20;

/** A dataset on disk. */
export interface OpenedDataset<L extends string = string> {
  readonly manifest: DatasetManifest;
  /**
   * Reads the dataset into memory. The SHA-256 of every shard and the versions of every part and of the dataset are
   * verified.
   *
   * @throws `INVALID_DATASET`, `FILE_FAILURE`, `CANCELLED`; for Parquet `MISSING_PEER`
   */
  load(run?: RunOptions): Promise<Dataset<L>>;
}

/** Options of {@link openDataset}. */
export interface OpenOptions<L extends string = string> {
  /** The labels that the caller expects: they type the dataset, and one with other labels is refused. */
  readonly labels?: readonly L[] | undefined;
}

const openOptions = optionsOf<OpenOptions, "labels">({ labels: optional(listOf(text)) });

/**
 * Opens a dataset that {@link materialize} wrote: reads `dataset.json` and verifies that every shard exists with its size.
 * The content is verified when it is loaded.
 *
 * @throws `INVALID_DATASET`, also for other labels than those that are expected; `FILE_FAILURE`, `INVALID_OPTION`
 * @example no-run
 * const { train } = await (await openDataset("data/reviews", { labels: ["neg", "pos"] })).load();
 * train.examples[0]?.label; // typed "neg" | "pos" | undefined
 */
export async function openDataset<L extends string = string>(
  given: string,
  options: OpenOptions<L> = {},
): Promise<OpenedDataset<L>> {
  const folder = absolutePath(checkOption("folder", given, text, "openDataset"));
  const { labels } = openOptions.resolve(options, "openDataset");
  const stored = await readFolderAtomic(folder, () => readStoredFolder(folder));
  const { format: _format, files: _files, ...manifest } = stored;
  if (labels !== undefined) assertLabels(folder, manifest.labels, labels);
  return {
    manifest,
    async load(run = {}) {
      const dataset = await load(folder, stored, manifest, checkRun(run, "load"));
      if (labels !== undefined) assertLabels(folder, labelsIn(dataset), labels);
      return dataset as Dataset<L>;
    },
  };
}

function labelsIn({ train, validation, test }: Dataset): readonly string[] {
  const examples = [train, validation, test].flatMap((part) => part?.examples ?? []);
  return [...new Set(examples.flatMap(({ label }) => label ?? []))].sort(byCodePoint);
}

function assertLabels(folder: string, actual: readonly string[], expected: readonly string[]): void {
  const wanted = [...new Set(expected)].sort(byCodePoint);
  if (wanted.length === actual.length && wanted.every((label, i) => label === actual[i])) return;
  const problem = `its labels are ${actual.join(", ") || "none"}, expected are ${wanted.join(", ") || "none"}`;
  throw InvalidDataset.create({ folder, problem });
}

/** The `dataset.json` of a folder; `undefined` when there is no readable one. */
export async function findStored(folder: string): Promise<StoredDataset | undefined> {
  try {
    return await readFolderAtomic(folder, () => readStoredFolder(folder));
  } catch (cause) {
    if (ImdbError.isInstance(cause)) return undefined;
    throw cause;
  }
}

/** The `dataset.json` of a folder whose shards exist with their sizes. @throws `INVALID_DATASET`, `FILE_FAILURE` */
export async function readStoredFolder(folder: string): Promise<StoredDataset> {
  const stored = await readStoredFile(folder, "dataset.json");
  for (const [file, { bytes }] of Object.entries(stored.files)) {
    const path = join(folder, file);
    const found = await orUndefinedIfMissing(
      statPlainFile(path, { refuse: refusal(folder, file) }),
      "read",
      path,
    );
    const size = found?.size;
    if (size === bytes) continue;
    const problem = `it has ${size ?? "no"} bytes, expected are ${bytes}`;
    throw InvalidDataset.create({ folder, file, problem });
  }
  return stored;
}

/** What a file says that is the `dataset.json` of a folder. @throws `INVALID_DATASET`, `FILE_FAILURE` */
export async function readStoredFile(folder: string, file: string): Promise<StoredDataset> {
  const path = join(folder, file);
  const refuse = refusal(folder, file);
  const bytes = await readPlainBytes(path, { limit: MAX_DESCRIPTION, refuse });
  try {
    return parseWith(storedDatasetSchema, JSON.parse(bytes.toString("utf8")) as unknown, path);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message.replace(/\.$/, "") : String(cause);
    throw InvalidDataset.create({ folder, file, problem }, { cause });
  }
}

async function load(
  folder: string,
  stored: StoredDataset,
  manifest: DatasetManifest,
  run: RunOptions,
): Promise<Dataset> {
  const examples: Example[] = [];
  const parts: Part[] = [];
  for (const [name, file] of Object.entries(stored.files)) {
    const part = partOfShard(name) as Part;
    for (const example of await readShard(folder, name, file, run)) {
      examples.push(example);
      parts.push(part);
    }
    throwIfCancelled(run.signal, `Opening ${folder}`);
  }
  const digests = Buffer.concat(examples.map(exampleDigest));
  const { versions, parts: splits } = versionParts(
    { examples, parts, digests },
    { cleaning: manifest.cleaning, positive: manifest.positive },
  );
  for (const part of ["train", "validation", "test", "unlabelled"] as const) {
    assertVersion(folder, `${part} part`, versions[part], manifest.parts[part]?.version);
  }
  const version = datasetVersion(versions);
  assertVersion(folder, "content", version, manifest.version);
  return displayDataset({
    version,
    ...splits,
    quality: { documents: examples.length, ...manifest.quality },
    manifest,
    quarantined: await readQuarantined(folder),
  });
}

/** Makes the errors of a file that is not opened. */
function refusal(folder: string, file: string) {
  return (_path: string, problem: string) => InvalidDataset.create({ folder, file, problem });
}

function assertVersion(folder: string, what: string, actual?: string, expected?: string): void {
  if (actual === expected) return;
  throw InvalidDataset.create({ folder, problem: `its ${what} is ${actual}, expected is ${expected}` });
}

async function readQuarantined(folder: string): Promise<readonly InvalidRow[]> {
  const file = "quarantined.jsonl";
  const path = join(folder, file);
  const options = { limit: constants.MAX_STRING_LENGTH, refuse: refusal(folder, file) };
  const bytes = await orUndefinedIfMissing(readPlainBytes(path, options), "read", path);
  const lines = (bytes?.toString("utf8") ?? "").split("\n").filter((line) => line !== "");
  return lines.map((line, i) => {
    try {
      return JSON.parse(line) as InvalidRow;
    } catch (cause) {
      throw InvalidDataset.create({ folder, file, problem: `line ${i + 1} is not JSON` }, { cause });
    }
  });
}
