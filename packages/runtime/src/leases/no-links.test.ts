import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { takeLease } from "./index.js";

/** A file system without hard links, such as exFAT. */
vi.mock("node:fs", async (original) => ({
  ...(await original<typeof import("node:fs")>()),
  linkSync() {
    throw Object.assign(new Error("operation not permitted"), { code: "EPERM" });
  },
}));

test("without hard links one of many gets the lease", async () => {
  const folder = await mkdtemp(join(tmpdir(), "imdb-no-links-"));
  for (const round of [1, 2, 3]) {
    const takers = await Promise.all(Array.from({ length: 8 }, () => takeLease(join(folder, "lease"))));
    const leases = takers.flatMap(({ lease }) => lease ?? []);
    expect(leases.map(({ number }) => number)).toEqual([round]);
    leases[0]?.release();
  }
  expect(await readdir(folder)).toEqual(["lease-3.json"]);
  await rm(folder, { recursive: true });
});
