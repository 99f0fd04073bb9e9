import { describe, expect, test } from "vitest";
import { InvalidBundle } from "../errors/codes.js";
import { bundleFromTar, bundleToTar } from "./tar.js";

const CONTENT = Uint8Array.from({ length: 512 }, (_, i) => i % 251);
const TAR = bundleToTar(new Map([["manifest.json", CONTENT]]));

/** A tar with texts in place of fields of its first header; the checksum is right unless it is given. */
function changed(fields: Readonly<Record<number, string>>, tar: Uint8Array = TAR): Uint8Array {
  const copy = tar.slice();
  const put = (offset: number, value: string) => copy.set(new TextEncoder().encode(value), offset);
  for (const [offset, value] of Object.entries(fields)) put(Number(offset), value);
  if (fields[148] === undefined) {
    put(148, " ".repeat(8));
    const sum = copy.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  }
  return copy;
}
const NAME = 0;
const SIZE = 124;
const TIME = 136;
const CHECKSUM = 148;
const TYPE = 156;
const named = (name: string) => changed({ [NAME]: name.padEnd(100, "\0") });

/** A tar whose first entry has a type and a content that is not a file's; `manifest.json` follows. */
function withEntry(type: string, name: string, content: string): Uint8Array {
  const entry = bundleToTar(new Map([["entry", new TextEncoder().encode(content)]])).slice(0, -1024);
  const whole = new Uint8Array(entry.length + TAR.length);
  whole.set(changed({ [NAME]: name.padEnd(100, "\0"), [TYPE]: type }, entry));
  whole.set(TAR, entry.length);
  return whole;
}

const read = (tar: Uint8Array) => [...bundleFromTar(tar)].map(([name, { length }]) => [name, length]);
const FOUND = [["manifest.json", 512]];

function refusal(tar: Uint8Array) {
  try {
    bundleFromTar(tar);
  } catch (error) {
    if (!InvalidBundle.is(error)) throw error;
    return error.details;
  }
  return expect.fail("it was read");
}

test("a tar ends with two empty blocks, and is read without them too", () => {
  expect(TAR).toHaveLength(512 + 512 + 2 * 512);
  expect(TAR.subarray(1024).every((byte) => byte === 0)).toBe(true);
  expect(read(TAR.subarray(0, 1024))).toEqual(FOUND);
  expect(read(new Uint8Array(1024))).toEqual([]);
});

describe("a header of another writer is read", () => {
  test.each<[string, Uint8Array]>([
    ["numbers with spaces in place of zeros", changed({ [SIZE]: "       1000 " })],
    ["a size of eleven digits and a space", changed({ [SIZE]: "00000001000 " })],
    ["a name that begins with ./", named("./manifest.json")],
    ["the folder itself", withEntry("5", "./", "")],
    [
      "a pax record of times and owners",
      withEntry("x", "p", "20 mtime=1700000000\n10 uid=501\n12 gname=me\n"),
    ],
    [
      "a pax record for all files, as git archive writes it",
      withEntry("g", "pax_global_header", "16 comment=abcd\n"),
    ],
  ])("%s", (_, tar) => {
    expect(read(tar)).toEqual(FOUND);
  });
});

describe("a header is refused", () => {
  test.each<[string, Uint8Array, string]>([
    [
      "whose checksum is that of another",
      changed({ [TIME]: "00000000001", [CHECKSUM]: "0000000\0" }),
      "its tar header is damaged",
    ],
    [
      "that was changed",
      changed({ [CHECKSUM]: new TextDecoder().decode(TAR.subarray(148, 156)), [TIME]: "1" }),
      "its tar header is damaged",
    ],
    ["with a size that is no octal number", changed({ [SIZE]: "00000000x000" }), "its tar header is damaged"],
    ["with a size that ends in a letter", changed({ [SIZE]: "0000000100x\0" }), "its tar header is damaged"],
    ["with a size of twelve digits", changed({ [SIZE]: "000000001000" }), "its tar header is damaged"],
    [
      "with a size beyond the archive",
      changed({ [SIZE]: "00000003001\0" }),
      "the archive ends before it does",
    ],
    ["with a size far beyond it", changed({ [SIZE]: "77777777777\0" }), "the archive ends before it does"],
  ])("%s", (_, tar, problem) => {
    expect(refusal(tar)).toEqual({ file: "manifest.json", problem });
  });

  test.each<[string, string, string, string]>([
    ["an empty folder", "5", "sub/", "it is not a plain file"],
    ["a folder with a content", "5", "./", "it is not a plain file"],
    ["a pax record of a path", "x", "p", "it is not a plain file"],
    ["a pax record of a path for all files", "g", "p", "it is not a plain file"],
    ["a symbolic link", "2", "link", "it is not a plain file"],
    ["a file whose name has ./ within", "0", "manifest./.json", "a bundle has no file of this name"],
    ["a file of a folder", "0", "a/manifest.json", "a bundle has no file of this name"],
  ])("of %s", (what, type, name, problem) => {
    const content = what === "an empty folder" ? "" : "15 path=../evil\n";
    expect(refusal(withEntry(type, name, content))).toEqual({ file: name.replace(/^\.\//, ""), problem });
  });

  test("of a file whose prefix names a folder, as in ustar", () => {
    expect(refusal(changed({ 345: "folder" })).file).toBe("folder/manifest.json");
    // GNU tar, whose magic differs, has times there.
    expect(read(changed({ 257: "ustar  \0", 345: "00000000000" }))).toEqual(FOUND);
  });

  test("with its name, which is cut to 80 characters", () => {
    expect(refusal(named("x".repeat(100))).file).toBe("x".repeat(80));
    const error = () => bundleToTar(new Map([["y".repeat(90), CONTENT]]));
    expect(error).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ file: "y".repeat(80) }) }),
    );
  });
});
