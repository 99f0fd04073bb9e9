import { mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Example } from "@imdb/core";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from "vitest";
import type { Dataset } from "../dataset/dataset.js";
import { createPipeline } from "../dataset/pipeline.js";
import { hashSplit } from "../split/hash-split.js";
import { failure } from "../testing/failure.js";
import { materialize } from "./materialize.js";
import { materializeStream } from "./materialize-stream.js";
import { openDataset } from "./open-dataset.js";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "imdb-store-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const ROWS: Example[] = Array.from({ length: 60 }, (_, i) => ({
  id: `d${i}`,
  text: `Text number ${i}, <b>“quoted”</b> | naïve 🎬`,
  ...(i % 10 === 9 ? {} : { label: i % 2 ? "pos" : "neg" }),
  group: `g${i % 12}`,
  attributes: { rating: i % 10, seen: i % 3 === 0, by: `user ${i}` },
}));
const split = hashSplit({ testSize: 0.3, validationSize: 0.2, seed: 1 });
const pipeline = createPipeline({ split, onInvalid: "quarantine", nearDuplicates: "off" });

const contentOf = ({
  version,
  train,
  validation,
  test: held,
  unlabelled,
  quarantined,
  manifest,
}: Dataset) => ({
  version,
  train: train.examples,
  validation: validation?.examples,
  test: held.examples,
  unlabelled,
  quarantined,
  manifest,
});

async function bytesOf(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).sort();
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, name), "latin1")] as const),
    ),
  );
}

