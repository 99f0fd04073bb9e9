import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { ImdbError } from "../errors/imdb-error.js";
import { bundleFromTar, bundleToTar } from "./tar.js";

const FILES = new Map([
  ["manifest.json", new TextEncoder().encode("{}\n")],
  ["model.safetensors", Uint8Array.from({ length: 768 }, (_, i) => i % 256)],
]);
const hasTar = toolFor("gnuTar", "archives that GNU tar reads and writes") !== undefined;

describe("a tar", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "imdb-tar-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("that Python made of the folder is read (tools/parity/core/tar_files.py)", () => {
    const files = bundleFromTar(readFileSync(new URL("golden/python.tar", import.meta.url)));
    expect([...files.keys()].sort()).toEqual([...FILES.keys()]);
    for (const [name, bytes] of FILES) expect(Buffer.from(files.get(name)!).equals(bytes)).toBe(true);
  });

  test.skipIf(!hasTar)("of ours is read by GNU tar", () => {
    writeFileSync(join(folder, "ours.tar"), bundleToTar(FILES));
    execFileSync("tar", ["-xf", "ours.tar"], { cwd: folder, stdio: "pipe" });
    for (const [name, bytes] of FILES) expect(readFileSync(join(folder, name)).equals(bytes)).toBe(true);
    expect(execFileSync("tar", ["-tf", "ours.tar"], { cwd: folder, encoding: "utf8" })).toBe(
      "manifest.json\nmodel.safetensors\n",
    );
  });

  test.skipIf(!hasTar).each(["gnu", "ustar", "posix"])("of GNU tar, format %s, is read", (format) => {
    for (const [name, bytes] of FILES) writeFileSync(join(folder, name), bytes);
    const tar = execFileSync("tar", [`--format=${format}`, "-cf", "-", "."], { cwd: folder });
    const files = bundleFromTar(tar);
    expect([...files.keys()].sort()).toEqual([...FILES.keys()]);
    for (const [name, bytes] of FILES) expect(Buffer.from(files.get(name)!).equals(bytes)).toBe(true);
  });

  test.skipIf(!hasTar).each<[string, string[]]>([
    ["a folder in it", ["sub"]],
    ["a symbolic link", ["link"]],
    ["a hard link", ["manifest.json", "hard"]],
    ["a path that leads out", ["--transform=s,^,../,", "manifest.json"]],
    ["an absolute path", ["--transform=s,^,/etc/,", "-P", "manifest.json"]],
    [
      "a long name",
      [
        "--transform=s,^,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,",
        "manifest.json",
      ],
    ],
    ["another name by a pax record", ["--format=posix", "--pax-option=path:=../evil", "manifest.json"]],
    ["the same name twice", ["manifest.json", "manifest.json", "--hard-dereference"]],
    ["a hidden file", [".hidden"]],
    ["a pipe", ["pipe"]],
  ])("with %s is refused", (_what, args) => {
    execFileSync(
      "sh",
      [
        "-c",
        "mkdir sub; echo a > sub/x; echo '{}' > manifest.json; ln -s /etc/passwd link; ln manifest.json hard; echo h > .hidden; mkfifo pipe",
      ],
      { cwd: folder },
    );
    const tar = execFileSync("tar", ["-cf", "-", ...args], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    expect(() => bundleFromTar(tar)).toThrow(ImdbError);
  });

  test("files are read as they were written, and their order does not change the bytes", () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9.]{0,63}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, fc.uint8Array({ maxLength: 1100 })), { selector: ([n]) => n }),
        (entries) => {
          const tar = bundleToTar(new Map(entries));
          expect(new Map([...bundleFromTar(tar)].map(([n, b]) => [n, Uint8Array.from(b)]))).toEqual(
            new Map(entries.map(([n, b]) => [n, Uint8Array.from(b)])),
          );
          expect(bundleToTar(new Map(entries.reverse()))).toEqual(tar);
          expect(tar.length % 512).toBe(0);
        },
      ),
    );
  });

  test("with a name that could not be read again is not written", () => {
    for (const name of ["", "a/b", "..", "../x", "é", "x".repeat(65)]) {
      expect(() => bundleToTar(new Map([[name, new Uint8Array()]])), name).toThrow(ImdbError);
    }
  });

  test("any bytes are files or a typed error", () => {
    const tar = bundleToTar(FILES);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(tar.length - 1), (noise, at) => {
        const damaged = tar.slice();
        damaged.set(noise.subarray(0, tar.length - at), at);
        for (const hostile of [noise, damaged, tar.subarray(0, at)]) {
          try {
            bundleFromTar(hostile);
          } catch (error) {
            expect(ImdbError.isInstance(error), String(error)).toBe(true);
          }
        }
      }),
      { numRuns: rounds(200, 2_000) },
    );
  });
});
