import type { ColumnMetaData, Compressors, SchemaTree } from "hyparquet";
import { assertDeltas, assertRuns } from "./runs.js";
import { type Struct, ThriftReader } from "./thrift.js";

/** Counts unpacked bytes. @throws `UNPACKED_TOO_LARGE` */
interface Meter {
  unpack(bytes: number): void;
}

/** A column chunk, and what its pages are checked with. */
export interface Chunk {
  readonly bytes: Uint8Array;
  readonly column: ColumnMetaData;
  /** The elements of the schema that lead to the column. */
  readonly path: readonly SchemaTree[];
  /** Rows of its row group. */
  readonly rows: number;
  readonly compressors: Compressors;
  readonly meter: Meter;
}

/** Bytes that a value counts for, besides those of its page. */
const VALUE_BYTES = 8;

/**
 * Checks the pages of a column chunk before the parser sees them: it takes every number in a page for true, so that a
 * page of some bytes can keep it busy for hours. Values and unpacked bytes count against the file.
 *
 * @throws `Error` for pages that cannot be right; `UNPACKED_TOO_LARGE`
 */
export function assertPages(chunk: Chunk): void {
  const { bytes, rows, path } = chunk;
  const isFlat = path.slice(1).every(({ element }) => element.repetition_type !== "REPEATED");
  let total = 0;
  // The pages of a flat column end with its rows; some writers put more behind them.
  for (let at = 0; at < bytes.length - 1 && !(isFlat && total >= rows); ) {
    const reader = new ThriftReader(bytes, at);
    const header = reader.struct();
    const packed = sizeOf(header, 3);
    if (packed > bytes.length - reader.offset) throw new Error("a page is longer than its column");
    at = reader.offset + packed;
    total += assertPage(chunk, header, bytes.subarray(reader.offset, at));
  }
  if (isFlat ? total !== rows : total < rows) {
    throw new Error(`a column has ${total} values for ${rows} rows`);
  }
}

/** The types of pages, each with the field of its header in Parquet's Thrift definition. */
const DATA = { type: 0, field: 5, required: [1, 2, 3, 4] };
const DICTIONARY = { type: 2, field: 7, required: [1, 2] };
const DATA_V2 = { type: 3, field: 8, required: [1, 2, 3, 4, 5, 6] };

function assertPage(chunk: Chunk, header: Struct, packed: Uint8Array): number {
  const kind = kindOf(sizeOf(header, 1));
  const described = header.structs.get(kind.field);
  if (described === undefined) throw new Error("a page has no header of its type");
  // The parser goes round in circles where a number is missing.
  for (const field of kind.required) sizeOf(described, field);
  const size = sizeOf(header, 2);
  const count = sizeOf(described, 1);
  chunk.meter.unpack(size + VALUE_BYTES * count);
  if (kind === DICTIONARY) return 0;
  if (kind === DATA) assertData(chunk, described, unpacked(chunk, packed, size), count);
  else assertDataV2(chunk, described, packed, size, count);
  return count;
}

function kindOf(type: number): typeof DATA {
  const kind = [DATA, DICTIONARY, DATA_V2].find((one) => one.type === type);
  if (kind === undefined) throw new Error("a page is of no type that is read");
  return kind;
}

function assertData(chunk: Chunk, header: Struct, page: Uint8Array, count: number): void {
  let at = 0;
  for (const width of levelWidths(chunk.path)) {
    const length = new DataView(page.buffer, page.byteOffset, page.byteLength).getUint32(at, true);
    assertRuns(page, at + 4, width, count);
    at += 4 + length;
  }
  const encoding = sizeOf(header, 2);
  // Here, the parser takes flags for runs with a length before them, whichever encoding of runs is named.
  if (chunk.column.type === "BOOLEAN" && isRuns(encoding)) assertRuns(page, at + 4, 1, count);
  else assertValues(chunk, encoding === RLE ? DICTIONARY_ENCODINGS[0]! : encoding, page, at, count);
}

function assertDataV2(chunk: Chunk, header: Struct, packed: Uint8Array, size: number, count: number): void {
  const lengths = [sizeOf(header, 6), sizeOf(header, 5)] as const;
  let at = 0;
  levelWidths(chunk.path, "each").forEach((width, i) => {
    if (width > 0) assertRuns(packed, at, width, count);
    at += lengths[i]!;
  });
  if (at > packed.length || at > size) throw new Error("its levels are longer than its page");
  const isPacked = header.flags.get(7) !== false;
  const values = packed.subarray(at);
  const page = isPacked ? unpacked(chunk, values, size - lengths[0] - lengths[1]) : values;
  assertValues(chunk, sizeOf(header, 4), page, 0, count);
}

const DICTIONARY_ENCODINGS = [2, 8];
const RLE = 3;
const DELTA_NUMBERS = 5;
const DELTA_LENGTHS = 6;
const DELTA_TEXTS = 7;

const isRuns = (encoding: number) => encoding === RLE || DICTIONARY_ENCODINGS.includes(encoding);

function assertValues(chunk: Chunk, encoding: number, page: Uint8Array, at: number, count: number): void {
  if (count === 0 || at >= page.length) return;
  if (DICTIONARY_ENCODINGS.includes(encoding)) assertRuns(page, at + 1, page[at]!, count);
  else if (encoding === RLE) assertRuns(page, at + 4, 1, count);
  else if (encoding === DELTA_NUMBERS || encoding === DELTA_LENGTHS)
    assertDeltas(page, at, valuesOf(page, at, count));
  else if (encoding === DELTA_TEXTS) {
    // Each text repeats the beginning of the one before it.
    const prefixes = assertDeltas(page, at, valuesOf(page, at, count));
    assertDeltas(page, prefixes.end, valuesOf(page, prefixes.end, count));
    chunk.meter.unpack(Math.max(prefixes.sum, 0));
  }
}

/** The number of values as the encoding itself has it: fewer than the page has where some are null. */
function valuesOf(page: Uint8Array, at: number, count: number): number {
  const reader = new ThriftReader(page, at);
  reader.varint();
  reader.varint();
  return Math.min(reader.varint(), count);
}

/** The bits of repetition and definition levels; those of no bits are left out, unless each is asked for. */
function levelWidths(path: readonly SchemaTree[], all?: "each"): number[] {
  const elements = path.slice(1).map(({ element }) => element.repetition_type);
  const repetition = elements.filter((type) => type === "REPEATED").length;
  const definition = elements.filter((type) => type !== "REQUIRED").length;
  const widths = [repetition, definition].map((level) => 32 - Math.clz32(level));
  return all === "each" ? widths : widths.filter((width) => width > 0);
}

function unpacked({ column, compressors }: Chunk, packed: Uint8Array, size: number): Uint8Array {
  const unpack = compressors[column.codec];
  return unpack === undefined ? packed : unpack(packed, size);
}

function sizeOf(struct: Struct, field: number): number {
  const size = struct.numbers.get(field) ?? -1;
  if (size >= 0 && size < 2 ** 31) return size;
  throw new Error(`a page claims a size of ${size}`);
}
