import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ImdbError } from "@imdb/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FoundEncoding } from "../../bytes/encoding.js";
import { decodeText } from "../../bytes/transcoder.js";
import type { FileRecord } from "../byte-source.js";
import { openBytes } from "../byte-source.js";
import { type ReadRowsOptions, readRows } from "../read-rows.js";
import golden from "./golden/python.json" with { type: "json" };
import { inUtf8 } from "./in-utf8.js";

// The files are written by tools/parity/data-pipeline/encodings.py.
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-encodings-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function written(bytes: Uint8Array, ending = ".csv"): Promise<string> {
  const path = join(folder, `data-${files++}${ending}`);
  await writeFile(path, bytes);
  return path;
}

async function rowsOf(path: string, options: Partial<ReadRowsOptions> = {}) {
  const rows: unknown[] = [];
  for await (const batch of readRows(path, { format: "csv", ...options })) rows.push(...batch.rows);
  return rows as { value?: { text: string }; fault?: string; hint?: string }[];
}

const textsOf = async (path: string, options: Partial<ReadRowsOptions>) =>
  (await rowsOf(path, options)).map(({ value }) => value?.text);

async function failure(work: Promise<unknown>): Promise<ImdbError> {
  const error = await work.then(
    () => expect.fail("it was read"),
    (thrown) => thrown,
  );
  if (!ImdbError.isInstance(error)) throw error;
  return error;
}

/** The UTF-8 of bytes that come in chunks of a size. */
async function decoded(bytes: Uint8Array, encoding: string, size: number): Promise<string> {
  async function* chunks() {
    // A chunk is used again, as a reader of a file may do.
    const chunk = new Uint8Array(size);
    for (let at = 0; at < bytes.length; at += size) {
      const part = bytes.subarray(at, at + size);
      chunk.set(part);
      yield chunk.subarray(0, part.length);
      chunk.fill(0x55);
    }
  }
  const parts: Uint8Array[] = [];
  for await (const part of inUtf8("in.csv", chunks(), encoding)) parts.push(new Uint8Array(part));
  return Buffer.concat(parts).toString("utf8");
}

describe(`encodings, as Python ${golden.python} reads them`, () => {
  const cases = golden.cases.map((one) => ({ ...one, bytes: Buffer.from(one.file, "base64") }));

  test.each(cases)("$encoding ($codec)", async ({ encoding, texts, bytes }) => {
    expect(await textsOf(await written(bytes), { encoding })).toEqual(texts);
    expect(await textsOf(await written(gzipSync(bytes), ".csv.gz"), { encoding })).toEqual(texts);
  });

  test.each(cases)("$encoding ($codec) is the same wherever it is cut", async ({ encoding, bytes }) => {
    const whole = await decoded(bytes, encoding, bytes.length);
    for (const size of [1, 2, 3, 7]) expect(await decoded(bytes, encoding, size), `by ${size}`).toBe(whole);
  });

  const wrong = golden.wrong.map((one) => ({ ...one, bytes: Buffer.from(one.file, "base64") }));
  test.each(wrong)("the wrong byte of $encoding at $byte is named with its line", async (one) => {
    const error = await failure(rowsOf(await written(one.bytes), { encoding: one.encoding }));
    expect(error.code).toBe("INVALID_ENCODING");
    expect(error.details).toMatchObject({ byte: one.byte, line: one.line, encoding: one.encoding });
    for (const size of [1, 2, 3, 5]) {
      const { details } = await failure(decoded(one.bytes, one.encoding, size));
      expect(details, `by ${size}`).toMatchObject({ byte: one.byte, line: one.line });
    }
  });

  // Of some encodings there are others that fit short texts as well.
  const unclear = ["iso-8859-3", "iso-8859-4", "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15"];
  unclear.push("windows-874", "windows-1258", "macintosh", "ibm866", "x-mac-cyrillic", "koi8-u");
  // It is ASCII, which is UTF-8.
  unclear.push("iso-2022-jp");
  test.each(cases.filter(({ encoding }) => !unclear.includes(encoding)))(
    "a guess reads the texts of $encoding ($codec)",
    async ({ texts, bytes }) => {
      expect(await textsOf(await written(bytes), { encoding: "guess" })).toEqual(texts);
    },
  );
});

