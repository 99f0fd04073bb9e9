import fc from "fast-check";
import { type Header, pack } from "tar-stream";
import { describe, expect, test } from "vitest";
import { failure } from "../testing/failure.js";
import { readTar } from "./tar-files.js";

const LIMIT = 100_000;
const random = (length: number) => Buffer.from(Array.from({ length }, (_, i) => (i * 131) % 251));

/** A tar as another implementation writes it. */
async function tarOf(entries: readonly [name: string, content: Buffer, header?: Partial<Header>][]) {
  const out = pack();
  for (const [name, content, header] of entries) {
    out.entry({ name, size: content.length, ...header }, content.length === 0 ? "" : content);
  }
  out.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of out as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* cut(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += length) yield bytes.subarray(i, i + length);
}

async function read(bytes: Uint8Array, length = 4096, wanted = (name: string): string | undefined => name) {
  const files: [string, string][] = [];
  for await (const batch of readTar("a.tar", cut(bytes, length), wanted, LIMIT)) {
    for (const { name, bytes } of batch) files.push([name, Buffer.from(bytes).toString("hex")]);
  }
  return files;
}

/** A header of 512 bytes with fields put in, and its checksum made anew. */
function withFields(header: Buffer, fields: Readonly<Record<number, string>>): Buffer {
  const block = Buffer.from(header.subarray(0, 512));
  for (const [at, field] of Object.entries(fields)) block.write(field, Number(at), "latin1");
  block.fill(" ", 148, 156);
  const sum = block.reduce((a, b) => a + b, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

describe("readTar", () => {
  test("the format V7, which has no magic number, is read", async () => {
    const content = Buffer.from("A gem.");
    const modern = await tarOf([["folder/a.txt", content]]);
    const header = withFields(modern, { 257: "\0".repeat(255) });
    const end = Buffer.alloc(1024);
    const folder = withFields(header, { 0: "folder/\0".padEnd(100, "\0"), 124: "00000000000\0" });
    const old = Buffer.concat([folder, header, padded(content), end]);
    expect(await read(old)).toEqual([["folder/a.txt", content.toString("hex")]]);
    const damaged = Buffer.from(old);
    damaged[512 + 150] = damaged[512 + 150]! ^ 1;
    expect(await failure(read(damaged))).toMatchObject({ code: "INVALID_ARCHIVE" });
  });

  test("sparse files are refused, in the format of GNU and in that of pax", async () => {
    const content = Buffer.from("1\n0\n5\nA gem");
    const pax = await tarOf([
      ["a.txt", content, { pax: { "GNU.sparse.major": "1", "GNU.sparse.realsize": "9" } }],
    ]);
    expect(await failure(read(pax))).toMatchObject({
      code: "INVALID_ARCHIVE",
      message: expect.stringContaining("sparse"),
    });
    const plain = await tarOf([["a.txt", content]]);
    const gnu = Buffer.concat([withFields(plain, { 156: "S" }), plain.subarray(512)]);
    expect(await failure(read(gnu))).toMatchObject({ code: "INVALID_ARCHIVE" });
  });

  test("returns the files unchanged, wherever the bytes are cut", async () => {
    const name = fc.stringMatching(/^[a-z é]{1,90}(\/[a-z]{1,90}){0,3}$/);
    const file = fc.tuple(name, fc.nat(3000).map(random));
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { maxLength: 8 }),
        fc.integer({ min: 1, max: 5000 }),
        async (files, n) => {
          const expected = files.map(([name, content]) => [name, content.toString("hex")]);
          expect(await read(await tarOf(files), n)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("skips unwanted files of any size, and folders", async () => {
    const tar = await tarOf([
      ["folder/", Buffer.alloc(0), { type: "directory" }],
      ["large", random(3 * LIMIT)],
      ["small", random(5)],
    ]);
    const files = await read(tar, 1000, (name) => (name === "large" ? undefined : name));
    expect(files).toEqual([["small", random(5).toString("hex")]]);
    expect((await failure(read(tar))).details).toMatchObject({ entry: "large", actual: 3 * LIMIT });
  });

  test("reads GNU tar's long names", async () => {
    const plain = await tarOf([["x", random(7)]]);
    const name = Buffer.from(`${"long/".repeat(40)}x\0`);
    const gnu = { 257: "ustar  \0" };
    const long = withFields(plain, {
      ...gnu,
      156: "L",
      124: `${name.length.toString(8).padStart(11, "0")}\0`,
    });
    // Times stand where POSIX has a prefix.
    const header = withFields(plain, { ...gnu, 345: "12345670123\0" });
    const tar = Buffer.concat([long, padded(name), header, plain.subarray(512)]);
    expect(await read(tar, 100)).toEqual([[`${"long/".repeat(40)}x`, random(7).toString("hex")]]);
  });

  test.each<[string, (tar: Buffer) => Buffer]>([
    ["a wrong checksum", (tar) => Buffer.concat([tar.subarray(0, 3), Buffer.from("y"), tar.subarray(4)])],
    ["an unknown type", (tar) => Buffer.concat([withFields(tar, { 156: "S" }), tar.subarray(512)])],
    [
      "a name longer than the archive",
      (tar) => Buffer.concat([withFields(tar, { 156: "L", 124: "77777777777\0" }), tar.subarray(512)]),
    ],
  ])("refuses %s", async (_, change) => {
    const error = await failure(read(change(await tarOf([["name", random(7)]]))));
    expect(error.code).toBe("INVALID_ARCHIVE");
  });
});
