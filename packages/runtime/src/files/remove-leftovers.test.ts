import * as promises from "node:fs/promises";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { removeLeftovers, writerMark } from "./index.js";

const ended = writerMark().replace(/^\d+/, "4194301");
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "leftovers-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("removes files and whole folders of ended writers, and leaves those of living and unknown ones", async () => {
  const names = [
    `.a.${ended}.12345678.tmp`,
    `.b.${writerMark()}.12345678.tmp`,
    ".c.1-1-00000000.12345678.tmp",
  ];
  for (const name of names) {
    await writeFile(join(folder, name), "");
  }
  const left = `.d.${ended}.12345678.tmp`;
  await mkdir(join(folder, left, "inside"), { recursive: true });
  await writeFile(join(folder, left, "inside", "file"), "");
  await removeLeftovers(folder);
  const remaining = await readdir(folder);
  expect(remaining).toEqual(expect.arrayContaining(names.slice(1)));
  expect(remaining).not.toContain(names[0]);
  expect(remaining).not.toContain(left);
});

test("what cannot be removed stays, and the others are removed; a folder that is missing has none", async () => {
  const [stuck, other] = ["a", "b"].map((name) => `.${name}.${ended}.12345678.tmp`) as [string, string];
  for (const name of [stuck, other]) await writeFile(join(folder, name), "");
  vi.resetModules();
  vi.doMock("node:fs/promises", () => ({
    ...promises,
    async rm(path: string, options: object) {
      if (path.endsWith(stuck)) throw Object.assign(new Error("EPERM"), { code: "EPERM" });
      await promises.rm(path, options);
    },
  }));
  try {
    const anew = await import("./remove-leftovers.js");
    await anew.removeLeftovers(folder);
    await anew.removeLeftovers(join(folder, "missing"));
  } finally {
    vi.doUnmock("node:fs/promises");
    vi.resetModules();
  }
  expect(await readdir(folder)).toEqual([stuck]);
});
