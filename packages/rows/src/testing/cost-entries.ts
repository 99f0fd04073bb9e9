import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { type CostEntry, costEntry } from "../../../../tools/cost/cost.mjs";
import {
  CSV_TEXTS,
  inside,
  JSON_TEXTS,
  JSONL_TEXTS,
  SOME_TEXTS,
  utf8,
} from "../../../../tools/cost/inputs.mjs";
import { fileOf } from "../../../../tools/cost/scratch.mjs";
import { FIRST_ROW } from "../bytes/row-buffer.js";
import { decodeUtf8, firstInvalidByte } from "../bytes/text.js";
import type { CsvDialect } from "../csv/dialect.js";
import { csvField } from "../csv/write.js";
import { createBlockCutter } from "../format/block-cutter.js";
import { type LineFormat, readHead, rowReader } from "../format/line-format.js";
import { textField } from "../format/text-field.js";
import { lineBuffer } from "../json/lines-reader.js";
import { jsonLine } from "../json/write.js";
import { readBytes } from "../node/byte-source.js";
import { CellBounds } from "../node/excel/cell-bounds.js";
import { openParquet } from "../node/parquet-file.js";
import { type RowFormat, readRows } from "../node/read-rows.js";
import { CHUNK_BYTES } from "../node/unpack/stored-bytes.js";
import { entries, SHEETS, WORKBOOKS } from "./excel-inputs.js";
import { zipOf } from "./zip-of.js";

const NOT_UTF8 = {
  "bytes that are not UTF-8": (n: number) => new Uint8Array(n).fill(0xff),
  "beginnings of characters": (n: number) => new Uint8Array(n).fill(0xe2),
  zeros: (n: number) => new Uint8Array(n),
};
const CSV = { ...inside(CSV_TEXTS, utf8), ...NOT_UTF8 };
const JSONL = { ...inside(JSONL_TEXTS, utf8), ...NOT_UTF8 };
const LAYOUT: LineFormat = {
  format: "csv",
  layout: { delimiter: ",", quote: '"', escapeChar: "", header: ["text", "label"] },
};

