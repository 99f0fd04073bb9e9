import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { varint, zigzag } from "../../testing/thrift-bytes.js";
import { assertDeltas, assertRuns } from "./runs.js";
import { ThriftReader } from "./thrift.js";

/** Bits of values, the lowest first, as Parquet packs them. */
function packed(values: readonly number[], width: number): number[] {
  const bytes = Array<number>(Math.ceil((values.length * width) / 8)).fill(0);
  for (const [i, value] of values.entries())
    for (let bit = 0; bit < width; bit++) {
      const at = i * width + bit;
      bytes[at >> 3]! |= (Math.floor(value / 2 ** bit) % 2) << (at & 7);
    }
  return bytes;
}

/** The head of a run of so many equal values, or of so many bit-packed groups of eight. */
const run = (values: number) => varint(2 * values);
const groups = (count: number) => varint(2 * count + 1);
/** A run that no page has. */
const ENDLESS = run(2 ** 31);

test("runs of at most the values of a page are right, longer ones are refused", () => {
  // Ten values in a run, then eight bit-packed ones of one bit.
  assertRuns(Uint8Array.of(20, 1, 3, 0xff), 0, 1, 18);
  expect(() => assertRuns(Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0x0f, 1), 0, 1, 18)).toThrow(
    /a run has 2147483647/,
  );
  expect(() => assertRuns(Uint8Array.of(0xff, 0xff, 0xff, 0x0f, 1), 0, 0, 18)).toThrow(
    /a run has \d+ values/,
  );
});

describe("runs", () => {
  test.each<[what: string, bytes: number[], width: number, count: number]>([
    ["of all values", [...run(16), 1], 1, 16],
    ["with 504 bit-packed ones to fill up", [...groups(64), 0], 1, 8],
    ["with 512 of them", [...groups(65), 0], 1, 8],
    ["of fewer values than the page has", [...run(3), 1], 1, 16],
    ["before other bytes", [...run(10), 1, ...groups(1), 0xff, ...ENDLESS], 1, 18],
    ["of no bits", [...run(16), ...ENDLESS], 0, 16],
  ])("%s are right", (_, bytes, width, count) => {
    assertRuns(Uint8Array.from(bytes), 0, width, count);
    assertRuns(Uint8Array.from([...ENDLESS, ...bytes]), ENDLESS.length, width, count);
  });

  test.each<[what: string, bytes: number[], width: number, count: number, values: number]>([
    ["one more than there are", [...run(17), 1], 1, 16, 17],
    ["520 bit-packed ones to fill up", [...groups(66), 0], 1, 8, 528],
    ["too many after a run of one byte", [...run(4), 0xff, ...ENDLESS], 8, 18, 2 ** 31],
    ["too many after a run of two bytes", [...run(4), 0xff, 0x7f, ...ENDLESS], 9, 18, 2 ** 31],
    ["too many after groups", [...groups(2), ...Array(6).fill(0xff), ...ENDLESS], 3, 18, 2 ** 31],
    ["too many after all but one", [...run(17), 1, ...ENDLESS], 1, 18, 2 ** 31],
  ])("%s are refused", (_, bytes, width, count, values) => {
    expect(() => assertRuns(Uint8Array.from(bytes), 0, width, count)).toThrow(
      `a run has ${values} values, its page has ${count}`,
    );
  });
});

/** The numbers in the encoding DELTA_BINARY_PACKED, in blocks of some parts of eight values or more. */
function deltas(numbers: readonly number[], parts: number, each: number): number[] {
  const bytes = [
    ...varint(parts * each),
    ...varint(parts),
    ...varint(numbers.length),
    ...zigzag(numbers[0]!),
  ];
  const steps = numbers.slice(1).map((number, i) => number - numbers[i]!);
  for (let at = 0; at < steps.length; at += parts * each) {
    const block = steps.slice(at, at + parts * each);
    const least = Math.min(...block);
    const above = Array.from({ length: parts }, (_, i) =>
      block.slice(i * each, (i + 1) * each).map((step) => step - least),
    );
    const widths = above.map((part) => Math.max(0, ...part).toString(2).length);
    bytes.push(...zigzag(least), ...widths);
    for (const [i, part] of above.entries()) {
      const full = Array.from({ length: each }, (_, k) => part[k] ?? 0);
      // Parts without a value have no bytes.
      if (part.length > 0) bytes.push(...packed(full, widths[i]!));
    }
  }
  return bytes;
}

