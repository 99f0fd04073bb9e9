import { describe, expect, test } from "vitest";
import { ZstdFrames } from "./frames.js";

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

/** A frame by its parts (RFC 8878, section 3.1.1). */
interface Frame {
  readonly isSingle?: boolean;
  /** The code of the size's field: 0 to 3. */
  readonly size?: number;
  /** The code of the dictionary's field: 0 to 3. */
  readonly dictionary?: number;
  readonly blocks?: readonly (readonly number[])[];
  readonly checksum?: readonly number[];
}

/** A block: its header of three bytes, lowest byte first, and its bytes. */
function block(type: number, size: number, bytes: readonly number[], isLast = false): number[] {
  const header = (isLast ? 1 : 0) | (type << 1) | (size << 3);
  return [header & 0xff, (header >> 8) & 0xff, header >> 16, ...bytes];
}
const [RAW, RUN, COMPRESSED] = [0, 1, 2] as const;
const EMPTY = block(RAW, 0, [], true);

/** The header of a frame, and all of it without its checksum. */
function frame(given: Frame): { header: number[]; packed: number[] } {
  const { isSingle = false, size = 0, dictionary = 0, blocks = [EMPTY], checksum } = given;
  const descriptor = (size << 6) | (isSingle ? 0x20 : 0) | (checksum ? 4 : 0) | dictionary;
  const window = isSingle ? [] : [0x58];
  // The field of the size has no bytes in a frame with a window, if its code is 0.
  const sizeBytes = size === 0 ? (isSingle ? 1 : 0) : 2 ** size;
  const dictionaryBytes = [0, 1, 2, 4][dictionary]!;
  const fields = Array<number>(dictionaryBytes + sizeBytes).fill(0x77);
  const header = [...MAGIC, descriptor, ...window, ...fields];
  return { header, packed: [...header, ...blocks.flat()] };
}
const skipped = (kind: number, bytes: readonly number[]) => [
  ...[0x50 + kind, 0x2a, 0x4d, 0x18],
  ...[bytes.length, 0, 0, 0],
  ...bytes,
];

/** What a sink is given of a file that comes in chunks of a size. */
function framesOf(
  file: readonly number[],
  size: number,
): { frames: unknown[]; isComplete: boolean; rest: number[] } {
  const frames: unknown[] = [];
  let packed: number[] = [];
  const reader = new ZstdFrames({
    packed: (bytes) => void packed.push(...bytes),
    end(checksum) {
      frames.push({ packed, checksum: checksum && [...checksum] });
      packed = [];
    },
  });
  for (let at = 0; at < file.length; at += size) {
    const chunk = Uint8Array.from(file.slice(at, at + size));
    reader.push(chunk);
    // Whoever reads may use the chunk again.
    chunk.fill(0);
  }
  return { frames, isComplete: reader.isComplete, rest: packed };
}

describe("a frame is passed on without its checksum, in chunks of any size", () => {
  const frames: Frame[] = [];
  for (const isSingle of [true, false])
    for (const size of [0, 1, 2, 3])
      for (const dictionary of [0, 1, 2, 3]) frames.push({ isSingle, size, dictionary });
  const blocks = [
    block(RAW, 5, [1, 2, 3, 4, 5]),
    block(RUN, 1000, [9]),
    block(COMPRESSED, 300, Array(300).fill(6)),
    block(RAW, 0, []),
    block(RAW, 70_000, Array(70_000).fill(7)),
    block(RUN, 3, [8], true),
  ];
  const checksum = [1, 2, 3, 0xff];
  frames.push({ blocks }, { blocks, checksum }, { checksum, isSingle: true }, { checksum: [0, 0, 0, 0] });

  test.each(frames.map((one) => [JSON.stringify({ ...one, blocks: one.blocks?.length }), one] as const))(
    "%s",
    (_, one) => {
      const { packed } = frame(one);
      const file = [...packed, ...(one.checksum ?? [])];
      const expected = { frames: [{ packed, checksum: one.checksum }], isComplete: true, rest: [] };
      for (const size of file.length > 1000 ? [4099, 1 << 20] : [1, 2, 5, 1 << 20])
        expect(framesOf(file, size), `chunks of ${size}`).toEqual(expected);
    },
  );
});

test("frames follow each other, and those to skip are left out", () => {
  const one = frame({ checksum: [1, 2, 3, 4], blocks: [block(RAW, 2, [1, 2], true)] });
  const other = frame({ isSingle: true, blocks: [block(RUN, 9, [5], true)] });
  const skip = [...skipped(0, [1, 2, 3]), ...skipped(15, [])];
  const file = [
    ...skip,
    ...one.packed,
    1,
    2,
    3,
    4,
    ...skipped(7, MAGIC),
    ...other.packed,
    ...one.packed,
    1,
    2,
    3,
    4,
    ...skip,
  ];
  const expected = [
    { packed: one.packed, checksum: [1, 2, 3, 4] },
    { packed: other.packed, checksum: undefined },
    { packed: one.packed, checksum: [1, 2, 3, 4] },
  ];
  for (const size of [1, 3, 1 << 20])
    expect(framesOf(file, size)).toEqual({ frames: expected, isComplete: true, rest: [] });
});

test("a file is complete after a frame only", () => {
  const one = [
    ...frame({ checksum: [1, 2, 3, 4], blocks: [block(RAW, 2, [1, 2], true)] }).packed,
    1,
    2,
    3,
    4,
  ];
  const file = [...one, ...skipped(3, [1, 2]), ...one];
  const ends = [one.length, one.length + 10, file.length];
  for (let end = 0; end <= file.length; end++)
    for (const size of [1, 1 << 20]) {
      const { isComplete, frames } = framesOf(file.slice(0, end), size);
      expect(isComplete, `${end} bytes`).toBe(ends.includes(end));
      expect(frames.length).toBe((end >= ends[0]! ? 1 : 0) + (end === file.length ? 1 : 0));
    }
});

test.each<[what: string, file: number[], problem: string]>([
  ["another beginning", [0x28, 0xb5, 0x2f, 0xfe, 0, 0], "it is not Zstandard"],
  ["one byte before the frames to skip", [0x4f, 0x2a, 0x4d, 0x18, 0, 0, 0, 0], "it is not Zstandard"],
  ["one byte after them", [0x60, 0x2a, 0x4d, 0x18, 0, 0, 0, 0], "it is not Zstandard"],
  ["other bytes after a frame", [...frame({}).packed, 1, 2, 3, 4, 5], "it is not Zstandard"],
  [
    "a block of a type that there is not",
    frame({ blocks: [block(3, 0, [], true)] }).packed,
    "a block has an unknown type",
  ],
])("%s is refused", (_, file, problem) => {
  expect(() => framesOf(file, 1)).toThrow(problem);
  expect(() => framesOf(file, 1 << 20)).toThrow(problem);
});
