import { ThriftReader } from "./thrift.js";

/** Bit-packed values come in groups of eight, and writers fill up blocks of 63 groups. */
const PADDING = 512;

/**
 * Checks runs of values (RLE and bit-packed) before the parser writes them out, which trusts their lengths.
 *
 * @param width  Bits of a value.
 * @param count  The largest number of values.
 * @throws `Error` for a run of more values than there are.
 */
export function assertRuns(page: Uint8Array, at: number, width: number, count: number): void {
  const reader = new ThriftReader(page, at);
  for (let seen = 0; seen < count && reader.offset < page.length; ) {
    const head = reader.varint();
    const isPacked = head % 2 === 1;
    const values = isPacked ? 8 * ((head - 1) / 2) : head / 2;
    if (values > count + (isPacked ? PADDING : 0)) {
      throw new Error(`a run has ${values} values, its page has ${count}`);
    }
    reader.offset += isPacked ? (values / 8) * width : Math.ceil(width / 8);
    seen += values;
  }
}

const BLOCK_VALUES = 1 << 20;
const MINIBLOCKS = 1 << 10;

/**
 * Checks delta-encoded integers before the parser reads them.
 *
 * @returns  Where they end, and their sum.
 * @throws `Error` for sizes that no writer makes.
 */
export function assertDeltas(page: Uint8Array, at: number, count: number): { end: number; sum: number } {
  const reader = new ThriftReader(page, at);
  const block = reader.varint();
  const miniblocks = reader.varint();
  reader.varint();
  let value = reader.signed();
  let sum = value;
  const each = block / miniblocks;
  if (block > BLOCK_VALUES || miniblocks > MINIBLOCKS || !Number.isInteger(each) || each === 0) {
    throw new Error(`a block has ${block} values in ${miniblocks} parts`);
  }
  for (let seen = 1; seen < count; ) {
    const least = reader.signed();
    const widths = page.subarray(reader.offset, reader.offset + miniblocks);
    reader.offset += miniblocks;
    for (let i = 0; i < widths.length && seen < count; i++) {
      if (widths[i]! > 64) throw new Error(`a value has ${widths[i]} bits`);
      for (let k = 0; k < each && seen < count; k++, seen++) {
        value += least + bitsAt(page, 8 * reader.offset + k * widths[i]!, widths[i]!);
        sum += value;
      }
      reader.offset += Math.ceil((each * widths[i]!) / 8);
    }
    if (reader.offset > page.length) throw new Error("its page ends before its values");
  }
  return { end: reader.offset, sum };
}

function bitsAt(page: Uint8Array, from: number, width: number): number {
  let value = 0;
  for (let read = 0; read < width; ) {
    const bit = (from + read) & 7;
    const take = Math.min(8 - bit, width - read);
    value += (((page[(from + read) >> 3] ?? 0) >> bit) & ((1 << take) - 1)) * 2 ** read;
    read += take;
  }
  return value;
}
