import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { leaseStatus, takeLease } from "./index.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lease-status-"));
});
afterEach(() => rm(folder, { recursive: true }));

test.each<[secondsAhead: number, isShown: boolean]>([
  [-3_600, false],
  [-10, true],
  [10, true],
  [3_600, false],
  [2_200_000_000, false],
])("an owner that cannot be seen, with a heartbeat %d s from now, is shown: %s", async (seconds, isShown) => {
  const file = join(folder, "lease-1.json");
  await writeFile(file, JSON.stringify({ host: "h", pid: 1, place: "p", started: "1" }));
  const at = Date.now() / 1000 + seconds;
  await utimes(file, at, at);
  expect(leaseStatus(join(folder, "lease")).holder !== undefined).toBe(isShown);
});

test("a signal that has aborted takes no lease, and creates nothing", async () => {
  const taking = takeLease(join(folder, "deep", "lease"), { signal: AbortSignal.abort() });
  await expect(taking).rejects.toMatchObject({ code: "CANCELLED" });
  expect(await readdir(folder)).toEqual([]);
});
