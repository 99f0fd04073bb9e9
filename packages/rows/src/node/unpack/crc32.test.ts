import { expect, test } from "vitest";
import { crc32, tableCrc32 } from "./crc32.js";

test.each([
  ["of this runtime", crc32],
  ["by a table", tableCrc32],
])("the CRC-32 %s is that of the standard, in parts too", (_, crc) => {
  const bytes = new TextEncoder().encode("123456789");
  expect(crc(bytes, 0)).toBe(0xcbf43926);
  expect(crc(bytes.subarray(4), crc(bytes.subarray(0, 4), 0))).toBe(0xcbf43926);
  expect(crc(new Uint8Array(), 0)).toBe(0);
});
