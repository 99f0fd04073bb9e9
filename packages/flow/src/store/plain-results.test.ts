import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { S3Calls } from "@imdb/runtime/remote";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  flow,
  folderResultStore,
  memoryResultStore,
  type ResultStore,
  type RunSettings,
  resultOf,
  s3ResultStore,
  task,
} from "../index.js";
import { openJournal, readJournal } from "../runs/journal.js";

let folder: string;
const path = (name: string) => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plain-results-"));
  await writeFile(path("secret"), "secret");
});
afterEach(() => rm(folder, { recursive: true }));

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

/** A flow with one task, whose result grows by 1 whenever it is computed; and the key of its result. */
async function counting(store: ResultStore) {
  let calls = 0;
  const count = task({ name: "count", cache: "inputs" }, (n: number) => n + ++calls);
  const f = flow({ name: "f" }, async (n: number) => count(n));
  expect(resultOf(await f.run(10, { store }))).toBe(11);
  const [key = ""] = await all(store.keys());
  const warnings: string[] = [];
  const onEvent: RunSettings["onEvent"] = (event) =>
    void (event.type === "log" && warnings.push(event.message));
  return { key, warnings, again: async () => resultOf(await f.run(10, { store, onEvent })) };
}

const SPECIAL = {
  pipe: async (at: string) => void execFileSync("mkfifo", [at]),
  link: (at: string) => symlink(path("secret"), at),
  "dangling link": (at: string) => symlink(path("none"), at),
  device: (at: string) => symlink("/dev/zero", at),
};

describe.skipIf(process.platform === "win32").each(Object.entries(SPECIAL))("a %s", (_, make) => {
  test("in the place of a result is a damaged one: the flow warns, computes it again and stores it", async () => {
    const store = folderResultStore(path("results"));
    const { key, warnings, again } = await counting(store);
    const file = path(`results/${key.slice(0, 2)}/${key}.result`);
    await rm(file);
    await make(file);
    await expect(store.get(key)).rejects.toMatchObject({ code: "DAMAGED_RESULT" });

    expect(await again()).toBe(12);
    expect(warnings.join()).toMatch(/is damaged: it is (not a plain file|a symbolic link)/);
    expect(await again()).toBe(12);
    expect(warnings).toHaveLength(1);
  });

  test("in the place of the folder of a result is a damaged one: the flow warns, computes it again and stores it", async () => {
    const store = folderResultStore(path("results"));
    const { key, warnings, again } = await counting(store);
    const part = path(`results/${key.slice(0, 2)}`);
    await rm(part, { recursive: true });
    await make(part);
    await expect(store.get(key)).rejects.toMatchObject({ code: "DAMAGED_RESULT" });
    expect(await store.has(key)).toBe(false);
    expect(await all(store.keys())).toEqual([]);

    expect(await again()).toBe(12);
    expect(await again()).toBe(12);
    expect(warnings).toEqual([expect.stringContaining(part)]);
  });

  test("in the place of a journal is refused by name, to read and to write", async () => {
    const journal = path("run/events.jsonl");
    await mkdir(dirname(journal));
    await make(journal);
    const refused = { code: "FILE_FAILURE", message: expect.stringContaining(journal) };
    await expect(openJournal(journal, () => {})).rejects.toMatchObject(refused);
    await expect(all(readJournal(journal))).rejects.toMatchObject(refused);
  });
});

test("a folder in the place of a result is set aside with what is in it, and the result is computed again", async () => {
  const store = folderResultStore(path("results"));
  const { key, warnings, again } = await counting(store);
  const file = path(`results/${key.slice(0, 2)}/${key}.result`);
  await rm(file);
  await mkdir(file);
  await writeFile(join(file, "mine.txt"), "mine");
  expect(await again()).toBe(12);
  expect(await again()).toBe(12);
  expect(warnings).toEqual([expect.stringMatching(/is damaged: it is a folder/)]);
  const [aside = ""] = (await readdir(dirname(file))).filter((name) => name.endsWith(".damaged"));
  expect(await readFile(join(dirname(file), aside, "mine.txt"), "utf8")).toBe("mine");
});

test("a file in the place of the folder of a result is set aside, and the result is computed again", async () => {
  const store = folderResultStore(path("results"));
  const { key, warnings, again } = await counting(store);
  const part = path(`results/${key.slice(0, 2)}`);
  await rm(part, { recursive: true });
  await writeFile(part, "mine");
  expect(await again()).toBe(12);
  expect(await again()).toBe(12);
  expect(warnings).toEqual([expect.stringContaining(`${part} is not a folder`)]);
});

test("a result of over 1 GiB is damaged, and is not read", async () => {
  const store = folderResultStore(path("results"));
  const { key, warnings, again } = await counting(store);
  await truncate(path(`results/${key.slice(0, 2)}/${key}.result`), 2 ** 30 + 1);
  expect(await again()).toBe(12);
  expect(warnings).toEqual([expect.stringMatching(/it has 1073741825 bytes, over 1073741824/)]);
});

test("an object of over 1 GiB in a bucket is damaged, and is not read", async () => {
  const store = s3ResultStore({
    bucket: "b",
    client: {
      ...({} as S3Calls),
      putObject: async () => undefined,
      getObject: async () => ({
        ContentLength: 2 ** 30 + 1,
        Body: { transformToByteArray: () => Promise.reject(new Error("it was read")) },
      }),
    },
  });
  await expect(store.get("ab".repeat(32))).rejects.toMatchObject({ code: "DAMAGED_RESULT" });
});

test("a value of over 1 GiB cannot be stored", async () => {
  const large = task(
    {
      name: "large",
      cache: "inputs",
      serializer: { kind: "zeros", encode: () => Buffer.alloc(2 ** 30), decode: () => 0 },
    },
    (n: number) => n,
  );
  const run = await flow({ name: "f" }, async () => large(1)).run(undefined, { store: memoryResultStore() });
  const error = { code: "UNSTORABLE_VALUE", message: expect.stringContaining("too large") };
  expect(run).toMatchObject({ state: "Failed", error });
});
