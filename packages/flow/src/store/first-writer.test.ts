import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { flow, folderResultStore, memoryResultStore, resultOf, task } from "../index.js";

const KEY = "ab".repeat(32);

test("the bytes of the first writer stay, until they are deleted", async () => {
  const folder = await mkdtemp(join(tmpdir(), "flow-first-"));
  for (const store of [folderResultStore(folder), memoryResultStore()]) {
    const writers = Array.from({ length: 20 }, (_, i) => store.set(KEY, Uint8Array.of(i)));
    const made = await Promise.all(writers);
    expect(made.filter((one) => one === "written")).toHaveLength(1);
    expect(await store.get(KEY)).toEqual(expect.objectContaining({ 0: made.indexOf("written") }));
    expect(await store.set(KEY, new Uint8Array(100_000))).toBe("kept");
    expect((await store.get(KEY))?.length).toBe(1);
    await store.delete(KEY);
    expect(await store.set(KEY, new Uint8Array(100_000))).toBe("written");
    expect((await store.get(KEY))?.length).toBe(100_000);
  }
  expect(await readdir(join(folder, "ab"))).toEqual([`${KEY}.result`]);
  await rm(folder, { recursive: true });
});

test("a task whose result another process stored first has the result of that process", async () => {
  const store = memoryResultStore();
  const other = { get: store.get, set: store.set, has: store.has, delete: store.delete, keys: store.keys };
  let draws = 0;
  const draw = task({ name: "draw", cache: "inputs" }, async (depth: number): Promise<number> => {
    const drawn = ++draws;
    // The other process, which has its own memory of what it computes, is faster.
    if (drawn === 1) await f.run(depth, { store: other });
    return drawn;
  });
  const f = flow({ name: "f" }, (depth: number) => draw(depth));
  expect(resultOf(await f.run(1, { store }))).toBe(2);
  expect(resultOf(await f.run(1, { store }))).toBe(2);
});
