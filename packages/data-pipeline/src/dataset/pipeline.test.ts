import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { canonicalJson, contentHash, type Example, seededRandom } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import { exampleDigest } from "../preparation/example-hash.js";
import { readAclImdb } from "../sources/acl-imdb.js";
import { readCsv } from "../sources/files.js";
import { groupedSplit } from "../split/grouped-split.js";
import { officialSplit } from "../split/official-split.js";
import { failure } from "../testing/failure.js";
import { scratchFiles } from "../testing/reading.js";
import type { Dataset } from "./dataset.js";
import { createPipeline } from "./pipeline.js";
import { versionOf } from "./version.js";

const written = scratchFiles();
const example = (id: string, text: string, label: string, group: string): Example => ({
  id,
  text,
  label,
  group,
});
const SOME: Example[] = Array.from({ length: 40 }, (_, i) =>
  example(`d${i}`, `Text number ${i}.`, i % 2 === 0 ? "pos" : "neg", `movie${i % 10}`),
);
const pipeline = createPipeline({ split: groupedSplit({ testSize: 0.25, seed: 3 }) });

const everything = (d: Dataset) => [...d.train.examples, ...d.test.examples, ...d.unlabelled];

const arbitraryExample = fc.record(
  {
    id: fc.string({ minLength: 1, unit: "grapheme" }),
    text: fc.string({ unit: "grapheme", minLength: 1 }),
    label: fc.constantFrom("neg", "pos"),
    group: fc.constantFrom("a", "b", "c", "d", "é"),
    split: fc.constantFrom("train", "test"),
    attributes: fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(fc.integer(), fc.boolean(), fc.string())),
  },
  { requiredKeys: ["id", "text", "label", "group"] },
);