describe("materialize and open", () => {
  test("expected labels type the dataset, and other labels are refused", async () => {
    const dataset = await pipeline.process(ROWS);
    const folder = join(root, "labelled");
    await materialize(dataset, folder);
    const labels = dataset.manifest.labels as ("neg" | "pos")[];
    const { train } = await (await openDataset(folder, { labels })).load();
    expectTypeOf(train.examples[0]!.label).toEqualTypeOf<"neg" | "pos" | undefined>();
    expect(train.examples).toEqual(dataset.train.examples);
    for (const others of [["neg"], ["neg", "other"], []]) {
      await expect(openDataset(folder, { labels: others })).rejects.toMatchObject({
        code: "INVALID_DATASET",
      });
    }
    await expect(openDataset(folder, { label: [] } as never)).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
  });

  test.each(["jsonl", "parquet"] as const)("bring the dataset back, in shards of %s", async (format) => {
    const dataset = await pipeline.process([...ROWS, { id: "bad", text: "" }]);
    const folder = join(root, "data");
    await materialize(dataset, folder, { format, rowsPerShard: 7 });
    const opened = await openDataset(folder);
    expect(opened.manifest).toEqual(dataset.manifest);
    expect(contentOf(await opened.load())).toEqual(contentOf(dataset));
    const names = await readdir(folder);
    expect(names).toEqual(
      expect.arrayContaining(["README.md", "dataset.json", "quality.html", "quarantined.jsonl"]),
    );
    expect(names).toContain(`train-00001.${format}`);
    expect(names.filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("write the same bytes for the same dataset, and nothing when it is there already", async () => {
    const dataset = await pipeline.process(ROWS);
    const again = await pipeline.process(ROWS.toReversed());
    await materialize(dataset, join(root, "a"));
    await materialize(again, join(root, "b"));
    expect(await bytesOf(join(root, "a"))).toEqual(await bytesOf(join(root, "b")));
    await writeFile(join(root, "a", "note.txt"), "mine");
    await materialize(dataset, join(root, "a"));
    expect(await readdir(join(root, "a"))).toContain("note.txt");
  });

  test("a link that was planted as the old folder of a dataset is not put back", async () => {
    const folder = join(root, "a");
    await materialize(await pipeline.process(ROWS), join(root, "elsewhere"));
    await symlink(join(root, "elsewhere"), join(root, ".a.99.0123abcd.tmp.old"));
    await expect(openDataset(folder)).rejects.toMatchObject({ code: "FILE_FAILURE" });
    expect((await readdir(root)).sort()).toEqual([".a.99.0123abcd.tmp.old", "elsewhere"]);
  });

  test("a dataset whose writer was killed between its two renames is put back, and one is opened beside a writer", async () => {
    const folder = join(root, "a");
    const one = await pipeline.process(ROWS);
    const other = await pipeline.process(ROWS.slice(0, 40));
    await materialize(one, folder);
    await rename(folder, join(root, ".a.4194301.0123abcd.tmp.old"));
    expect((await openDataset(folder)).manifest.version).toBe(one.version);
    expect(await readdir(root)).toEqual(["a"]);

    let isOver = false;
    const writing = (async () => {
      for (let i = 0; !isOver; i++) await materialize(i % 2 ? one : other, folder);
    })();
    try {
      for (let i = 0; i < 100; i++) {
        expect([one.version, other.version]).toContain((await openDataset(folder)).manifest.version);
      }
    } finally {
      isOver = true;
      await writing;
    }
  }, 60_000);

  test("any changed, missing or cut file is a typed error that names it", async () => {
    const folder = join(root, "data");
    await materialize(await pipeline.process(ROWS), folder);
    const shard = join(folder, "train-00000.jsonl");
    const good = await readFile(shard);
    const load = async () => (await openDataset(folder)).load();
    for (const at of [0, 50, good.length - 2]) {
      const bad = Buffer.from(good);
      bad[at] = bad[at]! ^ 1;
      await writeFile(shard, bad);
      expect(await failure(load())).toMatchObject({
        code: "INVALID_DATASET",
        details: { file: "train-00000.jsonl" },
      });
    }
    await writeFile(shard, good.subarray(0, -1));
    expect((await failure(openDataset(folder))).message).toMatch(/train-00000.jsonl: it has \d+ bytes/);
    await rm(shard);
    expect((await failure(openDataset(folder))).message).toMatch(/it has no bytes/);
    expect((await failure(openDataset(join(root, "absent")))).code).toBe("FILE_FAILURE");
  });

  test("a dataset.json that names other paths, or is damaged, is refused", async () => {
    const folder = join(root, "data");
    await materialize(await pipeline.process(ROWS), folder);
    const text = await readFile(join(folder, "dataset.json"), "utf8");
    const hostile = [
      text.replace("train-00000.jsonl", "../../etc/passwd"),
      "{",
      "[]",
      text.replace('"version"', '"v"'),
    ];
    for (const bad of hostile) {
      await writeFile(join(folder, "dataset.json"), bad);
      expect((await failure(openDataset(folder))).code).toBe("INVALID_DATASET");
    }
  });

  test("leave nothing behind when cancelled or impossible", async () => {
    const dataset = await pipeline.process(ROWS);
    const signal = AbortSignal.abort();
    expect((await failure(materialize(dataset, join(root, "x"), { signal }))).code).toBe("CANCELLED");
    const mixed = ROWS.map((row, i) => ({ ...row, attributes: { rating: i % 2 ? 1 : "one" } }));
    for (const options of [null, { formatt: "jsonl" }, { rowsPerShard: 0 }, { card: { title: "x" } }]) {
      const refused = await failure(materialize(dataset, join(root, "x"), options as never));
      expect(refused.code).toBe("INVALID_OPTION");
      expect(refused.message).toContain(" of materialize");
      const stream = { ...options, split: hashSplit({ testSize: 0.5, by: "id" }) };
      if (options === null || "formatt" in options) continue;
      const alike = await failure(materializeStream(ROWS, join(root, "x"), stream as never));
      expect(alike.details).toEqual({ ...refused.details, of: "materializeStream" });
    }
    const work = materialize(await pipeline.process(mixed), join(root, "x"), { format: "parquet" });
    expect((await failure(work)).message).toMatch(/attribute rating has values of the types number, string/);
    expect(await readdir(root)).toEqual([]);
  });

  test("the data card has counts, processing and flaws, with any texts", async () => {
    const rows = [...ROWS, { ...ROWS[0]!, id: "copy|`of`" }];
    const dataset = await createPipeline({ split, failOn: "never" }).process(rows);
    await materialize(dataset, join(root, "data"), { card: { name: "My *reviews*", licence: "CC BY 4.0" } });
    const card = await readFile(join(root, "data", "README.md"), "utf8");
    expect(card).toMatch(/^# My \\\*reviews\\\*/);
    expect(card).toContain("- Licence: CC BY 4.0");
    expect(card).toContain(dataset.version);
    expect(card).toMatch(/\| train \| \d+ \| \d+ \| \d+ \|/);
    expect(card).toMatch(/\| html-residue \| warning \|/);
  });
});

describe("materializeStream", () => {
  test("makes the same version and content as process", async () => {
    const rows = [...ROWS, { id: "bad", text: "" }];
    const dataset = await pipeline.process(rows);
    const folder = join(root, "stream");
    const manifest = await materializeStream(rows, folder, {
      split,
      onInvalid: "quarantine",
      rowsPerShard: 9,
    });
    expect(manifest.version).toBe(dataset.version);
    expect(manifest.parts).toEqual(dataset.manifest.parts);
    const loaded = await (await openDataset(folder)).load();
    const ids = (some: readonly Example[]) => some.map(({ id }) => id).sort();
    expect(ids(loaded.train.examples)).toEqual(ids(dataset.train.examples));
    expect(ids(loaded.unlabelled)).toEqual(ids(dataset.unlabelled));
    expect(loaded.quarantined).toEqual(dataset.quarantined);
  });

  test("a damaged line of the quarantine is named by file and line", async () => {
    const folder = join(root, "quarantine");
    await materializeStream([...ROWS, { id: "bad", text: "" }], folder, { split, onInvalid: "quarantine" });
    await writeFile(join(folder, "quarantined.jsonl"), "{}\n{torn");
    const opened = await openDataset(folder);
    const { code, message } = await failure(opened.load());
    expect(code).toBe("INVALID_DATASET");
    expect(message).toMatch(/quarantined\.jsonl.*line 2/);
  });

  test("leaves nothing behind when a row is bad", async () => {
    const rows = [...ROWS, { id: "bad", text: "" }];
    expect((await failure(materializeStream(rows, join(root, "x"), { split }))).code).toBe("INVALID_ROWS");
    expect(await readdir(root)).toEqual([]);
  });

  test("a hash split keeps groups together, and examples in their part when data is added", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), fc.nat(9), (groups, seed) => {
        const splitter = hashSplit({ testSize: 0.4, seed });
        const rows = groups.map((group, i) => ({ id: `${i}`, text: "t", label: "a", group }));
        const roles = splitter.assign(rows);
        rows.forEach((row, i) => {
          expect(splitter.roleOf(row)).toBe(roles[i]);
          expect(roles[groups.indexOf(row.group)]).toBe(roles[i]);
        });
      }),
    );
    const many = Array.from({ length: 4000 }, (_, i) => ({ id: `${i}`, text: "t" }));
    const tests = hashSplit({ testSize: 0.25, by: "id" })
      .assign(many)
      .filter((role) => role === "test").length;
    expect(Math.abs(tests / 4000 - 0.25)).toBeLessThan(0.03);
  });
});
