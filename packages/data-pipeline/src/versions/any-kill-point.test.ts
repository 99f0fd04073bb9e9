import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { folderObjects, type ObjectStore } from "@imdb/runtime/objects";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { contentsOf, newFolder, tenShards } from "../testing/versions.js";
import { listVersions } from "./list-versions.js";
import { pullVersion } from "./pull-version.js";
import { pushVersion } from "./push-version.js";

/** The end of a process, as a store shows it: this call, and every later one, does nothing any more. */
class Killed extends Error {}

let described: Record<string, unknown>;
let version: string;
beforeAll(async () => {
  const made = await tenShards();
  version = made.version;
  described = JSON.parse(await readFile(join(made.folder, "dataset.json"), "utf8")) as never;
});

/** Writes a folder with these shards, which are not read: a transfer looks at bytes only. */
async function folderOf(shards: readonly string[]): Promise<string> {
  const folder = join(await newFolder(), "data");
  await mkdir(folder);
  const files: Record<string, object> = {};
  for (const [i, content] of shards.entries()) {
    const name = `train-${String(i).padStart(5, "0")}.jsonl`;
    const sha256 = createHash("sha256").update(content).digest("hex");
    files[name] = { bytes: Buffer.byteLength(content), rows: 1, sha256 };
    await writeFile(join(folder, name), content);
  }
  await writeFile(join(folder, "dataset.json"), JSON.stringify({ ...described, files }));
  return folder;
}

/** A store that is killed at a call, of which a writing has given half of its content; it counts what was acknowledged. */
function killedAt(store: ObjectStore, call: number, acknowledged: string[]): ObjectStore {
  let calls = 0;
  const alive = () => {
    if (calls++ >= call) throw new Killed();
  };
  return {
    ...store,
    size: async (name, signal) => {
      alive();
      return store.size(name, signal);
    },
    async *read(name, from, signal) {
      alive();
      yield* store.read(name, from, signal);
    },
    async write(name, body, signal) {
      const dies = calls++ >= call;
      await store.write(name, dies ? { ...body, open: () => half(body.open()) } : body, signal);
      acknowledged.push(name);
    },
    create: async (name, bytes, signal) => {
      alive();
      return store.create(name, bytes, signal);
    },
  };
}

async function* half(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk.subarray(0, chunk.length / 2);
    throw new Killed();
  }
  throw new Killed();
}

test("any set of shards, killed at any calls of a push and of a pull: the same folder, nothing sent twice", async () => {
  const shard = fc.oneof(fc.constantFrom("", "a", "b"), fc.string({ maxLength: 50, unit: "grapheme" }));
  const kills = fc.array(fc.nat({ max: 20 }), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(shard, { maxLength: 6 }),
      kills,
      kills,
      fc.integer({ min: 1, max: 4 }),
      async (shards, pushKills, pullKills, concurrency) => {
        const folder = await folderOf(shards);
        const root = join(await newFolder(), "remote");
        const store = folderObjects(root);
        const acknowledged: string[] = [];
        let ended = false;
        for (const kill of [...pushKills, Number.POSITIVE_INFINITY]) {
          const remote = killedAt(store, kill, acknowledged);
          const pushed = await pushVersion(folder, remote, { concurrency }).catch((error) => error as Error);
          // A version is seen when its push has ended, and not before.
          ended ||= !(pushed instanceof Error);
          expect(await listVersions(store)).toEqual(ended ? [version] : []);
        }
        expect(new Set(acknowledged).size).toBe(acknowledged.length);
        const pulled = join(await newFolder(), "pulled");
        for (const kill of [...pullKills, Number.POSITIVE_INFINITY]) {
          const remote = killedAt(store, kill, []);
          await pullVersion(version, remote, pulled, { concurrency }).catch(() => {});
        }
        expect(await contentsOf(pulled)).toEqual(await contentsOf(folder));
        for (const path of [folder, root, pulled]) await rm(path, { recursive: true });
      },
    ),
    { numRuns: rounds(40, 400) },
  );
}, 60_000);
