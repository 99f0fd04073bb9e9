import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect } from "vitest";
import { crashTests } from "../../../tools/crash/crash-tests.mjs";
import { folderObjects, listVersions, openDataset, pullVersion } from "../src/index.js";
import { CONTENT, downloadTo, sendDataset, storeDataset, storeStream } from "./data-of-the-tests.js";

// A crash after each file operation: a stored dataset is one version or the other, and a download the whole file.

const testCrashes = crashTests(new URL("./durable-operations.ts", import.meta.url));

const calm = new Map<string, ReadonlyMap<string, string>>();
beforeAll(async () => {
  for (const store of [storeDataset, storeStream]) {
    const folder = await mkdtemp(join(tmpdir(), "calm-data-"));
    await store(folder, "second");
    calm.set(store.name, await contentOf(join(folder, "data")));
    await rm(folder, { recursive: true });
  }
});

async function contentOf(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const)),
  );
}

testCrashes(
  { materialize: {}, "materialize a stream": {} },
  {
    survives: "power",
    async check(folder, { acknowledged, operation }) {
      const store = operation === "materialize" ? storeDataset : storeStream;
      const data = join(folder, "data");
      const opened = await openDataset(data).catch((error) => {
        // Absent: the first one was not stored yet.
        if (error.code !== "FILE_FAILURE" || existsSync(data)) throw error;
        return undefined;
      });
      const texts = (await opened?.load())?.train.examples.map(({ text }) => text.split(",")[0]);
      expect(new Set(texts).size).toBeLessThanOrEqual(1);
      expect([undefined, "first", "second"].slice(acknowledged.length)).toContain(texts?.[0]);
      await store(folder, "second");
      expect(await contentOf(data)).toEqual(calm.get(store.name));
    },
  },
);

testCrashes(
  { "push and pull": {} },
  {
    survives: "power",
    async check(folder, { acknowledged }) {
      const remote = folderObjects(join(folder, "remote"));
      const listed = await listVersions(remote);
      expect(listed.length).toBeGreaterThanOrEqual(acknowledged.length);
      // What is seen is whole.
      for (const version of listed) {
        const pulled = join(folder, version.slice(-8));
        await pullVersion(version, remote, pulled);
        expect((await (await openDataset(pulled)).load()).version).toBe(version);
      }
      const pulled = join(folder, "pulled");
      const opened = await openDataset(pulled).catch((error) => {
        if (error.code !== "FILE_FAILURE" || existsSync(pulled)) throw error;
        return undefined;
      });
      if (acknowledged.length > 0) expect(opened).toBeDefined();
      if (opened) expect(listed).toContain((await opened.load()).version);
      await sendDataset(folder, "second");
      expect(await contentOf(pulled)).toEqual(calm.get("storeDataset"));
    },
  },
);

testCrashes(
  { download: {}, "download by two processes": { processes: 2 } },
  {
    survives: "kill",
    async check(folder, { acknowledged }) {
      const path = join(folder, "aclImdb_v1.tar.gz");
      if (acknowledged.length > 0) expect(CONTENT.equals(await readFile(path))).toBe(true);
      expect(await downloadTo(folder)).toBe(path);
      expect(CONTENT.equals(await readFile(path))).toBe(true);
      // A process that is killed after it has given the file its name leaves the lease.
      const names = (await readdir(folder)).filter((name) => !/\.part$|\.tmp$|\.lease-\d+\.json$/.test(name));
      expect(names).toEqual(["aclImdb_v1.tar.gz"]);
    },
  },
);
