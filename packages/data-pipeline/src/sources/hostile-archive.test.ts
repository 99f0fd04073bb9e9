import { gzipSync } from "node:zlib";
import { ImdbError } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { collect, type Entry, GOOD, tarOf } from "../testing/acl-archive.js";
import { failure } from "../testing/failure.js";
import { scratchFiles } from "../testing/reading.js";

const written = scratchFiles();

describe("a hostile archive", () => {
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
      { numRuns: rounds(60, 400) },
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
      { numRuns: rounds(60, 400) },
    );
  });
});
