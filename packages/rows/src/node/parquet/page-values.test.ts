import type { Compressors } from "hyparquet";
import { describe, expect, test } from "vitest";
import {
  check,
  DELTA_LENGTHS,
  DELTA_NUMBERS,
  DELTA_TEXTS,
  data,
  dataV2,
  ENDLESS,
  type Given,
  NO_BLOCKS,
  PLAIN,
  PLAIN_DICTIONARY,
  type Repetition,
  RLE,
  RLE_DICTIONARY,
  run,
  steps,
  withLength,
} from "../../testing/parquet-pages.js";
import { varint, zigzag } from "../../testing/thrift-bytes.js";

describe.each([
  ["numbers as deltas", DELTA_NUMBERS, steps(8, 0, 1), NO_BLOCKS, "a block has 0 values"],
  ["lengths as deltas", DELTA_LENGTHS, steps(8, 0, 1), NO_BLOCKS, "a block has 0 values"],
  ["prefixes", DELTA_TEXTS, [...steps(8, 0, 1), ...steps(8, 1, 0)], NO_BLOCKS, "a block has 0 values"],
  [
    "suffixes",
    DELTA_TEXTS,
    [...steps(8, 0, 1), ...steps(8, 1, 0)],
    [...steps(8, 0, 1), ...NO_BLOCKS],
    "a block",
  ],
  ["a dictionary", RLE_DICTIONARY, [3, ...run(8, 1)], [3, ...run(9, 1)], "a run has"],
  ["one by its old name", PLAIN_DICTIONARY, [3, ...run(8, 1)], [3, ...run(9, 1)], "a run has"],
] as const)("values of %s", (what, encoding, good, bad, problem) => {
  const levels: [string, Repetition[], number[]][] = [
    ["without levels", ["REQUIRED"], []],
    ["with definitions", ["OPTIONAL"], run(8, 1)],
  ];
  test.each(levels)("%s are checked in pages of both versions", (_, path, definition) => {
    const before = definition.length > 0 ? withLength(definition) : [];
    const given = { levels: path };
    check(data(8, [...before, ...good], encoding), given);
    check(dataV2(8, [[], definition], good, { encoding }), given);
    expect(() => check(data(8, [...before, ...bad], encoding), given)).toThrow(problem);
    expect(() => check(dataV2(8, [[], definition], bad, { encoding }), given)).toThrow(problem);
  });

  test("may be fewer than those of the page, or none, where some are null", () => {
    const given: Given = { levels: ["OPTIONAL"] };
    const nulls = run(8, 0);
    check(data(8, withLength(nulls), encoding), given);
    check(dataV2(8, [[], nulls], [], { encoding }), given);
    const some = what.endsWith("fixes") ? [...steps(2, 0, 1), ...steps(2, 1, 0)] : steps(2, 0, 1);
    const fewer = encoding === RLE_DICTIONARY || encoding === PLAIN_DICTIONARY ? [3, ...run(2, 1)] : some;
    check(data(8, [...withLength([...run(2, 1), ...run(6, 0)]), ...fewer], encoding), given);
  });

  test("are not read in a page of no values", () => {
    check([...data(0, [...bad], encoding), ...data(8, [])]);
  });
});

test("texts that repeat the beginning of the one before count with it", () => {
  const texts = (first: number, step: number) => [...steps(8, first, step), ...steps(8, 1, 0)];
  const bytes = texts(10, 1);
  const prefixes = 10 + 11 + 12 + 13 + 14 + 15 + 16 + 17;
  expect(check(data(8, bytes, DELTA_TEXTS))).toEqual([bytes.length + 64, prefixes]);
  expect(check(dataV2(8, [[], []], bytes, { encoding: DELTA_TEXTS }))).toEqual([bytes.length + 64, prefixes]);
  expect(check(data(8, texts(-10, 1), DELTA_TEXTS))[1]).toBe(0);
});

