import { execFileSync } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileMemory } from "./file-memory.js";

let folder: string;
const path = (name: string) => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plain-memory-"));
});
afterEach(() => rm(folder, { recursive: true }));

test.skipIf(process.platform === "win32")("a search memory is a plain file, or a link to one", async () => {
  execFileSync("mkfifo", [path("pipe.json")]);
  await symlink("/dev/zero", path("zero.json"));
  for (const name of ["pipe.json", "zero.json"])
    await expect(fileMemory(path(name))).rejects.toMatchObject({
      code: "FILE_FAILURE",
      message: expect.stringContaining("it is not a plain file"),
    });
  await writeFile(path("memory.json"), '{"version":1,"folds":{"a":[]}}');
  await symlink(path("memory.json"), path("link.json"));
  expect(await (await fileMemory(path("link.json"))).get("a")).toEqual([]);
});
