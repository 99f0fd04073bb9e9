import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writerMark } from "../files/index.js";
import { briefLeases, takeLease } from "./index.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lease-leftovers-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("folders with the names of temporary and earlier files keep nobody from a lease", async () => {
  const temporary = `.lease-1.json.${writerMark().replace(/^\d+/, "4194301")}.12345678.tmp`;
  await mkdir(join(folder, temporary, "inside"), { recursive: true });
  await mkdir(join(folder, "lease-1.json", "of somebody"), { recursive: true });
  for (const number of [2, 3]) {
    await writeFile(
      join(folder, `lease-${number}.json`),
      JSON.stringify({ host: "h", pid: 1, released: true }),
    );
  }
  const { lease } = await takeLease(join(folder, "lease"));
  expect(lease?.number).toBe(4);
  lease?.check();
  lease?.release();
  expect((await readdir(folder)).sort()).toEqual(["lease-1.json", "lease-4.json"]);
  expect(await readdir(join(folder, "lease-1.json"))).toEqual(["of somebody"]);
});

test("a number that none can follow is refused before anything is created", async () => {
  const file = join(folder, "lease-999999999998.json");
  await writeFile(file, JSON.stringify({ host: "h", pid: 1, released: true }));
  const refused = { code: "FILE_FAILURE", message: expect.stringContaining(file) };
  await expect(takeLease(join(folder, "lease"))).rejects.toMatchObject(refused);
  expect(briefLeases(join(folder, "lease"))).toThrow(expect.objectContaining(refused));
  expect(await readdir(folder)).toEqual(["lease-999999999998.json"]);
  await rm(file);
  expect((await takeLease(join(folder, "lease"))).lease?.number).toBe(1);
});
