import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Example, ImdbError, type Progress } from "@imdb/core";
import fc from "fast-check";
import { type Header, pack } from "tar-stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failure } from "../testing/failure.js";
import { readAclImdb } from "./acl-imdb.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-acl-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Entry = [name: string, content: string | Uint8Array, header?: Partial<Header>];
const url = (movie: string) => `http://www.imdb.com/title/${movie}/usercomments\n`;
const GOOD: Entry[] = [
  ["aclImdb/README", "read me"],
  ["aclImdb/train/urls_pos.txt", url("tt0000001") + url("tt0000002")],
  ["aclImdb/train/urls_unsup.txt", url("tt0000009")],
  ["aclImdb/test/urls_neg.txt", url("tt0000003")],
  ["aclImdb/train/pos/0_9.txt", "Übergood — <br />really"],
  ["aclImdb/train/pos/1_10.txt", "Great."],
  ["aclImdb/train/unsup/0_0.txt", "Who knows?"],
  ["aclImdb/test/neg/0_2.txt", "Bad."],
  ["aclImdb/train/labeledBow.feat", "9 0:9"],
];

async function tarOf(entries: readonly Entry[]): Promise<Buffer> {
  const out = pack();
  for (const [name, content, header] of entries) {
    const body = Buffer.from(content as string);
    out.entry({ name, size: body.length, ...header }, body.length === 0 ? "" : body);
  }
  out.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of out as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

let files = 0;
async function written(bytes: Uint8Array, extension: string): Promise<string> {
  const path = join(folder, `archive-${files++}${extension}`);
  await writeFile(path, bytes);
  return path;
}

async function collect(path: string, options = {}): Promise<Example[]> {
  const examples: Example[] = [];
  for await (const example of readAclImdb(path, options)) examples.push(example);
  return examples.sort((a, b) => (a.id < b.id ? -1 : 1));
}

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
  test("reads a .tar, a .tar.gz, a .tgz and the extracted folder to the same examples", async () => {
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

  test("reads names longer than a header holds (pax)", async () => {
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

  test.each<[string, Entry[], RegExp]>([
    ["names with ..", [["aclImdb/../../etc/passwd", "x"]], /leads out/],
    ["absolute names", [["/etc/passwd", "x"]], /leads out/],
    ["names with a drive", [["C:\\autoexec.bat", "x"]], /leads out/],
    ["names with back slashes and ..", [["aclImdb\\..\\..\\x", "x"]], /leads out/],
    [
      "symbolic links",
      [["aclImdb/train/pos/2_9.txt", "", { type: "symlink", linkname: "/etc/passwd" }]],
      /symlink/,
    ],
    ["hard links", [["aclImdb/train/pos/2_9.txt", "", { type: "link", linkname: "/etc/passwd" }]], /link/],
    ["devices", [["aclImdb/x", "", { type: "character-device" }]], /character-device/],
  ])("refuses %s", async (_, hostile, problem) => {
    const error = await failure(collect(await written(await tarOf([...GOOD, ...hostile]), ".tar")));
    expect(error.code).toBe("INVALID_ARCHIVE");
    expect(error.details["entry"]).toBe(hostile[0]![0]);
    expect(error.message).toMatch(problem);
  });

  test("refuses a document that says it has 10 GB before reading it", async () => {
    const tar = await tarOf([["aclImdb/train/pos/2_9.txt", "x"]]);
    // Base-256 size field, checksum made anew.
    tar.fill(0, 124, 136).writeUInt8(0x80, 124);
    tar.writeBigUInt64BE(10_000_000_000n, 128);
    tar.fill(" ", 148, 156);
    const sum = tar.subarray(0, 512).reduce((a, b) => a + b, 0);
    tar.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    const error = await failure(collect(await written(tar, ".tar")));
    expect(error.code).toBe("UNPACKED_TOO_LARGE");
    expect(error.details).toMatchObject({ entry: "aclImdb/train/pos/2_9.txt", actual: 10_000_000_000 });
  });

  test("refuses a bomb by ratio and by size, having unpacked little of it", async () => {
    const bomb = await written(gzipSync(Buffer.alloc(64 * 2 ** 20)), ".tar.gz");
    expect((await failure(collect(bomb))).details).toMatchObject({ limit: "maxRatio", allowed: 200 });
    const large = await written(gzipSync(await tarOf(GOOD)), ".tar.gz");
    expect((await failure(collect(large, { maxBytes: 1000 }))).details).toMatchObject({ limit: "maxBytes" });
    expect((await failure(collect(large, { maxBytes: -1 }))).code).toBe("INVALID_OPTION");
  });

  test("an archive cut anywhere is a typed error, never fewer documents", async () => {
    const tar = await tarOf(GOOD);
    const gz = gzipSync(tar);
    for (let end = 0; end < gz.length; end += 17) {
      const error = await failure(collect(await written(gz.subarray(0, end), ".tar.gz")));
      expect(error.code, `cut at ${end}`).toMatch(/INVALID_ARCHIVE|NO_DOCUMENTS/);
    }
    for (let end = 0; end < tar.length - 1024; end += 256) {
      const error = await failure(collect(await written(tar.subarray(0, end), ".tar")));
      expect(error.code, `cut at ${end}`).toBe("INVALID_ARCHIVE");
    }
  });

  test("any bytes end in examples or a typed error", async () => {
    const tar = await tarOf(GOOD);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(tar.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const damaged = Buffer.from(tar);
          for (const [at, byte] of changes) damaged[at] = byte;
          await collect(await written(damaged, ".tar")).catch((error: unknown) => {
            if (!ImdbError.isInstance(error)) throw error;
          });
        },
      ),
      { numRuns: 200 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 2048 }),
        fc.constantFrom(".tar", ".tar.gz"),
        async (bytes, name) => {
          expect((await failure(collect(await written(bytes, name)))).code).toMatch(
            /INVALID_ARCHIVE|NO_DOCUMENTS/,
          );
        },
      ),
      { numRuns: 100 },
    );
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

  const real = process.env["IMDB_DATA"];
  test.skipIf(real === undefined)("reads the real archive (IMDB_DATA)", async () => {
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
