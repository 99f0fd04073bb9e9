import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { clean, defaultCleaning, htmlTags, traceCleaning } from "@imdb/core/cleaning";
import { folderObjects } from "@imdb/runtime/objects";
import { parquetWriteBuffer } from "hyparquet-writer";
import { type CostEntry, costEntry } from "../../../../tools/cost/cost.mjs";
import {
  CSV_TEXTS,
  filled,
  inside,
  JSON_TEXTS,
  JSONL_TEXTS,
  jsonFields,
  numbered,
  SOME_TEXTS,
  TEXTS,
  utf8,
  YAML_TEXTS,
} from "../../../../tools/cost/inputs.mjs";
import { fileOf, folderOf } from "../../../../tools/cost/scratch.mjs";
import { loadPipelineConfig } from "../config/load-config.js";
import { createPipeline } from "../dataset/pipeline.js";
import { renderQualityReport } from "../report/quality-page.js";
import { nearDuplicates } from "../similarity/near-duplicates.js";
import { readAclImdb } from "../sources/acl-imdb.js";
import { readCsv, readJsonl, readParquet } from "../sources/files.js";
import { readRecords } from "../sources/records.js";
import type { Source } from "../sources/source.js";
import { groupedSplit } from "../split/grouped-split.js";
import { openDataset } from "../store/open-dataset.js";
import { documentObject } from "../versions/object-names.js";
import { pullVersion } from "../versions/pull-version.js";
import { type Entry, tarOf } from "./acl-archive.js";

const VERSION = `sha256:${"0".repeat(64)}`;
const steps = [...defaultCleaning(), htmlTags()];
const pipeline = createPipeline({
  split: groupedSplit({ testSize: 0.5, seed: 1 }),
  onInvalid: "quarantine",
  failOn: "never",
  threads: 1,
});

/** The ways into this package for what comes from outside, with hostile inputs. */
export const costEntries: readonly CostEntry[] = [
  costEntry({ name: "clean", inputs: TEXTS, run: (text: string) => clean(text, steps).length }),
  costEntry({
    name: "traceCleaning",
    inputs: TEXTS,
    run: (text: string) => traceCleaning(text, steps).text.length,
  }),
  costEntry({
    name: "nearDuplicates",
    inputs: { ...inside(TEXTS, (text) => [text, text]), ...manyTexts() },
    run: async (texts: string[]) => void (await nearDuplicates(texts)),
  }),
  costEntry({
    name: "loadPipelineConfig",
    inputs: inside(
      { ...YAML_TEXTS, "comments behind a path": filled("# a\n", "data: { path: a.csv }\n") },
      (text) => fileOf(text, ".yaml"),
    ),
    run: async (path: string) => void (await loadPipelineConfig(path)),
  }),
  costEntry({
    name: "readCsv",
    inputs: inside(CSV_TEXTS, (text) => readCsv(fileOf(text, ".csv"))),
    run: drain,
  }),
  costEntry({
    name: "readJsonl",
    inputs: inside(JSONL_TEXTS, (text) => readJsonl(fileOf(text, ".jsonl"))),
    run: drain,
  }),
  costEntry({
    name: "readParquet",
    inputs: {
      "many rows": (n) => parquetOf(Array.from({ length: n / 8 }, (_, i) => `t${i}`)),
      "one text again": (n) => parquetOf(Array(n).fill("a")),
    },
    run: drain,
  }),
  costEntry({
    name: "readRecords",
    inputs: inside({ "many texts": filled("a"), "many names": numbered((i) => `n${i} `) }, (text) =>
      readRecords(text.split(" ").map((name) => ({ text: "a", [name]: 1 }))),
    ),
    run: drain,
  }),
  costEntry({
    name: "readAclImdb",
    inputs: inside(archives(), (bytes) => readAclImdb(fileOf(bytes, ".tar.gz")) as Source),
    run: drain,
  }),
  costEntry({
    name: "createPipeline(…).process",
    inputs: { ...inside(CSV_TEXTS, (text) => readCsv(fileOf(text, ".csv"))), ...rows() },
    run: async (source: Parameters<typeof pipeline.process>[0]) => {
      const dataset = await pipeline.process(source);
      return JSON.stringify(dataset.manifest).length + renderQualityReport(dataset).length;
    },
    lastBytes: 1 << 20,
  }),
  costEntry({
    name: "openDataset",
    inputs: inside(
      { ...JSON_TEXTS, ...jsonFields(["sources", "labels", "files", "counts", "quality"]) },
      (text) => folderOf({ "dataset.json": text }),
    ),
    run: async (folder: string) => JSON.stringify((await openDataset(folder)).manifest).length,
  }),
  costEntry({
    name: "openDataset(…).load",
    inputs: inside({ ...JSONL_TEXTS, ...manyExamples() }, (text) =>
      folderOf({ "dataset.json": datasetOf(utf8(text)), "train-00000.jsonl": text }),
    ),
    run: async (folder: string) => void (await (await openDataset(folder)).load()),
  }),
  costEntry({
    name: "pullVersion",
    inputs: inside(
      { ...JSON_TEXTS, ...jsonFields(["version", "files"]), "many files": manyFiles() },
      (text) => folderOf({ [documentObject(VERSION)]: text }),
    ),
    run: async (folder: string) =>
      void (await pullVersion(VERSION, folderObjects(folder), join(folder, "pulled"))),
  }),
];

