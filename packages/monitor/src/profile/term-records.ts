/** Offsets of the fields in the record of a word, and at the end the length of a record, in 32-bit integers. */
export const HASH = 0;
const START = 1;
const LENGTH = 2;
/** Number of documents with the word. */
export const COUNT = 3;
/** The last document that had the word. */
export const LAST_DOCUMENT = 4;
export const PATTERN = 5;
const TAIL = 6;
const TAIL2 = 7;
export const STRIDE = 8;

/** A word as the text scanner reads it. One object is used again for each word. */
export interface ScannedWord {
  /** The UTF-16 units of the word in lower case; not filled in when `exact`. */
  readonly units: Uint16Array;
  length: number;
  hash: number;
  /** The last four units, eight bits each. */
  tail: number;
  /** The four units before `tail`. */
  tail2: number;
  /** Whether `tail` and `tail2` are the whole word: it has at most eight units, each below 256. */
  exact: boolean;
}

/**
 * Words with their document frequencies. The units of all words lie in one array, so no string is made for a word. The
 * fields of a word lie side by side, so looking it up costs one cache line.
 */
export interface TermRecords {
  records: Int32Array;
  /** Number of words. */
  size: number;
  units: Uint16Array;
  /** Number of units in use. */
  usedUnits: number;
}

/** No words. */
export function emptyRecords(): TermRecords {
  return { records: new Int32Array(STRIDE << 12), size: 0, units: new Uint16Array(1 << 16), usedUnits: 0 };
}

/** Appends a word that is in one document. @returns Its number. */
export function appendWord(table: TermRecords, word: ScannedWord, document: number): number {
  const { length } = word;
  if ((table.size + 1) * STRIDE > table.records.length) {
    const grown = new Int32Array(table.records.length * 2);
    grown.set(table.records);
    table.records = grown;
  }
  if (table.usedUnits + length > table.units.length) {
    const grown = new Uint16Array(table.units.length * 2);
    grown.set(table.units);
    table.units = grown;
  }
  const { records, usedUnits } = table;
  if (word.exact) unpackTails(word);
  for (let i = 0; i < length; i++) table.units[usedUnits + i] = word.units[i]!;
  const at = table.size * STRIDE;
  records[at + HASH] = word.hash;
  records[at + START] = usedUnits;
  records[at + LENGTH] = length;
  records[at + COUNT] = 1;
  records[at + LAST_DOCUMENT] = document;
  records[at + TAIL] = word.tail;
  records[at + TAIL2] = word.tail2;
  table.usedUnits += length;
  return table.size++;
}

/** Whether a record is that of a word. */
export function isWord({ records, units }: TermRecords, id: number, word: ScannedWord): boolean {
  const at = id * STRIDE;
  return (
    records[at + HASH] === word.hash &&
    records[at + TAIL] === word.tail &&
    records[at + TAIL2] === word.tail2 &&
    records[at + LENGTH] === word.length &&
    (word.exact || equalUnits(units, records[at + START]!, word.units, word.length))
  );
}

/** A word as a string. */
export function wordText({ records, units }: TermRecords, id: number): string {
  const start = records[id * STRIDE + START]!;
  const end = start + records[id * STRIDE + LENGTH]!;
  let text = "";
  for (let i = start; i < end; i++) text += String.fromCharCode(units[i]!);
  return text;
}

/** The counts of all words in ascending order. */
export function ascendingCounts({ records, size }: TermRecords): Int32Array {
  const counts = new Int32Array(size);
  for (let id = 0; id < size; id++) counts[id] = records[id * STRIDE + COUNT]!;
  return counts.sort();
}

/** Drops the words with at most `count` documents. The others get new numbers, in the same order. */
export function dropRareWords(table: TermRecords, count: number): void {
  const { records, units, size } = table;
  table.size = 0;
  table.usedUnits = 0;
  // A word only moves to the left, so it never overwrites a word that comes later.
  for (let id = 0; id < size; id++) {
    const from = id * STRIDE;
    if (records[from + COUNT]! <= count) continue;
    const start = records[from + START]!;
    const length = records[from + LENGTH]!;
    units.copyWithin(table.usedUnits, start, start + length);
    records.copyWithin(table.size * STRIDE, from, from + STRIDE);
    records[table.size * STRIDE + START] = table.usedUnits;
    table.usedUnits += length;
    table.size++;
  }
}

function unpackTails({ units, length, tail, tail2 }: ScannedWord): void {
  for (let k = 0; k < length; k++) {
    const back = length - 1 - k;
    units[k] = (back < 4 ? tail >>> (8 * back) : tail2 >>> (8 * (back - 4))) & 0xff;
  }
}

function equalUnits(pool: Uint16Array, from: number, units: Uint16Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (pool[from + i] !== units[i]) return false;
  return true;
}
