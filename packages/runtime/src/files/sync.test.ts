import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { saveBundle } from "../bundles/index.js";
import { syncFile, syncFileData, writeFileAtomic } from "./index.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-sync-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("files are made durable where handles have no sync, as under Yarn's Plug'n'Play", async () => {
  const handle = await open(join(folder, "any"), "w");
  const unknown = () => Promise.reject(new Error("Method not implemented."));
  const prototype = Object.getPrototypeOf(handle);
  vi.spyOn(prototype, "sync").mockImplementation(unknown);
  vi.spyOn(prototype, "datasync").mockImplementation(unknown);
  await syncFile(handle);
  await syncFileData(handle);
  await handle.close();
  await expect(syncFile(handle)).rejects.toThrow();

  await writeFileAtomic(join(folder, "a.txt"), "whole");
  await saveBundle(new Map([["manifest.json", new TextEncoder().encode("{}")]]), join(folder, "bundle"));
  expect(await readFile(join(folder, "a.txt"), "utf8")).toBe("whole");
  expect(await readFile(join(folder, "bundle/manifest.json"), "utf8")).toBe("{}");
});
