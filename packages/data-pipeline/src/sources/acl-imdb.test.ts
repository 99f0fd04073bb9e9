import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Example, Progress } from "@imdb/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import { collect, GOOD, tarOf } from "../testing/acl-archive.js";
import { failure } from "../testing/failure.js";
import { scratchFiles } from "../testing/reading.js";
import { readAclImdb } from "./acl-imdb.js";

const written = scratchFiles();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-acl-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const EXPECTED: Example[] = [
  {
    id: "test/neg/0_2",
    text: "Bad.",
    group: "tt0000003",
    label: "neg",
    split: "test",
    attributes: { rating: 2 },
  },
  {
    id: "train/pos/0_9",
    text: "Übergood — <br />really",
    group: "tt0000001",
    label: "pos",
    split: "train",
    attributes: { rating: 9 },
  },
  {
    id: "train/pos/1_10",
    text: "Great.",
    group: "tt0000002",
    label: "pos",
    split: "train",
    attributes: { rating: 10 },
  },
  { id: "train/unsup/0_0", text: "Who knows?", group: "tt0000009", split: "unsup" },
];

describe("readAclImdb", () => {
  test("reads the same examples from a .tar, a .tar.gz, a .tgz and the extracted folder", async () => {
    const tar = await tarOf(GOOD);
    expect(await collect(await written(tar, ".tar"))).toEqual(EXPECTED);
    expect(await collect(await written(gzipSync(tar), ".tar.gz"))).toEqual(EXPECTED);
    expect(await collect(await written(gzipSync(tar), ".tgz"))).toEqual(EXPECTED);
    const extracted = join(folder, "extracted");
    for (const [name, content] of GOOD) {
      await mkdir(dirname(join(extracted, name)), { recursive: true });
      await writeFile(join(extracted, name), content);
    }
    expect(await collect(extracted)).toEqual(EXPECTED);
    expect(await collect(join(extracted, "aclImdb"))).toEqual(EXPECTED);
  });

  test("does not depend on the order of the archive's entries", async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(GOOD, { minLength: GOOD.length }), async (entries) => {
        expect(await collect(await written(await tarOf(entries), ".tar"))).toEqual(EXPECTED);
      }),
      { numRuns: 20 },
    );
  });

  test("reads names that are too long for a header (pax)", async () => {
    const prefix = `${"long/".repeat(60)}`;
    const tar = await tarOf(GOOD.map(([name, content]) => [prefix + name, content]));
    expect(await collect(await written(tar, ".tar"))).toEqual(EXPECTED);
  });

  test("reports progress in bytes of the file, up to its end", async () => {
    const bytes = gzipSync(await tarOf(GOOD));
    const seen: Progress[] = [];
    await collect(await written(bytes, ".tar.gz"), { onProgress: (p: Progress) => seen.push(p) });
    expect(seen.at(-1)).toEqual({ stage: "reading", done: bytes.length, total: bytes.length, unit: "bytes" });
  });

  test("can be read twice, and stops when cancelled", async () => {
    const source = readAclImdb(await written(await tarOf(GOOD), ".tar"));
    for (let i = 0; i < 2; i++) {
      let count = 0;
      for await (const _ of source) count++;
      expect(count).toBe(4);
    }
    const signal = AbortSignal.abort();
    const path = await written(await tarOf(GOOD), ".tar");
    expect((await failure(collect(path, { signal }))).code).toBe("CANCELLED");
  });

  test("names the document and the byte that is not UTF-8", async () => {
    const bytes = Buffer.from([0x67, 0x6f, 0xc3, 0xa9, 0xff, 0x64]);
    const path = await written(await tarOf([...GOOD, ["aclImdb/train/pos/1_8.txt", bytes]]), ".tar");
    const error = await failure(collect(path));
    expect(error.code).toBe("INVALID_ROWS");
    expect(error.details["rows"]).toMatchObject([
      { id: "train/pos/1_8", field: "text", problem: "byte 4 is not UTF-8", raw: bytes.toString("base64") },
    ]);
  });

  test("names an empty document, and one whose movie is missing", async () => {
    const empty = await written(await tarOf([...GOOD, ["aclImdb/test/neg/0_1.txt", ""]]), ".tar");
    expect((await failure(collect(empty))).message).toMatch(/the file is empty/);
    const beyond = await written(await tarOf([...GOOD, ["aclImdb/test/neg/7_1.txt", "x"]]), ".tar");
    expect((await failure(collect(beyond))).message).toMatch(/test\/urls_neg.txt names no movie in line 8/);
  });

  test("a missing file, an archive without documents, and a link in a folder are typed errors", async () => {
    expect((await failure(collect(join(folder, "absent.tar.gz")))).code).toBe("FILE_FAILURE");
    expect((await failure(collect(await written(await tarOf([["README", "x"]]), ".tar")))).code).toBe(
      "NO_DOCUMENTS",
    );
    const linked = join(folder, "linked");
    await mkdir(join(linked, "train/pos"), { recursive: true });
    await symlink("/etc/hostname", join(linked, "train/pos/0_9.txt"));
    expect((await failure(collect(linked))).code).toBe("INVALID_ARCHIVE");
  });

  const real = toolFor("archive", "reading the real archive");
  test.skipIf(!real)("reads the real archive", async () => {
    const parts = new Map<string, number>();
    const movies = new Set<string | undefined>();
    for await (const { id, group } of readAclImdb(real!)) {
      const part = id.slice(0, id.lastIndexOf("/"));
      parts.set(part, (parts.get(part) ?? 0) + 1);
      movies.add(group);
    }
    expect(Object.fromEntries(parts)).toEqual({
      "test/neg": 12500,
      "test/pos": 12500,
      "train/neg": 12500,
      "train/pos": 12500,
      "train/unsup": 50000,
    });
    expect(movies.has(undefined)).toBe(false);
    expect(movies.size).toBeGreaterThan(10_000);
  });
});
