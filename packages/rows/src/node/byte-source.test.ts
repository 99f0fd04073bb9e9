import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ImdbError, type Progress } from "@imdb/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { handlesReadBy, isClosed } from "../testing/open-handles.js";
import { type ByteOptions, type ByteRange, openBytes, readBytes, withoutCompression } from "./byte-source.js";

const MIB = 2 ** 20;
const CONTENT = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> 3));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-bytes-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

/** A Zstandard frame of blocks of at most 128 KiB, raw or one repeated byte: RFC 8878, section 3.1.1. */
function zstd(blocks: readonly { bytes: Uint8Array; repeats?: number }[]): Buffer {
  const parts = blocks.map(({ bytes, repeats }, i) => {
    const isLast = i === blocks.length - 1 ? 1 : 0;
    const head = isLast | (repeats === undefined ? 0 : 2) | ((repeats ?? bytes.length) << 3);
    return Buffer.concat([Buffer.from([head & 0xff, (head >> 8) & 0xff, head >> 16]), bytes]);
  });
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]), ...parts]);
}
const raw = (content: Buffer) =>
  Array.from({ length: Math.ceil(content.length / 1e5) }, (_, i) => ({
    bytes: content.subarray(i * 1e5, (i + 1) * 1e5),
  }));

async function read(path: string, options: ByteOptions = {}): Promise<Buffer> {
  const chunks = [];
  for await (const chunk of readBytes(path, options)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function readRange(path: string, range: ByteRange): Promise<Buffer[]> {
  const file = await openBytes(path);
  const chunks = [];
  for await (const chunk of file.read(range)) chunks.push(Buffer.from(chunk));
  await file.close();
  return chunks;
}

async function refusal(work: Promise<unknown>): Promise<ImdbError> {
  const error = await work.then(
    () => expect.fail("it was read"),
    (thrown) => thrown,
  );
  if (!ImdbError.isInstance(error)) throw error;
  return error;
}

const PACKED: [name: string, stored: Buffer][] = [
  ["in.csv", CONTENT],
  ["in.csv.gz", gzipSync(CONTENT)],
  ["in.TGZ", gzipSync(CONTENT)],
  ["in.jsonl.zst", zstd(raw(CONTENT))],
  ["in.jsonl.zstd", zstd(raw(CONTENT))],
];

describe("the bytes of a file", () => {
  test.each(PACKED)("are read unpacked, whole and from any offset: %s", async (name, stored) => {
    const path = await written(name, stored);
    const progress: Progress[] = [];
    const records: unknown[] = [];
    const options = {
      onProgress: (now: Progress) => progress.push(now),
      onFile: (f: unknown) => records.push(f),
    };
    expect((await read(path, options)).equals(CONTENT)).toBe(true);
    const sha256 = createHash("sha256").update(stored).digest("hex");
    expect(records).toEqual([{ name, bytes: stored.length, sha256 }]);
    expect(progress.at(-1)).toEqual({
      stage: "reading",
      done: stored.length,
      total: stored.length,
      unit: "bytes",
    });
    for (const from of [1, 262_143, 262_144, 262_145, CONTENT.length - 1, CONTENT.length]) {
      const chunks = await readRange(path, { from });
      expect(Buffer.concat(chunks).equals(CONTENT.subarray(from)), `from ${from}`).toBe(true);
      expect(chunks.every((chunk) => chunk.length > 0)).toBe(true);
    }
  });

  test("come in chunks of the given size, and each is reported as it is stored", async () => {
    const path = await written("in.bin", CONTENT);
    let stored = 0;
    const onStored = (chunk: Uint8Array) => {
      stored += chunk.length;
    };
    const chunks = await readRange(path, { chunkBytes: 70_000, from: 20_000, onStored });
    expect(chunks.map((chunk) => chunk.length)).toEqual([70_000, 70_000, 70_000, 70_000]);
    expect(stored).toBe(280_000);
    const file = await openBytes(path);
    expect(file.size).toBe(CONTENT.length);
    expect(Math.abs(Date.now() - file.mtimeMs)).toBeLessThan(60_000);
    await file.close();
  });

  test("of a compressed file that is cut or damaged are refused with its name", async () => {
    for (const [name, stored] of PACKED.slice(1)) {
      const cut = await refusal(read(await written(name, stored.subarray(0, -20))));
      expect([cut.code, cut.message]).toEqual([
        "INVALID_ARCHIVE",
        expect.stringContaining(`${name}: it is cut`),
      ]);
      const damaged = Buffer.from(stored);
      damaged[0] = 0;
      const error = await refusal(read(await written(name, damaged)));
      expect([error.code, error.message]).toEqual(["INVALID_ARCHIVE", expect.not.stringContaining("cut")]);
    }
  });

  test("of a compressed file without a byte are refused", async () => {
    for (const [name] of PACKED.slice(1)) {
      const error = await refusal(read(await written(name, Buffer.alloc(0))));
      expect([error.code, error.message]).toEqual([
        "INVALID_ARCHIVE",
        expect.stringContaining(`${name}: it is cut`),
      ]);
    }
  });

  test("are no longer read from a file that is closed, or when the reader stops", async () => {
    for (const [name, stored] of PACKED) {
      const path = await written(name, stored);
      const handles = await handlesReadBy(folder, async () => {
        await read(path);
        for await (const _ of readBytes(path)) break;
        await read(path, { signal: AbortSignal.abort() }).catch(() => undefined);
        await readRange(path, { from: 1 });
      });
      expect([...handles].map(isClosed), name).toEqual([true, true, true, true]);
    }
  });

  test("of a file whose name only holds an ending of compression are those of the file", async () => {
    for (const name of ["a.gz.csv", "a.tgz.csv", "a.zst.csv"])
      expect(await read(await written(name, Buffer.from("a,b")))).toEqual(Buffer.from("a,b"));
  });

  test("of a file that is missing, and of one whose reading is cancelled, are errors by code", async () => {
    expect((await refusal(read(join(folder, "absent.csv")))).code).toBe("FILE_FAILURE");
    expect((await refusal(read(folder))).code).toBe("FILE_FAILURE");
    const signal = AbortSignal.abort();
    expect((await refusal(read(await written("in.csv", CONTENT), { signal }))).code).toBe("CANCELLED");
  });
});

describe("limits of unpacking", () => {
  /** 64 blocks of 128 KiB of one byte: 8 MiB for each 256 bytes. */
  const bomb = (mib: number) =>
    zstd(Array.from({ length: mib * 8 }, () => ({ bytes: Buffer.from("x"), repeats: MIB / 8 })));

  test.each(PACKED.slice(1))("maxBytes is the most that %s may have", async (name, stored) => {
    const path = await written(name, stored);
    expect(await read(path, { maxBytes: CONTENT.length })).toHaveLength(CONTENT.length);
    const error = await refusal(read(path, { maxBytes: CONTENT.length - 1 }));
    expect(error).toMatchObject({
      code: "UNPACKED_TOO_LARGE",
      details: { limit: "maxBytes", allowed: CONTENT.length - 1, actual: expect.any(Number) },
    });
    expect(error.message).toContain(name);
  });

  test("maxRatio counts from 16 MiB on, 200 unless it is given", async () => {
    for (const [ending, pack] of [
      ["zst", bomb],
      ["gz", (mib: number) => gzipSync(Buffer.alloc(mib * MIB, "x"))],
    ] as const) {
      const small = await written(`small.${ending}`, pack(16));
      const large = await written(`large.${ending}`, pack(17));
      expect(await read(small)).toHaveLength(16 * MIB);
      const error = await refusal(read(large));
      expect(error).toMatchObject({
        code: "UNPACKED_TOO_LARGE",
        details: { limit: "maxRatio", allowed: 200 },
      });
      expect(await read(large, { maxRatio: 100_000 })).toHaveLength(17 * MIB);
    }
  });

  test("that are no limits are refused by name, and a file that is not compressed has none", async () => {
    const path = await written("in.csv.gz", PACKED[1]![1]);
    for (const [option, value] of [
      ["maxBytes", 0],
      ["maxBytes", "1"],
      ["maxRatio", 0.5],
      ["maxRatio", Number.NaN],
    ] as const) {
      const error = await refusal(read(path, { [option]: value }));
      expect(error).toMatchObject({ code: "INVALID_OPTION", details: { option } });
    }
    expect(await read(await written("in.csv", CONTENT), { maxBytes: 1 })).toHaveLength(CONTENT.length);
  });
});

test("the name without the ending of compression", () => {
  const names = [
    "a.csv.gz",
    "a.TSV.ZST",
    "a.jsonl.zstd",
    "a.tgz",
    "a.gz.csv",
    "a.csv",
    "tgz",
    "a.csvgz",
    "a.tgz.csv",
  ];
  expect(names.map(withoutCompression)).toEqual([
    ...["a.csv", "a.TSV", "a.jsonl", "a.tar", "a.gz.csv", "a.csv", "tgz", "a.csvgz", "a.tgz.csv"],
  ]);
});
