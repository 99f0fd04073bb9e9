import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { ImdbError } from "@imdb/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { handlesReadBy, isClosed } from "../../testing/open-handles.js";
import { type ByteOptions, type FileRecord, openBytes, readBytes, unpackedName } from "../byte-source.js";
import golden from "./golden/zip.json" with { type: "json" };

// The archives are written by tools/parity/data-pipeline/zip_files.py.
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-zip-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function written(bytes: Uint8Array): Promise<string> {
  const path = join(folder, `data-${files++}.zip`);
  await writeFile(path, bytes);
  return path;
}

async function read(path: string, options: ByteOptions = {}): Promise<string> {
  const chunks = [];
  for await (const chunk of readBytes(path, options)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function refusal(work: Promise<unknown>): Promise<ImdbError> {
  const error = await work.then(
    () => expect.fail("it was read"),
    (thrown) => thrown,
  );
  if (!ImdbError.isInstance(error)) throw error;
  return error;
}

const archive = (what: string) => {
  const { file } = golden.cases.find((one) => one.what === what)!;
  return Buffer.from(file, "base64");
};
/** Where the record of the only file begins in the directory of an archive. */
const directoryOf = (bytes: Buffer) => bytes.indexOf("PK\x01\x02");

describe(`zip archives of Python ${golden.python}`, () => {
  test.each(golden.cases)("$what", async ({ file, entry, content }) => {
    const path = await written(Buffer.from(file, "base64"));
    const options = entry === null ? {} : { entry };
    let record: FileRecord | undefined;
    const onFile = (read: FileRecord) => {
      record = read;
    };
    expect(await read(path, { ...options, onFile })).toBe(content);
    expect(record).toMatchObject({
      bytes: Buffer.from(file, "base64").length,
      entry: entry ?? expect.stringMatching(/data\.csv$/),
    });
  });

  test("an open archive is read from an offset, again and again", async () => {
    const { content } = golden.cases[0]!;
    const file = await openBytes(await written(archive("deflated")));
    for (const from of [0, 1, 100, content.length]) {
      const chunks = [];
      for await (const chunk of file.read({ from })) chunks.push(chunk);
      expect(Buffer.concat(chunks).toString()).toBe(content.slice(from));
    }
    await file.close();
  });

  test("the name is that of the file in it; of others that without the ending", async () => {
    expect(await unpackedName(await written(archive("what macOS adds")))).toBe("data.csv");
    expect(await unpackedName(await written(archive("one of several")), "test.csv")).toBe("test.csv");
    expect(await unpackedName("in/a.tsv.gz")).toBe("a.tsv");
  });
});

describe("a zip archive is refused", () => {
  test("when several files are in it and none is named, or one that is not in it is", async () => {
    const path = await written(archive("one of several"));
    const { code, message } = await refusal(read(path));
    expect(code).toBe("INVALID_OPTION");
    expect(message).toContain("the name of one file of the archive: train.csv, test.csv, größe.csv");
    expect((await refusal(read(path, { entry: "other.csv" }))).message).toContain("entry of data-");
  });

  test.each([
    ["with another content than its checksum says", (bytes: Buffer) => flip(bytes, directoryOf(bytes) + 16)],
    ["with another content than was packed", (bytes: Buffer) => flip(bytes, 60)],
    ["with another length than it says", (bytes: Buffer) => flip(bytes, directoryOf(bytes) + 24)],
    ["that is encrypted", (bytes: Buffer) => flip(bytes, directoryOf(bytes) + 8)],
    ["that is cut", (bytes: Buffer) => bytes.subarray(0, -30)],
    ["whose start is cut", (bytes: Buffer) => bytes.subarray(20)],
    ["that has its directory only", (bytes: Buffer) => bytes.subarray(directoryOf(bytes))],
    ["with bytes before it", (bytes: Buffer) => Buffer.concat([Buffer.from("#!/bin/sh\n"), bytes])],
    ["that is none", () => Buffer.from("id,text\n1,a\n")],
    ["that is empty", () => Buffer.alloc(0)],
    ["without files", () => Buffer.from(`PK\x05\x06${"\0".repeat(18)}`, "latin1")],
    ["of lzma", () => Buffer.from(golden.lzma, "base64")],
  ])("%s", async (_, change) => {
    for (const what of ["deflated", "stored"]) {
      const error = await refusal(read(await written(change(archive(what)))));
      expect([error.code, what]).toEqual(["INVALID_ARCHIVE", what]);
    }
  });

  test("when it unpacks to more than the limits", async () => {
    const path = await written(archive("deflated"));
    const error = await refusal(read(path, { maxBytes: 500 }));
    expect(error).toMatchObject({ code: "UNPACKED_TOO_LARGE", details: { limit: "maxBytes" } });
    expect((await refusal(read(await written(bomb()), {}))).details).toMatchObject({ limit: "maxRatio" });
  });

  test("any flipped bit gives the same content or a typed error, and closes the file", async () => {
    const bytes = archive("data descriptors");
    const { content } = golden.cases[3]!;
    for (let at = 0; at < bytes.length; at++) {
      const path = await written(flip(bytes, at));
      await read(path).then(
        (text) => expect(text).toBe(content),
        (error) => {
          if (!ImdbError.isInstance(error)) throw error;
        },
      );
      await rm(path);
    }
    const path = await written(flip(bytes, 60));
    const handles = await handlesReadBy(folder, () => refusal(read(path)));
    expect([handles.size, [...handles].every(isClosed)]).toEqual([1, true]);
  });
});

function flip(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at]! ^= 1;
  return changed;
}

/** An archive whose directory says that it holds 64 MiB of zeros in 64 KiB, which is true. */
function bomb(): Buffer {
  const content = Buffer.alloc(64 << 20);
  const packed = deflateRawSync(content, { level: 9 });
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(8, 4);
  header.writeUInt32LE(crc32(content), 10);
  header.writeUInt32LE(packed.length, 14);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt16LE(5, 22);
  const name = Buffer.from("a.csv");
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), header, name]);
  const central = Buffer.concat([Buffer.from("PK\x01\x02\x14\0", "latin1"), header, Buffer.alloc(14), name]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length + packed.length, 12);
  return Buffer.concat([local, packed, central, Buffer.from("PK\x05\x06"), end]);
}
