import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openPlainFile, readPlainFile } from "./plain-file.js";

let folder: string;
const refuse = (path: string, problem: string) => new Error(`${path}: ${problem}`);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plain-file-"));
  writeFileSync(join(folder, "secret"), "secret");
  symlinkSync(join(folder, "secret"), join(folder, "link"));
  mkdirSync(join(folder, "folder"));
});
afterEach(() => rmSync(folder, { recursive: true }));

// A link may take the place of a file after all checks of its path: the opening itself does not follow it.
test.each(["read", "append"] as const)("a link is not followed to %s", (to) => {
  expect(() => openPlainFile(join(folder, "link"), to, refuse)).toThrow(/link: it is a symbolic link/);
  expect(() => openPlainFile(join(folder, "folder"), to, refuse)).toThrow(/folder: it is a folder/);
});

test("a plain file is read up to its limit, and a missing one is undefined", () => {
  expect(readPlainFile(join(folder, "secret"), 6, refuse)?.toString()).toBe("secret");
  expect(() => readPlainFile(join(folder, "secret"), 5, refuse)).toThrow(/it has 6 bytes, over 5/);
  expect(readPlainFile(join(folder, "none"), 5, refuse)).toBeUndefined();
});
