import { sha256 as reference } from "@noble/hashes/sha2";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import { contentHash, contentHashSchema, hashBytes, hex } from "./content-hash.js";
import { portableSha256 } from "./portable-sha256.js";
import { sha256 } from "./sha256.js";

const heavy = toolFor("heavy", "SHA-256 of half a gigabyte");

test("hashes as FIPS 180-4 says", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  expect(hashBytes(bytes("abc"))).toBe(
    "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  expect(hashBytes(bytes(""))).toBe(
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
});

test("hashes the same with Node's SHA-256 and the portable one, of views too", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(20), (bytes, from) => {
      const view = bytes.subarray(Math.min(from, bytes.length));
      expect(hex(sha256(view))).toBe(hex(reference(view)));
      expect(hex(portableSha256(view))).toBe(hex(reference(view)));
    }),
  );
});

test("the portable one is right around the ends of blocks", () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 1_000_003]) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 7 + length);
    expect(hex(portableSha256(bytes)), `${length}`).toBe(hex(reference(bytes)));
  }
});

test.skipIf(!heavy)(
  "the portable one is right where the number of bits needs more than 32 bits",
  () => {
    const long = new Uint8Array(2 ** 29 + 5);
    expect(hex(portableSha256(long))).toBe(hex(sha256(long)));
  },
  120_000,
);

test("depends on content alone", () => {
  expect(contentHash({ a: 1, b: [2, { d: 3, c: 4 }] })).toBe(contentHash({ b: [2, { c: 4, d: 3 }], a: 1 }));
  expect(contentHash([1, 2])).not.toBe(contentHash([2, 1]));
  expect(contentHash("1")).not.toBe(contentHash(1));
});

test("the schema takes a hash and nothing else", () => {
  expect(contentHashSchema.safeParse(contentHash(null)).success).toBe(true);
  for (const text of [
    "",
    "sha256:",
    `sha256:${"g".repeat(64)}`,
    `sha256:${"A".repeat(64)}`,
    `md5:${"0".repeat(64)}`,
  ]) {
    expect(contentHashSchema.safeParse(text).success, text).toBe(false);
  }
});