/** The ways into this package for what comes from outside, with hostile inputs. */
export const costEntries: readonly CostEntry[] = [
  costEntry({ name: "readHead of CSV", inputs: CSV, run: (bytes: Uint8Array) => headOf(bytes) }),
  costEntry({
    name: "rowReader of CSV",
    inputs: CSV,
    run: (bytes: Uint8Array) => rowsOf(LAYOUT, bytes, bytes.length),
  }),
  costEntry({
    name: "rowReader of CSV in small chunks",
    inputs: CSV,
    run: (bytes: Uint8Array) => rowsOf(LAYOUT, bytes, 64),
  }),
  costEntry({
    name: "rowReader of JSON Lines",
    inputs: JSONL,
    run: (bytes: Uint8Array) => rowsOf({ format: "jsonl" }, bytes, bytes.length),
  }),
  costEntry({
    name: "rowReader of JSON Lines in small chunks",
    inputs: JSONL,
    run: (bytes: Uint8Array) => rowsOf({ format: "jsonl" }, bytes, 64),
  }),
  costEntry({
    name: "createBlockCutter of CSV",
    inputs: CSV,
    run: (bytes: Uint8Array) => cut(LAYOUT, bytes),
  }),
  costEntry({
    name: "createBlockCutter of JSON Lines",
    inputs: JSONL,
    run: (bytes: Uint8Array) => cut({ format: "jsonl" }, bytes),
  }),
  costEntry({ name: "lineBuffer", inputs: JSONL, run: lines }),
  costEntry({ name: "decodeUtf8", inputs: CSV, run: (bytes: Uint8Array) => decodeUtf8(bytes)?.length }),
  costEntry({
    name: "firstInvalidByte",
    inputs: { ...NOT_UTF8, "a wrong last byte": lastByteWrong },
    run: (bytes: Uint8Array) => void firstInvalidByte(bytes),
  }),
  costEntry({ name: "csvField", inputs: SOME_TEXTS, run: (text: string) => csvField(text).length }),
  costEntry({ name: "jsonLine", inputs: SOME_TEXTS, run: (text: string) => jsonLine({ text }).length }),
  costEntry({
    name: "textField",
    inputs: SOME_TEXTS,
    run: (text: string) => void textField({ [text]: text }, "text"),
  }),
  costEntry({
    name: "readRows of CSV",
    inputs: inside(CSV, (bytes) => fileOf(bytes, ".csv")),
    run: (path: string) => read(path, "csv"),
  }),
  costEntry({
    name: "readRows of JSON Lines",
    inputs: inside(JSONL, (bytes) => fileOf(bytes, ".jsonl")),
    run: (path: string) => read(path, "jsonl"),
  }),
  costEntry({
    name: "readRows of JSON",
    inputs: inside({ ...inside(JSON_TEXTS, utf8), ...NOT_UTF8 }, (bytes) => fileOf(bytes, ".json")),
    run: (path: string) => read(path, "json"),
  }),
  costEntry({
    name: "readRows of Excel",
    inputs: inside(WORKBOOKS, (bytes) => fileOf(bytes, ".xlsx")),
    run: (path: string) => read(path, "excel"),
  }),
  costEntry({
    name: "readBytes of an archive",
    inputs: {
      "zeros in gzip": (n) => fileOf(gzipSync(new Uint8Array(n * 100)), ".gz"),
      "many parts in gzip": (n) => fileOf(Buffer.concat(Array(Math.ceil(n / 21)).fill(gzipSync("a"))), ".gz"),
      "what is no gzip": (n) => fileOf(new Uint8Array(n).fill(0x1f), ".gz"),
      "zeros in Zstandard": (n) => fileOf(zstandardOf(n), ".zst"),
      "empty frames of Zstandard": (n) =>
        fileOf(Buffer.concat(Array(Math.ceil(n / 9)).fill(EMPTY_FRAME)), ".zst"),
      "what is no Zstandard": (n) => fileOf(new Uint8Array(n).fill(0x28), ".zst"),
    },
    run: (path: string) => unpack(path),
  }),
  costEntry({
    name: "readBytes of a zip archive",
    inputs: {
      "many entries": (n) => fileOf(zipOf([{ name: "b" }, ...entries(n / 100), { name: "a.csv" }]), ".zip"),
      "one deflated file": (n) => fileOf(zipOf([{ name: "a.csv", content: noise(n), method: 8 }]), ".zip"),
      "ends of directories": (n) => fileOf(Buffer.alloc(n, "PK\x05\x06"), ".zip"),
      zeros: (n) => fileOf(new Uint8Array(n), ".zip"),
    },
    // The number of entries of an archive has 16 bits.
    lastBytes: 4 << 20,
    run: (path: string) => unpack(path, "a.csv"),
  }),
  costEntry({
    name: "places of cells of a sheet",
    inputs: {
      "open tags": (n) => "<c ".repeat(n / 3),
      "places without an end": (n) => `<c ${" r='1".repeat(n / 5)}>`,
      "spaces in a tag": (n) => `<c${" r ".repeat(n / 3)}>`,
      "long names": (n) => "<".padEnd(n, "a"),
      ...SHEETS,
    },
    run: places,
  }),
  costEntry({
    name: "readHead of CSV with marks to detect",
    inputs: CSV,
    run: (bytes: Uint8Array) => headOf(bytes, { delimiter: "detect", quote: "detect" }),
  }),
  ...["guess", "windows-1252", "gb18030"].map((encoding) =>
    costEntry({
      name: `readRows of CSV, encoding ${encoding}`,
      inputs: inside(CSV, (bytes) => fileOf(bytes, ".csv")),
      run: (path: string) => read(path, "csv", encoding),
    }),
  ),
  costEntry({
    name: "openParquet",
    inputs: inside(parquetFiles(), (bytes) => fileOf(bytes, ".parquet")),
    run: async (path: string) => {
      const file = await openParquet(path);
      let bytes = 0;
      try {
        for await (const group of file.groups()) bytes += group.length;
      } finally {
        await file.close();
      }
      return bytes;
    },
  }),
];

