import { expect, test } from "vitest";
import { assertDeltas, assertRuns } from "./runs.js";
import { ThriftReader } from "./thrift.js";

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
