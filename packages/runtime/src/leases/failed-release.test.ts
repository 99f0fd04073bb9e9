import * as fs from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

let folder = "";
let isFull = false;
beforeEach(async () => {
  isFull = false;
  folder = await mkdtemp(join(tmpdir(), "imdb-failed-release-"));
  // The files of tests share their modules: those of the leases are loaded anew, on a disk that may be full.
  vi.resetModules();
  vi.doMock("node:fs", () => ({
    ...fs,
    writeFileSync(...args: Parameters<typeof fs.writeFileSync>) {
      fs.writeFileSync(...args);
      if (isFull) throw Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" });
    },
  }));
});
afterEach(async () => {
  vi.doUnmock("node:fs");
  vi.resetModules();
  await rm(folder, { recursive: true });
});

test("a release that fails is told, leaves nothing, and is made up for as soon as it can be", async () => {
  const { takeLease } = await import("./index.js");
  const path = join(folder, "lease");
  const { lease } = await takeLease(path, { expiryMs: 400 });
  isFull = true;
  expect(() => lease?.release()).toThrow(expect.objectContaining({ code: "FILE_FAILURE" }));
  expect(await readdir(folder)).toEqual(["lease-1.json"]);
  expect((await takeLease(path)).lease).toBeUndefined();
  isFull = false;
  await expect.poll(async () => (await takeLease(path)).lease?.number).toBe(2);
});