function headOf(bytes: Uint8Array, dialect: CsvDialect = {}): void {
  readHead("a.csv", "csv", bytes, true, dialect);
}

function places(text: string): void {
  const bounds = new CellBounds();
  try {
    for (let at = 0; at < text.length; at += CHUNK_BYTES) bounds.push(text.slice(at, at + CHUNK_BYTES));
  } catch {
    // Whoever reads a workbook makes it the error of the file.
  }
}

function rowsOf(reading: LineFormat, bytes: Uint8Array, chunk: number): void {
  const reader = rowReader(reading);
  for (let at = 0; at < bytes.length; at += chunk) reader.push(bytes.slice(at, at + chunk));
  reader.end();
}

function cut(reading: LineFormat, bytes: Uint8Array): void {
  const cutter = createBlockCutter(reading, FIRST_ROW);
  for (let at = 0; at < bytes.length; at += 64) cutter.push(bytes.slice(at, at + 64));
  cutter.end();
}

function lines(bytes: Uint8Array): void {
  const buffer = lineBuffer();
  buffer.push(bytes);
  buffer.end();
  while (buffer.next() !== undefined);
}

/** Bytes that do not become smaller. */
function noise(bytes: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: bytes }, () => {
    state = (state * 16_807) % 2_147_483_647;
    return state;
  });
}

function lastByteWrong(bytes: number): Uint8Array {
  const text = utf8("é".repeat(bytes / 2));
  text[text.length - 1] = 0xff;
  return text;
}

async function read(path: string, format: RowFormat, encoding?: string): Promise<void> {
  for await (const _batch of readRows(path, { format, encoding }));
}

async function unpack(path: string, entry?: string): Promise<void> {
  for await (const _chunk of readBytes(path, { entry }));
}

/** A frame of Zstandard with nothing in it. @see RFC 8878 */
const EMPTY_FRAME = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x00, 0x01, 0x00, 0x00);

/** A frame of Zstandard of so many bytes, in which each block of 4 bytes is a run of 128 KiB. */
function zstandardOf(bytes: number): Uint8Array {
  const block = Uint8Array.of((1 << 1) | ((0x20000 & 0x1f) << 3), (0x20000 >> 5) & 0xff, 0x20000 >> 13, 0x61);
  // Without a size of the content, with a window of 128 KiB.
  return Buffer.concat([
    Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38),
    ...Array(Math.ceil(bytes / 4)).fill(block),
  ]);
}

function parquetFiles() {
  type Columns = Parameters<typeof parquetWriteBuffer>[0]["columnData"];
  const written = (columnData: Columns, options = {}) =>
    new Uint8Array(parquetWriteBuffer({ columnData, ...options }));
  const texts = (data: string[]) => written([{ name: "text", data, type: "STRING" }]);
  const named = (names: readonly string[]) =>
    written(names.map((name) => ({ name, data: ["a"], type: "STRING" as const })));
  return {
    "short texts": (n: number) => texts(Array.from({ length: n / 8 }, (_, i) => `t${i}`)),
    "one text again": (n: number) => texts(Array(n * 4).fill("a")),
    "one long text": (n: number) => texts(["a".repeat(n)]),
    nulls: (n: number) =>
      written([{ name: "text", data: Array(n * 8).fill(null), type: "STRING", nullable: true }]),
    "many columns": (n: number) => named(Array.from({ length: n / 100 }, (_, i) => `c${i}`)),
    "one column again": (n: number) => named(Array(Math.ceil(n / 100)).fill("text")),
    "a long name": (n: number) => named(["n".repeat(n)]),
    "many groups": (n: number) =>
      written([{ name: "text", data: Array(Math.ceil(n / 200)).fill("a"), type: "STRING" }], {
        rowGroupSize: 1,
      }),
    "many pages": (n: number) =>
      written([{ name: "text", data: Array.from({ length: n / 30 }, (_, i) => `${i}`), type: "STRING" }], {
        pageSize: 1,
      }),
    "what is no Parquet": (n: number) => new Uint8Array(n).fill(0x50),
    ...inside(JSON_TEXTS, (text) => utf8(`PAR1${text}PAR1`)),
  };
}