/** A document of a version with so many shards that its remote does not have. */
function manyFiles() {
  const file = `{"bytes":1,"sha256":"${"0".repeat(64)}"}`;
  const shard = (i: number) => `"train-${String(i).padStart(5, "0")}.jsonl":${file}`;
  const start = `{"schemaVersion":1,"version":"${VERSION}","files":{"dataset.json":${file},`;
  return numbered(shard, start, "}}", ",");
}

async function drain(source: Source): Promise<void> {
  for await (const _batch of source.batches({}, () => {}));
}

function manyTexts() {
  return {
    "many short texts": (n: number) => Array.from({ length: n / 8 }, (_, i) => `text ${i}`),
    "one text again": (n: number) => Array<string>(n / 8).fill("the same text again"),
    "texts that begin alike": (n: number) =>
      Array.from({ length: n / 64 }, (_, i) => `${"one two three four five six seven ".repeat(2)}${i}`),
    "empty texts": (n: number) => Array<string>(n / 8).fill(""),
  };
}

function parquetOf(data: string[]): Source {
  const bytes = parquetWriteBuffer({ columnData: [{ name: "text", data, type: "STRING" }] });
  return readParquet(fileOf(new Uint8Array(bytes), ".parquet"));
}

function archives() {
  const packed = async (entries: readonly Entry[]) => gzipSync(await tarOf(entries), { level: 1 });
  const reviews = (n: number): Entry[] =>
    Array.from({ length: n / 512 }, (_, i) => [`aclImdb/train/unsup/${i}_0.txt`, "a"]);
  const url = "http://www.imdb.com/title/tt1/usercomments\n";
  const urls = (text: string): Entry => ["aclImdb/train/urls_unsup.txt", text];
  return {
    "many reviews": (n: number) => packed([...reviews(n), urls(url.repeat(n / 512))]),
    "reviews without movies": (n: number) => packed(reviews(n)),
    "one review again": (n: number) =>
      packed(Array(Math.ceil(n / 512)).fill(["aclImdb/train/unsup/0_0.txt", "a"])),
    "many movies": (n: number) => packed([urls(filled(url)(n))]),
    "lines without movies": (n: number) => packed([urls("\n".repeat(n))]),
    "one long line": (n: number) => packed([urls("/title/tt1".repeat(n / 10))]),
    "files of other names": (n: number) => packed(Array.from({ length: n / 512 }, (_, i) => [`f${i}`, "a"])),
    "long names": (n: number) => packed([["a/".repeat(Math.min(n, 1 << 19) / 2), "a"]]),
    "what is no tar": (n: number) => gzipSync(new Uint8Array(n).fill(0x61)),
    zeros: (n: number) => gzipSync(new Uint8Array(n * 100)),
  };
}

function rows() {
  const examples = (n: number, of: (i: number) => object) =>
    Array.from({ length: n / 64 }, (_, i) => ({
      id: `${i}`,
      text: `text ${i}`,
      label: `${i % 2}`,
      ...of(i),
    })) as never;
  return {
    "many labels": (n: number) => examples(n, (i) => ({ label: `l${i}` })),
    "many groups": (n: number) => examples(n, (i) => ({ group: `g${i}` })),
    "one group": (n: number) => examples(n, () => ({ group: "g" })),
    "one text": (n: number) => examples(n, () => ({ text: "the same text again and again" })),
    "one id": (n: number) => examples(n, () => ({ id: "a" })),
    "many attributes": (n: number) => examples(n, (i) => ({ attributes: { [`a${i}`]: i } })),
    "wrong fields": (n: number) => examples(n, (i) => ({ text: i })),
    ...inside(
      SOME_TEXTS,
      (text) =>
        [
          { id: "1", text, label: "a" },
          { id: "2", text: `${text}b`, label: "b" },
        ] as never,
    ),
  };
}

function manyExamples() {
  return {
    "many examples": numbered((i) => `{"id":"${i}","text":"a"}\n`),
    "one id again": filled('{"id":"a","text":"a"}\n'),
  };
}

/** A `dataset.json` for a shard of these bytes. */
function datasetOf(shard: Uint8Array): string {
  const version = `sha256:${"0".repeat(64)}`;
  const part = { version, documents: 1, labels: {} };
  const rows = shard.reduce((lines, byte) => lines + (byte === 0x0a ? 1 : 0), 0);
  const sha256 = createHash("sha256").update(shard).digest("hex");
  return JSON.stringify({
    schemaVersion: 1,
    version,
    sources: [],
    schema: {},
    cleaning: [],
    split: { kind: "grouped", params: {} },
    labels: [],
    counts: { read: 1, invalid: 0, removed: 0, moved: 0 },
    parts: { train: part, test: part, unlabelled: part },
    quality: { checks: [], findings: [] },
    format: "jsonl",
    files: { "train-00000.jsonl": { bytes: shard.length, rows, sha256 } },
  });
}