describe("createPipeline", () => {
  test("makes the same dataset, byte for byte, from the examples in any order", async () => {
    const expected = await pipeline.process(SOME);
    for (let seed = 0; seed < 5; seed++) {
      const order = seededRandom(seed).permutation(SOME.length);
      const shuffled = Array.from(order, (i) => SOME[i]!);
      const dataset = await pipeline.process(shuffled);
      expect(canonicalJson(dataset.manifest)).toBe(canonicalJson(expected.manifest));
      expect(everything(dataset)).toEqual(everything(expected));
    }
  });

  test("any change of any field of any example changes the version", async () => {
    const { version } = await pipeline.process(SOME);
    const changes: Partial<Example>[] = [
      { text: "Another." },
      { label: "neg" },
      { id: "other" },
      { attributes: { rating: 3 } },
      { split: "train" },
    ];
    for (const change of changes) {
      const changed = SOME.map((e, i) => (i === 6 ? { ...e, ...change } : e));
      expect((await pipeline.process(changed)).version).not.toBe(version);
    }
  });

  test("every row of the input is in exactly one place of the output", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(arbitraryExample, fc.anything())), async (rows) => {
        const lenient = createPipeline({
          split: groupedSplit({ testSize: 0.3 }),
          onInvalid: "quarantine",
          withoutLabels: "accept",
          failOn: "never",
        });
        const dataset = await lenient.process(rows as Example[]);
        const out = everything(dataset);
        expect(out.length + dataset.quarantined.length).toBe(rows.length);
        expect(new Set(out.map(({ id }) => id)).size).toBe(out.length);
        const { read, invalid, removed } = dataset.manifest.counts;
        expect([read, invalid + removed]).toEqual([rows.length, dataset.quarantined.length]);
        const trained = new Set(dataset.train.examples.map(({ group }) => group));
        expect(dataset.test.examples.some(({ group }) => trained.has(group))).toBe(false);
      }),
    );
  });

  test("the version is core's content hash of the sorted list of core's content hashes", async () => {
    fc.assert(
      fc.property(arbitraryExample, (e) => {
        const plain = structuredClone(e);
        expect(`sha256:${exampleDigest(plain).toString("hex")}`).toBe(contentHash(plain));
      }),
    );
    const examples = SOME.slice(0, 5);
    expect(versionOf(examples)).toBe(contentHash(examples.map((e) => contentHash(e)).sort()));
    expect(versionOf([])).toBe(contentHash([]));
  });

  test("cleans texts and records the steps", async () => {
    const rows = [
      ...SOME,
      example("html", "So  good!<br /><br />R&amp;D \u0096 caf\u0065\u0301\u0000", "pos", "movie1"),
    ];
    const dataset = await pipeline.process(rows);
    expect(everything(dataset).find(({ id }) => id === "html")?.text).toBe("So good! R&D – café");
    expect(dataset.manifest.cleaning.map(({ name }) => name)).toEqual([
      "html-breaks",
      "html-entities",
      "control-characters",
      "unicode-normal-form",
      "whitespace",
    ]);
    const raw = await createPipeline({ split: groupedSplit({ testSize: 0.25 }), cleaning: [] }).process(rows);
    expect(everything(raw).find(({ id }) => id === "html")?.text).toBe(rows.at(-1)!.text);
    expect(raw.manifest.cleaning).toEqual([]);
  });

  test("throws an error that names every bad row, up to the limit", async () => {
    const bad = [
      ...SOME,
      example("d1", "again", "pos", "movie1"),
      example("empty", " <br /> ", "pos", "movie1"),
      { id: "number", text: 5, label: "pos" },
      example("half", "a \ud800 b", "pos", "movie1"),
    ] as Example[];
    const raw = createPipeline({ split: groupedSplit({ testSize: 0.25 }), cleaning: [] });
    const error = await failure(raw.process(bad));
    expect(error.code).toBe("INVALID_ROWS");
    expect(error.details["rows"]).toMatchObject([
      { row: 41, id: "d1", field: "id" },
      { row: 43, field: "text", problem: expect.stringMatching(/expected string/i) },
      { row: 44, field: "text", problem: expect.stringMatching(/surrogate/) },
    ]);
    expect((await failure(pipeline.process(bad))).message).toMatch(/the text is empty after cleaning/);
    const limited = createPipeline({ split: groupedSplit({ testSize: 0.25 }), maxInvalid: 2 });
    expect((await failure(limited.process(bad))).details["rows"]).toHaveLength(2);
  });

  test("accepts an example with other fields", async () => {
    const [first, ...others] = SOME;
    const odd: Example & { problem: string } = { ...first!, problem: "none" };
    const { train, test: held, manifest } = await pipeline.process([odd, ...others]);
    expect(manifest.counts).toMatchObject({ read: 40, invalid: 0 });
    expect([...train.examples, ...held.examples]).toContainEqual(odd);
  });

  test("skips or quarantines bad rows, and counts them in both cases", async () => {
    const rows = [...SOME, example("empty", "", "pos", "movie1")];
    const options = { split: groupedSplit({ testSize: 0.25 }) };
    const kept = await createPipeline({ ...options, onInvalid: "quarantine" }).process(rows);
    expect(kept.quarantined).toMatchObject([{ id: "empty", field: "text", raw: rows.at(-1) }]);
    const skipped = await createPipeline({ ...options, onInvalid: "skip" }).process(rows);
    expect(skipped.quarantined).toEqual([]);
    expect(skipped.manifest.counts).toEqual({ read: 41, invalid: 1, removed: 0, moved: 0 });
    expect(skipped.version).toBe(kept.version);
  });

  test("reports duplicates within and across parts, conflicts, shared groups, residue and damage", async () => {
    const split = (e: Example, part: string): Example => ({ ...e, split: part });
    const rows = [
      split(example("a", "The same.", "pos", "m1"), "train"),
      split(example("b", "The same.", "pos", "m1"), "train"),
      split(example("c", "The same.", "neg", "m1"), "test"),
      split(example("d", "Other <i>words</i>.", "neg", "m2"), "train"),
      split(example("e", "Cliché became clichÃ©.", "pos", "m3"), "test"),
      { id: "u", text: "The same." },
    ];
    const { quality, unlabelled } = await createPipeline({ split: officialSplit() }).process(rows);
    expect(unlabelled.map(({ id }) => id)).toEqual(["u"]);
    const found = Object.fromEntries(
      quality.findings.map((f) => [f.check, [f.severity, f.count, f.examples]]),
    );
    expect(found).toMatchObject({
      counts: ["info", 0, []],
      "exact-duplicates": ["warning", 1, ["a = b"]],
      "exact-duplicates-across-splits": ["warning", 1, ["b = c"]],
      "held-out-in-unlabelled": ["warning", 1, ["u = c"]],
      "label-conflicts": ["warning", 1, ["a = c"]],
      "groups-across-splits": ["warning", 1, ["m1"]],
      "html-residue": ["warning", 1, ["d"]],
      "encoding-damage": ["warning", 1, ["e"]],
    });
  });

  test("rows that are found invalid after cleaning have the place where they were read", async () => {
    const lines = ["id,text,label,group", ...Array.from({ length: 8 }, (_, i) => `${i},text ${i},pos,g${i}`)];
    lines[4] = '3,"<br />",pos,g3';
    lines[7] = "2,text again,pos,g6";
    const path = await written(`${lines.join("\n")}\n`, ".csv");
    const options = { split: groupedSplit({ testSize: 0.5 }), onInvalid: "quarantine" } as const;
    const { quarantined } = await createPipeline({ ...options, failOn: "never" }).process(readCsv(path));
    const source = basename(path);
    expect(quarantined).toMatchObject([
      { source, row: 4, line: 5, field: "text", problem: "the text is empty after cleaning" },
      { source, row: 7, line: 8, field: "id", problem: 'the id "2" is not unique' },
    ]);
  });

  test("a quarantine that takes more than half of the rows is an error", async () => {
    const process = async (bad: number) => {
      const lines = Array.from({ length: 20 }, (_, i) =>
        i < bad ? "a,b" : `text ${i},${["pos", "neg"][i % 2]},g${i}`,
      );
      const path = await written(`text,label,group\n${lines.join("\n")}\n`, ".csv");
      const options = { split: groupedSplit({ testSize: 0.5 }), onInvalid: "quarantine" } as const;
      return createPipeline({ ...options, nearDuplicates: "off" }).process(readCsv(path));
    };
    const { quality } = await process(10);
    expect(quality.findings.map(({ check }) => check)).not.toContain("mostly-invalid");
    const error = await failure(process(11));
    expect(error.code).toBe("QUALITY_FAILED");
    expect(error.message).toMatch(
      /11 rows are not valid of 20; the first: it has 2 fields, the header has 3/,
    );
  });

  test("data that cannot be trained on fails by default", async () => {
    const onlyTrain = SOME.map((e) => ({ ...e, split: "train" }));
    const error = await failure(createPipeline({ split: officialSplit() }).process(onlyTrain));
    expect(error.code).toBe("QUALITY_FAILED");
    expect(error.message).toMatch(/test part is empty/);
    const dataset = await createPipeline({ split: officialSplit(), failOn: "never" }).process(onlyTrain);
    expect(dataset.train.examples.length).toBe(40);
  });

  test("checks its options when it is created", () => {
    expect(() => groupedSplit({ testSize: 1.5 })).toThrow(/testSize/);
    expect(() => groupedSplit({ testSize: 0.5, validationSize: 0.5 })).toThrow(/validationSize/);
    expect(() => groupedSplit({ testSize: 0.5, seed: -1 })).toThrow(/seed/);
    const quality = { "no-such-check": "off" } as const;
    expect(() => createPipeline({ split: officialSplit(), quality })).toThrow(/no-such-check/);
  });

  test("can be cancelled", async () => {
    const controller = new AbortController();
    const run = { signal: controller.signal, onProgress: () => controller.abort() };
    expect((await failure(pipeline.process(SOME, run))).code).toBe("CANCELLED");
  });

  const real = toolFor("archive", "what the pipeline finds in the real reviews");
  test.skipIf(!real)(
    "finds in the real archive what pandas and scikit-learn find in it",
    async () => {
      const {
        quality,
        train,
        test: held,
      } = await createPipeline({ split: officialSplit() }).process(readAclImdb(real!));
      const found = Object.fromEntries(quality.findings.map(({ check, count }) => [check, count]));
      // bench/process.py, pandas 3.1.1: exact 794, across 123, groups 1, residue 20, damage 0, conflicts 0, near 57
      // (its shingles are hashed another way and its words are those of a regular expression).
      expect(found).toMatchObject({
        "exact-duplicates": 794,
        "exact-duplicates-across-splits": 123,
        "groups-across-splits": 1,
        "html-residue": 20,
      });
      expect(found["encoding-damage"] ?? found["label-conflicts"]).toBeUndefined();
      expect(Math.abs(found["near-duplicates"]! - 57)).toBeLessThan(5);
      expect([train.examples.length, held.examples.length]).toEqual([25_000, 25_000]);
    },
    120_000,
  );
});

test("a script that is no worker script is refused, also where a few texts need no thread", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "pipeline-")), "other.mjs");
  await writeFile(file, "1;");
  try {
    const split = groupedSplit({ testSize: 0.25, seed: 3 });
    const wrong = createPipeline({ split, threads: 2, workerScript: file });
    await expect(wrong.process(SOME)).rejects.toMatchObject({
      code: "INVALID_WORKER_SCRIPT",
      details: { package: "@imdb/data-pipeline", reason: "it ended with code 0" },
    });
  } finally {
    await rm(dirname(file), { recursive: true });
  }
});

test("a worker script that is not there is refused, also where no thread would start", async () => {
  const split = groupedSplit({ testSize: 0.25, seed: 3 });
  const wrong = createPipeline({ split, threads: 2, workerScript: "none.mjs" });
  await expect(wrong.process(SOME)).rejects.toMatchObject({
    code: "INVALID_WORKER_SCRIPT",
    details: { package: "@imdb/data-pipeline" },
  });
  expect(() => createPipeline({ split, threads: 0 })).toThrow(
    expect.objectContaining({ code: "INVALID_OPTION" }),
  );
});