describe("deltas", () => {
  test("are summed, wherever they begin and whatever follows", () => {
    const numbers = fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 }), { minLength: 1, maxLength: 80 });
    const counts = fc.record({ parts: fc.integer({ min: 1, max: 4 }), each: fc.constantFrom(8, 16) });
    fc.assert(
      fc.property(numbers, counts, (values, { parts, each }) => {
        const bytes = deltas(values, parts, each);
        const page = Uint8Array.from([0xff, ...bytes, 0xff, 0xff]);
        const sum = values.reduce((a, b) => a + b, 0);
        expect(assertDeltas(page, 1, values.length)).toEqual({ end: 1 + bytes.length, sum });
      }),
    );
  });

  test("that are cut before their last value are refused", () => {
    const bytes = deltas([7, 300, 20, 5000, 5, 5, 5, 5, 5, 70_000, 1, 2], 2, 8);
    expect(assertDeltas(Uint8Array.from(bytes), 0, 12).end).toBe(bytes.length);
    for (let end = 0; end < bytes.length; end++) {
      expect(() => assertDeltas(Uint8Array.from(bytes.slice(0, end)), 0, 12)).toThrow(/ends/);
    }
    expect(() => assertDeltas(Uint8Array.from(bytes.slice(0, -1)), 0, 12)).toThrow(
      "its page ends before its values",
    );
  });

  test("of the largest blocks, parts and values are read, larger ones are refused", () => {
    const page = (block: number, parts: number, ...rest: number[]) =>
      Uint8Array.from([...varint(block), ...varint(parts), 1, 6, ...rest]);
    for (const [block, parts] of [
      [2 ** 20, 1],
      [2 ** 20, 2 ** 10],
      [8, 8],
    ] as const)
      expect(assertDeltas(page(block, parts), 0, 1).sum).toBe(3);
    for (const [block, parts] of [
      [2 ** 20 + 8, 1],
      [2 * (2 ** 10 + 1), 2 ** 10 + 1],
      [0, 1],
      [8, 0],
      [0, 0],
      [7, 2],
    ] as const)
      expect(() => assertDeltas(page(block, parts), 0, 1)).toThrow(
        `a block has ${block} values in ${parts} parts`,
      );
    const wide = page(8, 1, 0, 64, 1, 0, 0, 0, 0, 0, 0, 0, ...Array<number>(56).fill(0));
    expect(assertDeltas(wide, 0, 2)).toEqual({ end: wide.length, sum: 3 + 4 });
    expect(() => assertDeltas(page(8, 1, 0, 65, ...Array<number>(65).fill(0)), 0, 2)).toThrow(
      "a value has 65 bits",
    );
  });
});

test("deltas are summed, and blocks that no writer makes are refused", () => {
  // A block of 8 values in one part: 3, and seven more with the steps 0 and 1 bit each.
  const page = Uint8Array.of(8, 1, 8, 6, 0, 1, 0b0101_0101);
  expect(assertDeltas(page, 0, 8)).toEqual({ end: 7, sum: 3 + 4 + 4 + 5 + 5 + 6 + 6 + 7 });
  for (const head of [
    [0, 1],
    [8, 0],
    [7, 2],
    [0xff, 0xff, 0xff, 0xff, 1, 1],
    [8, 0xff, 0xff, 1],
  ])
    expect(() => assertDeltas(Uint8Array.of(...head, 8, 6, 0, 1, 0), 0, 8)).toThrow(/a block has/);
  expect(() => assertDeltas(Uint8Array.of(8, 1, 8, 6, 0, 65), 0, 8)).toThrow(/a value has 65 bits/);
});

test("a number that does not end, and a list longer than its bytes, are refused at once", () => {
  const endless = new Uint8Array(1 << 20).fill(0xff);
  expect(() => new ThriftReader(endless).varint()).toThrow(/more than 64 bits/);
  expect(() => new ThriftReader(Uint8Array.of(0x19, 0xfc, 0xff, 0xff, 0x7f)).struct()).toThrow(
    /a list has more members/,
  );
  expect(() => new ThriftReader(new Uint8Array(1 << 20).fill(0x1c)).struct()).toThrow(/nested too deeply/);
});
