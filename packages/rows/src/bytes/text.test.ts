import { expect, test } from "vitest";
import { decodeUtf8, firstInvalidByte, markLength } from "./text.js";

const TEXT = [...new TextEncoder().encode("aé日😀aé日😀")];

test("the first byte that is not UTF-8 is that of the character which is wrong", () => {
  // The characters begin at these bytes.
  const starts = [0, 1, 3, 6, 10, 11, 13, 16, 20];
  for (let end = 0; end <= TEXT.length; end++) {
    const start = starts.findLast((at) => at <= end)!;
    const cut = Uint8Array.from(TEXT.slice(0, end));
    if (start !== end) expect(firstInvalidByte(cut), `cut at ${end}`).toBe(start);
    expect(firstInvalidByte(Uint8Array.from([...TEXT.slice(0, end), 0xff, 0x61])), `0xff at ${end}`).toBe(
      start,
    );
  }
});

test("text is decoded with its byte order mark, and what is not UTF-8 is none", () => {
  expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe("\ufeffa");
  for (const bytes of [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80]])
    expect(decodeUtf8(Uint8Array.from(bytes))).toBeUndefined();
});

test("a byte order mark has all of its three bytes", () => {
  expect(markLength(Uint8Array.of(0xef, 0xbb, 0xbf, 1))).toBe(3);
  for (const bytes of [[], [0xef], [0xef, 0xbb], [0, 0xbb, 0xbf], [0xef, 0, 0xbf], [0xef, 0xbb, 0]])
    expect(markLength(Uint8Array.from(bytes))).toBe(0);
});
