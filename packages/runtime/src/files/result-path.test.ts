import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { assertResultFile, writeFolderAtomic } from "./index.js";

let folder: string;
const path = (...names: string[]) => join(folder, ...names);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "result-path-"));
  await mkdir(path("folder"));
  await writeFile(path("file"), "content");
  await symlink(path("none"), path("dangling"));
  await symlink(path("file"), path("link"));
  await symlink(path("folder"), path("link to a folder"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a new file, a file and a link to one can be written", async () => {
  for (const name of ["new", "new folder/new", "file", "link"]) await assertResultFile(path(name));
  await assertResultFile(undefined);
});

test.each([
  ["folder", "it is a folder"],
  ["link to a folder", "it is a folder"],
  ["dangling", "it is a symbolic link to a path that does not exist"],
  ["file/new", "a part of it is a file"],
])("%s cannot: %s", async (name, problem) => {
  await expect(assertResultFile(path(name))).rejects.toMatchObject({
    code: "FILE_FAILURE",
    message: expect.stringMatching(new RegExp(`^Cannot write .*${name}: ${problem}`)),
  });
});

test.skipIf(process.platform === "win32")(
  "a pipe or a device cannot: it would be replaced by a file",
  async () => {
    execFileSync("mkfifo", [path("pipe")]);
    for (const name of [path("pipe"), "/dev/null"])
      await expect(assertResultFile(name)).rejects.toThrow(/it is not a plain file/);
  },
);

test.each(["file", "dangling"])(
  "a folder is not written over %s, and nothing is done first",
  async (name) => {
    let isFilled = false;
    const writing = writeFolderAtomic(path(name), async () => {
      isFilled = true;
    });
    await expect(writing).rejects.toMatchObject({
      code: "FILE_FAILURE",
      message: expect.stringContaining(name),
    });
    expect(isFilled).toBe(false);
    expect(await readFile(path("file"), "utf8")).toBe("content");
  },
);
