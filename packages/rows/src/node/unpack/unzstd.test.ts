import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { createUnzstd } from "./unzstd.js";

// Written by zstd 1.5.4: `zstd -19 --check`, and `zstd --no-check`.
const CONTENT = "text,label\nfine film,pos\ndull film,neg\n";
const CHECKED = Buffer.from(
  "KLUv/SQnOQEAdGV4dCxsYWJlbApmaW5lIGZpbG0scG9zCmR1bGwgZmlsbSxuZWcKCPNQYg==",
  "base64",
);
const UNCHECKED = Buffer.from("KLUv/SAnOQEAdGV4dCxsYWJlbApmaW5lIGZpbG0scG9zCmR1bGwgZmlsbSxuZWcK", "base64");
const SKIPPED = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

async function unpack(bytes: Uint8Array, size = bytes.length): Promise<string> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  return (await buffer(Readable.from(chunks).pipe(createUnzstd("a.zst", {})))).toString();
}

async function unpackOrError(bytes: Uint8Array): Promise<string> {
  const stream = createUnzstd("a.zst", {});
  const failed = new Promise<never>((_, reject) => stream.on("error", reject));
  return Promise.race([buffer(Readable.from([bytes]).pipe(stream)).then(String), failed]);
}

describe("Zstandard", () => {
  test.each([1, 2, 3, 7, 1000])("frames with and without a checksum, in chunks of %s bytes", async (size) => {
    const file = Buffer.concat([CHECKED, SKIPPED, UNCHECKED, CHECKED, SKIPPED]);
    expect(await unpack(file, size)).toBe(CONTENT.repeat(3));
  });

  test("content that is not that of the checksum is refused, and a wrong checksum", async () => {
    for (const at of [20, 30, 48, 49, 51]) {
      const damaged = Buffer.from(CHECKED);
      damaged[at] = damaged[at]! ^ 1;
      await expect(unpackOrError(damaged), String(at)).rejects.toMatchObject({
        code: "INVALID_ARCHIVE",
        message: expect.stringContaining("checksum"),
      });
    }
  });

  test("a chunk may be used again once it is taken", async () => {
    const stream = createUnzstd("a.zst", {});
    const text = buffer(stream);
    for (const byte of [...CHECKED, ...UNCHECKED]) {
      const chunk = Uint8Array.of(byte);
      await new Promise((resolve) => stream.write(chunk, resolve));
      chunk.fill(0);
    }
    stream.end();
    expect(String(await text)).toBe(CONTENT.repeat(2));
  });

  test("a file that is cut anywhere is refused", async () => {
    for (let end = 0; end < CHECKED.length; end++) {
      await expect(unpackOrError(CHECKED.subarray(0, end))).rejects.toMatchObject({
        code: "INVALID_ARCHIVE",
      });
    }
    const second = Buffer.concat([CHECKED, UNCHECKED]);
    await expect(unpackOrError(second.subarray(0, -1))).rejects.toMatchObject({ code: "INVALID_ARCHIVE" });
  });

  test("what is not Zstandard is refused, after a frame too", async () => {
    for (const bytes of [
      Buffer.from("text,label\n"),
      Buffer.concat([CHECKED, Buffer.from("text,label\n")]),
    ]) {
      await expect(unpackOrError(bytes)).rejects.toMatchObject({
        code: "INVALID_ARCHIVE",
        message: expect.stringContaining("not Zstandard"),
        cause: expect.any(Error),
      });
    }
  });
});