describe("the encoding of a file", () => {
  const french = Buffer.from("id,text\n1,caf\xe9\n2,ok\n3,\xe9t\xe9\n", "latin1");

  const recordOf = async (bytes: Uint8Array, options: Partial<ReadRowsOptions>) => {
    let record: FileRecord | undefined;
    const onFile = (file: FileRecord) => {
      record = file;
    };
    await rowsOf(await written(bytes), { ...options, onFile });
    return record?.encoding;
  };

  test("is in the record of the file unless it is UTF-8 without a guess", async () => {
    const utf16 = Buffer.from("\ufeffid,text\n1,a\n", "utf16le");
    const records: [FoundEncoding | undefined, FoundEncoding | undefined][] = [
      [await recordOf(french, { encoding: "latin1" }), { encoding: "windows-1252", basis: "name" }],
      [await recordOf(french, { encoding: "guess" }), { encoding: "windows-1252", basis: "guess" }],
      [await recordOf(utf16, {}), { encoding: "utf-16le", basis: "mark" }],
      [await recordOf(utf16, { encoding: "latin1" }), { encoding: "utf-16le", basis: "mark" }],
      [await recordOf(Buffer.from("id,text\n1,é\n"), {}), undefined],
      [await recordOf(Buffer.from("\ufeffid,text\n1,é\n"), { encoding: "guess" }), undefined],
      [
        await recordOf(Buffer.from("id,text\n1,é\n"), { encoding: "guess" }),
        { encoding: "utf-8", basis: "guess" },
      ],
    ];
    for (const [record, expected] of records) expect(record).toEqual(expected);
  });

  test("a row that is not UTF-8 has the byte of the file and the likely encoding; the others are read", async () => {
    const rows = await rowsOf(await written(french));
    expect(rows).toMatchObject([
      { row: 1, line: 2, fault: "INVALID_UTF8", column: "text", byte: 13 },
      { value: { text: "ok" } },
      { row: 3, line: 4, fault: "INVALID_UTF8", column: "text", byte: 22 },
    ]);
    expect(rows[0]!.hint).toBe(
      "it is byte 13 of the file; the file may be in windows-1252: name that in encoding",
    );
  });

  test("a wrong byte suggests the encoding that the bytes are likely to be in", async () => {
    const russian = golden.cases.find(({ encoding }) => encoding === "windows-1251")!;
    const path = await written(Buffer.from(russian.file, "base64"));
    const { message, remedy, details } = await failure(rowsOf(path, { encoding: "euc-kr" }));
    expect(details).toMatchObject({ likely: "windows-1251" });
    expect(remedy).toBe('Name the encoding of the file in encoding: it may be "windows-1251".');
    expect(message).toMatch(/line \d+: byte \d+ of the file \(0x[0-9a-f]{2}\) is not euc-kr\.$/);
  });

  test("UTF-16 without a mark is not read as UTF-8", async () => {
    for (const bytes of [Buffer.from("id,text\n", "utf16le"), Buffer.from("id,text\n", "utf16le").swap16()]) {
      const { code, message } = await failure(rowsOf(await written(bytes)));
      expect(code).toBe("UNREADABLE_FILE");
      expect(message).toMatch(/it looks like utf-16[lb]e without a byte order mark/);
      expect(await textsOf(await written(bytes), { encoding: "guess" })).toEqual([]);
    }
  });

  test("UTF-32 is refused by its name, and is not read as UTF-16", async () => {
    const units = [0xfeff, ...[..."id,text\n1,a\n"].map((sign) => sign.codePointAt(0)!)];
    for (const isLittle of [true, false]) {
      const bytes = new Uint8Array(4 * units.length);
      const view = new DataView(bytes.buffer);
      units.forEach((unit, i) => {
        view.setUint32(4 * i, unit, isLittle);
      });
      const name = isLittle ? "utf-32le" : "utf-32be";
      for (const encoding of [undefined, "guess", "utf-16le", "windows-1252"]) {
        const { code, message } = await failure(rowsOf(await written(bytes), encoding ? { encoding } : {}));
        expect(code).toBe("UNREADABLE_FILE");
        expect(message).toMatch(new RegExp(`it is in UTF-32: .* of ${name}, .*; save it as UTF-8`));
      }
      expect(decodeText(bytes, "utf-8")).toBeUndefined();
    }
  });

  test("every value of a byte in windows-1252 is that of the WHATWG standard, which browsers have", async () => {
    const bytes = Uint8Array.from({ length: 128 }, (_, i) => 128 + i);
    const text = await decoded(bytes, "windows-1252", 128);
    expect(text.slice(0, 32)).toBe("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ");
    expect(text.slice(32)).toBe(Buffer.from(bytes.subarray(32)).toString("latin1"));
  });

  test("JSON Lines and lists of JSON are read in it", async () => {
    const lines = Buffer.from('{"text":"caf\xe9"}\n', "latin1");
    const list = Buffer.from('[{"text":"caf\xe9"}]', "latin1");
    const options = { encoding: "latin1" } as const;
    expect(await textsOf(await written(lines), { ...options, format: "jsonl" })).toEqual(["café"]);
    expect(await textsOf(await written(list), { ...options, format: "json" })).toEqual(["café"]);
    const marked = Buffer.from('\ufeff[{"text":"café"}]', "utf16le");
    expect(await textsOf(await written(marked), { format: "json" })).toEqual(["café"]);
  });

  test("offsets in an opened file count its UTF-8", async () => {
    const file = await openBytes(await written(french));
    const parts: Uint8Array[] = [];
    for await (const part of file.read({ from: 10, encoding: "latin1" })) parts.push(part);
    await file.close();
    expect(Buffer.concat(parts).toString()).toBe("café\n2,ok\n3,été\n");
  });

  test("an empty file and one of a mark alone have no rows", async () => {
    for (const content of [[], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf]])
      for (const encoding of ["utf-8", "guess", "latin1"]) {
        const { code } = await failure(rowsOf(await written(Uint8Array.from(content)), { encoding }));
        expect(code).toBe("NO_DOCUMENTS");
      }
  });

  test("a name that is none is refused when the reader is made", () => {
    for (const encoding of ["cp-1252", "", "utf-32", 3 as never])
      expect(() => readRows("a.csv", { format: "csv", encoding })).toThrow(
        /an encoding that this runtime knows/,
      );
  });
});
