import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleFromTar } from "@imdb/core";
import { describe, expect } from "vitest";
import { crashTests } from "../../../tools/crash/crash-tests.mjs";
import { readFolderAtomic, writeFileAtomic, writeFolderAtomic } from "../src/files/index.js";
import { leaseStatus, processIdentity, takeLease } from "../src/leases/index.js";

// A crash after each file operation: a name holds the old content or the whole new one, and a lease has one owner.

const testCrashes = crashTests(new URL("./durable-operations.ts", import.meta.url));
const text = async (...path: string[]) => readFile(join(...path), "utf8");

/** Expects what was acknowledged last, or something later. */
function expectWhole(found: string | undefined, acknowledged: readonly string[]) {
  const texts = [undefined, "first", "second"];
  expect(texts.slice(acknowledged.length)).toContain(found);
}

async function orAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error) => {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  });
}

async function readModel(path: string): Promise<string | undefined> {
  const read = () => Promise.all([text(path, "deep", "a"), text(path, "b")]);
  const found = await orAbsent(readFolderAtomic(path, read));
  if (found) expect(found[0]).toBe(found[1]);
  return found?.[0];
}

describe("files and folders", () => {
  testCrashes(
    { "atomic file": {} },
    {
      survives: "power",
      async check(folder, { acknowledged }) {
        const path = join(folder, "new", "deeper", "file");
        expectWhole(await orAbsent(text(path)), acknowledged);
        await writeFileAtomic(path, "next");
        expect(await text(path)).toBe("next");
      },
    },
  );

  testCrashes(
    { "atomic folder": {} },
    {
      survives: "power",
      async check(folder, { acknowledged }) {
        const path = join(folder, "new", "model");
        expectWhole(await readModel(path), acknowledged);
        await writeFolderAtomic(path, async (to) => {
          await mkdir(join(to, "deep"));
          await writeFile(join(to, "deep", "a"), "next");
          await writeFile(join(to, "b"), "next");
        });
        expect(await readModel(path)).toBe("next");
      },
    },
  );

  testCrashes(
    { "atomic folder by two processes": { processes: 2 } },
    {
      survives: "power",
      async check(folder, { acknowledged }) {
        const found = await readModel(join(folder, "model"));
        if (acknowledged.length > 0 || found !== undefined) expect(found).toMatch(/^(first|second) of [01]$/);
      },
    },
  );

  testCrashes(
    { "bundle as a folder": {}, "bundle as a tar": {} },
    {
      survives: "power",
      async check(folder, { acknowledged, operation }) {
        const path = join(folder, operation.endsWith("tar") ? "model.tar" : "model");
        const read = async () => {
          if (operation.endsWith("tar")) return bundleFromTar(await readFile(path));
          const names = ["manifest.json", "weights"];
          return new Map(
            await Promise.all(names.map(async (name) => [name, await readFile(join(path, name))] as const)),
          );
        };
        const files = await orAbsent(readFolderAtomic(path, read));
        const texts = [...(files?.values() ?? [])].map((bytes) => new TextDecoder().decode(bytes));
        expect(new Set(texts).size).toBeLessThanOrEqual(1);
        expectWhole(texts[0], acknowledged);
      },
    },
  );
});

describe("leases", () => {
  testCrashes(
    {
      "lease that is kept": {},
      "lease that is removed": {},
      "lease of two processes, kept": { processes: 2 },
      "lease of two processes, removed": { processes: 2 },
      "take-over of an ended process's lease by two": { processes: 2 },
    },
    {
      survives: "kill",
      async prepare(folder, { operation }) {
        if (!operation.startsWith("take-over")) return;
        await mkdir(join(folder, "own"));
        const ended = { ...processIdentity(), started: "1", token: "t" };
        await writeFile(join(folder, "own", "lease-4.json"), JSON.stringify(ended));
      },
      async check(folder, { acknowledged, isPowerLost, operation }) {
        const isKept = !operation.endsWith("removed");
        const path = join(folder, "own", "lease");
        const said = acknowledged.map((line) => line.split(" "));
        const numbers = said.filter(([kind]) => kind === "taken").map(([, number]) => Number(number));
        if (isKept) expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        if (isKept && !isPowerLost)
          expect(leaseStatus(path).number).toBeGreaterThanOrEqual(Math.max(0, ...numbers));
        // Nobody has it between two that had it: each was released before the next was taken.
        for (const [i, [kind, number, process]] of said.entries())
          if (kind === "released") expect(said[i - 1]).toEqual(["taken", number, process]);
        expect(leaseStatus(path).holder).toBeUndefined();
        const takers = await Promise.all([takeLease(path, { afterRelease: "removed" }), takeLease(path)]);
        const leases = takers.flatMap(({ lease }) => lease ?? []);
        expect(leases).toHaveLength(1);
        expect(leases[0]!.number).toBeGreaterThan(isKept && !isPowerLost ? Math.max(0, ...numbers) : 0);
        leases[0]!.check();
        leases[0]!.release();
        const left = (await readdir(join(folder, "own"))).filter((name) => /^lease-\d+\.json$/.test(name));
        expect(left.length).toBeLessThanOrEqual(1);
      },
    },
  );
});
