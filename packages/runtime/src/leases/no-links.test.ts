import fs from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { linkNew } from "../files/link-new.js";
import { takeLease } from "./index.js";

const { linkSync } = fs;

/** A file system without hard links, such as exFAT. Not a mock of the module: files of tests share their modules. */
beforeEach(() => {
  fs.linkSync = () => {
    throw Object.assign(new Error("operation not permitted"), { code: "EPERM" });
  };
  syncBuiltinESMExports();
});
afterEach(() => {
  fs.linkSync = linkSync;
  syncBuiltinESMExports();
});

test("without hard links one of many gets the lease", async () => {
  const folder = await mkdtemp(join(tmpdir(), "imdb-no-links-"));
  expect(linkNew(folder, join(folder, "link"))).toBe("no links");
  for (const round of [1, 2, 3]) {
    const takers = await Promise.all(Array.from({ length: 8 }, () => takeLease(join(folder, "lease"))));
    const leases = takers.flatMap(({ lease }) => lease ?? []);
    expect(leases.map(({ number }) => number)).toEqual([round]);
    leases[0]?.release();
  }
  expect(await readdir(folder)).toEqual(["lease-3.json"]);
  await rm(folder, { recursive: true });
});
