import { gzipSync } from "node:zlib";
import { ImdbError } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { failure } from "../testing/failure.js";
import { drain, scratchFiles } from "../testing/reading.js";
import { readAclImdb } from "./acl-imdb.js";
import { readCsv, readJsonl, readParquet } from "./files.js";
import { readFrom } from "./read-from.js";
import { readRecords } from "./records.js";

const written = scratchFiles();

describe("every reader", () => {
  test("any byte string ends in rows or a typed error", async () => {
    const names = [".csv", ".tsv", ".jsonl", ".csv.gz", ".jsonl.zst", ".parquet"];
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...names), async (bytes, name) => {
        const source = await readFrom(await written(bytes, name));
        await drain(source).catch((error: unknown) => {
          if (!ImdbError.isInstance(error)) throw error;
        });
      }),
      { numRuns: rounds(60, 400) },
    );
  });

  test("refuses compressed bombs", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, " "));
    expect((await failure(drain(readJsonl(await written(bomb, ".jsonl.gz"))))).code).toBe(
      "UNPACKED_TOO_LARGE",
    );
    // A Zstandard frame of run-length blocks: 4 bytes unpack to 128 KiB each.
    const block = Buffer.from([
      0x02 | ((131072 << 3) & 0xff),
      (131072 >> 5) & 0xff,
      (131072 >> 13) & 0xff,
      0x20,
    ]);
    const frame = Buffer.concat([
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]),
      ...Array(50_000).fill(block),
    ]);
    expect((await failure(drain(readJsonl(await written(frame, ".jsonl.zst"))))).code).toBe(
      "UNPACKED_TOO_LARGE",
    );
  });

  test("reads Zstandard, and refuses a file that is cut", async () => {
    const content = '{"id":"1","text":"A gem.","label":"pos"}\n'.repeat(1);
    // One raw block in one frame without a checksum: RFC 8878, section 3.1.1.
    const header = 1 | (content.length << 3);
    const frame = Buffer.concat([
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, content.length]),
      Buffer.from([header & 0xff, (header >> 8) & 0xff, header >> 16]),
      Buffer.from(content),
    ]);
    const { examples } = await drain(readJsonl(await written(frame, ".jsonl.zst")));
    expect(examples).toEqual([{ id: "1", text: "A gem.", label: "pos" }]);
    for (let end = 1; end < frame.length; end++) {
      const error = await failure(drain(readJsonl(await written(frame.subarray(0, end), ".jsonl.zst"))));
      expect(error.code, `cut at ${end}`).toMatch(/INVALID_ARCHIVE|NO_DOCUMENTS/);
    }
  });

  test("records: arrays, generators and async generators, with their rows counted", async () => {
    async function* rows() {
      yield { text: "a" };
      yield { text: 3 };
    }
    const { examples, invalid } = await drain(readRecords(rows()));
    expect(examples).toMatchObject([{ text: "a" }]);
    expect(invalid).toMatchObject([
      { row: 2, field: "text", problem: 'its field "text" is a number, not text' },
    ]);
  });

  test.each<[place: string, read: (options: never) => unknown]>([
    ['readCsv("absent.csv")', (options) => readCsv("absent.csv", options)],
    ['readJsonl("absent.jsonl")', (options) => readJsonl("absent.jsonl", options)],
    ['readParquet("absent.parquet")', (options) => readParquet("absent.parquet", options)],
    ['readAclImdb("absent.tar")', (options) => readAclImdb("absent.tar", options)],
    ["readRecords", (options) => readRecords([], options)],
  ])("%s refuses wrong options by name, before a file is opened", (place, read) => {
    const refused = (options: unknown) => {
      try {
        read(options as never);
      } catch (error) {
        if (ImdbError.isInstance(error)) return error;
        throw error;
      }
      throw new Error("nothing was refused");
    };
    const misspelt = refused({ thread: 2 });
    expect(misspelt.message).toContain(`There is no option thread of ${place}`);
    expect(misspelt.remedy).toBe("Write threads instead of thread.");
    for (const options of [null, "csv", 5, [1]]) {
      expect(refused(options).message).toContain(`Option options of ${place} is`);
    }
    expect(refused({ signal: "stop" }).details).toMatchObject({ option: "signal", value: "stop" });
    expect(refused({ onProgress: 1 }).details).toMatchObject({ option: "onProgress" });
    if (place.includes("AclImdb")) return;
    expect(refused({ labels: 5 }).details).toMatchObject({ option: "labels", value: 5 });
    expect(refused({ columns: { txt: "a" } }).details).toMatchObject({ option: "columns.txt" });
    expect(refused({ columns: { attributes: ["a", ""] } }).details).toMatchObject({
      option: "columns.attributes[1]",
    });
    expect(refused({ schema: {} }).details).toMatchObject({ option: "schema" });
  });

  test("the context of a task is accepted as options, also beside others", async () => {
    const ctx = {
      signal: new AbortController().signal,
      threads: 1,
      seed: 0,
      runId: "r",
      flow: "f",
      task: "t",
    };
    expect((await drain(readRecords([{ text: "a" }], ctx))).examples).toMatchObject([{ text: "a" }]);
    const path = await written("text;b\nfine;1\n", ".csv");
    expect((await drain(readCsv(path, { ...ctx, delimiter: ";" }))).examples).toHaveLength(1);
    expect(() => readCsv(path, { ...ctx, delimeter: ";" } as never)).toThrow(/no option delimeter/);
  });

  test("a misspelt delimiter, wrong limits and a path that is no text are refused at once", async () => {
    expect(() => readCsv("a.csv", { delimeter: ";" } as never)).toThrow(
      /no option delimeter of readCsv\("a.csv"\)/,
    );
    expect(() => readJsonl("a.jsonl", { delimiter: ";" } as never)).toThrow(
      /no option delimiter of readJsonl/,
    );
    expect(() => readCsv("a.csv", { maxBytes: "1 GB" } as never)).toThrow(/Option maxBytes of readCsv/);
    expect(() => readAclImdb("a.tar", { maxRatio: 0 })).toThrow(/Option maxRatio of readAclImdb/);
    expect(() => readCsv(undefined as never)).toThrow(/Option path of readCsv is undefined/);
    expect(() => readRecords(5 as never)).toThrow(/Option records of readRecords is 5/);
    expect((await failure(readFrom("a.jsonl", { delimeter: ";" } as never))).message).toMatch(
      /readFrom\("a.jsonl"\)/,
    );
  });

  test("is chosen by the name; an unknown ending is refused", async () => {
    const path = await written("text\nfine\n", ".csv");
    expect((await readFrom(path)).kind).toBe("csv");
    expect((await failure(readFrom("x.xls"))).code).toBe("INVALID_OPTION");
    expect(() => readCsv(path, { delimiter: ";;" })).toThrow(/delimiter/);
    expect(() => readCsv(path, { columns: { txt: "a" } as never })).toThrow(/columns.txt/);
  });
});
