import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ZippedFile, zipOf } from "../../testing/zip-of.js";
import { readBytes } from "../byte-source.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-hostile-zip-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const TEXT = Buffer.from("id,text\n1,good\n2,fine\n");
const PACKED = deflateRawSync(TEXT);
const EVIL = Buffer.from("3,smuggled\n");
const FILE: ZippedFile = { name: "a.csv", content: TEXT, method: 8 };

let files = 0;
async function read(file: ZippedFile): Promise<string> {
  const path = join(folder, `data-${files++}.zip`);
  await writeFile(path, zipOf([file]));
  const chunks: Uint8Array[] = [];
  for await (const part of readBytes(path)) chunks.push(part);
  return Buffer.concat(chunks).toString();
}

/** The end of a member of gzip, and the header of the next one. */
function nextMember(content: Buffer): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content), 0);
  trailer.writeUInt32LE(content.length, 4);
  return Buffer.concat([trailer, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])]);
}

test("a file of an archive is read to its end", async () => {
  expect(await read(FILE)).toBe(TEXT.toString());
  expect(await read({ ...FILE, method: 0 })).toBe(TEXT.toString());
  expect(await read({ name: "a.csv", content: "", method: 8 })).toBe("");
});

test.each<[string, Partial<ZippedFile>]>([
  [
    "members of gzip behind its end",
    {
      packed: Buffer.concat([PACKED, nextMember(TEXT), deflateRawSync(EVIL), nextMember(EVIL), PACKED]),
    },
  ],
  [
    "the trailer of gzip in its bytes, and another checksum in the directory",
    {
      packed: Buffer.concat([PACKED, nextMember(TEXT).subarray(0, 8), Buffer.alloc(64)]),
      crc: 1,
      length: 999,
    },
  ],
  ["one byte behind its end", { packed: Buffer.concat([PACKED, Buffer.alloc(1)]) }],
  ["many bytes behind its end", { packed: Buffer.concat([PACKED, Buffer.alloc(1 << 20)]) }],
  ["another checksum", { crc: 1 }],
  ["another checksum, stored", { crc: 1, method: 0 }],
  ["a length that is too small", { length: TEXT.length - 1 }],
  ["a length that is too large", { length: TEXT.length + 1 }],
  ["packed bytes that are cut", { packed: PACKED.subarray(0, -1) }],
  ["no packed bytes", { packed: Buffer.alloc(0) }],
])("%s: INVALID_ARCHIVE", async (_, change) => {
  await expect(read({ ...FILE, ...change })).rejects.toMatchObject({ code: "INVALID_ARCHIVE" });
});