test("a number of values that is more than the page's is not believed", () => {
  const values = [...varint(128), ...varint(4), ...varint(2 ** 40), ...zigzag(0), ...zigzag(1), 0, 0, 0, 0];
  check(data(8, values, DELTA_NUMBERS));
});

describe("flags as runs", () => {
  const given: Given = { column: { type: "BOOLEAN" } };
  test("have a length before them, and one bit", () => {
    for (const encoding of [RLE, RLE_DICTIONARY, PLAIN_DICTIONARY]) {
      check(data(8, [...ENDLESS.slice(0, 4), ...run(8, 1)], encoding), given);
      expect(() => check(data(8, withLength(ENDLESS), encoding), given)).toThrow("a run has");
    }
    check(dataV2(8, [[], []], [...ENDLESS.slice(0, 4), ...run(8, 1)], { encoding: RLE }), given);
    expect(() => check(dataV2(8, [[], []], withLength(ENDLESS), { encoding: RLE }), given)).toThrow(
      "a run has",
    );
    const afterByte = [...withLength([...run(4, 0xff), ...ENDLESS])];
    expect(() => check(data(8, afterByte, RLE), given)).toThrow("a run has 2147483648 values");
    expect(() => check(dataV2(8, [[], []], afterByte, { encoding: RLE }), given)).toThrow("a run has");
  });

  test("that are plain or deltas are no runs, and runs of other types are a dictionary's", () => {
    check(data(8, withLength(ENDLESS), PLAIN), given);
    expect(() => check(data(8, NO_BLOCKS, DELTA_NUMBERS), given)).toThrow("a block has");
    check(data(8, [3, ...run(8, 1)], RLE));
    expect(() => check(data(8, [3, ...run(9, 1)], RLE))).toThrow("a run has");
  });
});

describe("compressed pages", () => {
  /** Unpacks to the good or bad values that the first byte stands for. */
  function codec(good: readonly number[], bad: readonly number[]) {
    const calls: [bytes: number[], size: number][] = [];
    const compressors: Compressors = {
      SNAPPY: (bytes, size) => {
        calls.push([[...bytes], size]);
        return Uint8Array.from(bytes[0] === 1 ? good : bad);
      },
    };
    return { calls, compressors };
  }
  const values = [3, ...run(8, 1)];
  const hostile = [3, ...ENDLESS];

  test("are unpacked before they are checked", () => {
    const levels = withLength(run(8, 1));
    const { calls, compressors } = codec([...levels, ...values], [...levels, ...hostile]);
    const given: Given = { levels: ["OPTIONAL"], column: { codec: "SNAPPY" }, compressors };
    expect(check(data(8, [1, 9], RLE_DICTIONARY, 70), given)).toEqual([70 + 64]);
    expect(calls).toEqual([[[1, 9], 70]]);
    expect(() => check(data(8, [2], RLE_DICTIONARY, 70), given)).toThrow("a run has");
  });

  test("of the second version are so without their levels, unless they are not packed", () => {
    const { calls, compressors } = codec(values, hostile);
    const given: Given = { levels: ["REPEATED"], column: { codec: "SNAPPY" }, compressors };
    const levels = [run(8, 0), [...run(4, 1), ...run(4, 0)]] as const;
    const options = { encoding: RLE_DICTIONARY, size: 70 };
    check(dataV2(8, levels, [1], options), given);
    check(dataV2(8, levels, [1], { ...options, packed: true }), given);
    expect(calls).toEqual(Array(2).fill([[1], 70 - 2 - 4]));
    expect(() => check(dataV2(8, levels, [2], options), given)).toThrow("a run has");
    check(dataV2(8, levels, values, { ...options, packed: false }), given);
    expect(() => check(dataV2(8, levels, hostile, { ...options, packed: false }), given)).toThrow(
      "a run has",
    );
    expect(calls.length).toBe(3);
  });
});
