import { describe, expect, test } from "vitest";
import {
  combineSources,
  createPipeline,
  hashSplit,
  officialSplit,
  readCsv,
  readJsonl,
  readRecords,
  stratifiedSplit,
} from "../index.js";
import { drain, scratchFiles } from "../testing/reading.js";

const write = scratchFiles();
const TRAIN = "id,text,label\n1,A gem.,pos\n2,Dull.,neg\n";
const TEST = '{"id": 1, "text": "Fine.", "label": "pos"}\n{"id": 2, "text": "A gem.", "label": "pos"}\n';

describe("sources by part", () => {
  const combined = async () =>
    combineSources({
      test: readJsonl(await write(TEST, ".jsonl")),
      train: readCsv(await write(TRAIN, ".csv")),
    });

  test("have their part as split, and ids that differ", async () => {
    const { examples, records } = await drain(await combined());
    expect(examples.map(({ id, split, label }) => [id, split, label])).toEqual([
      ["train/1", "train", "pos"],
      ["train/2", "train", "neg"],
      ["test/1", "test", "pos"],
      ["test/2", "test", "pos"],
    ]);
    expect(records.map(({ kind, sha256 }) => [kind, sha256?.length])).toEqual([
      ["csv", 64],
      ["jsonl", 64],
    ]);
  });

  test("are split as the files are, and a text of both is found as a leak", async () => {
    const {
      train,
      test: held,
      quality,
      manifest,
    } = await createPipeline({ split: officialSplit() }).process(await combined());
    expect([train.texts, held.texts].map((texts) => [...texts])).toEqual([
      ["A gem.", "Dull."],
      ["Fine.", "A gem."],
    ]);
    expect(
      quality.findings.find(({ check }) => check === "exact-duplicates-across-splits")?.examples,
    ).toEqual(["train/1 = test/2"]);
    expect(manifest.sources.length).toBe(2);
  });

  test("without ids: a row that is in both files is in both parts", async () => {
    const rows = [{ text: "A gem.", label: "pos" }];
    const source = combineSources({ train: readRecords(rows), test: readRecords(rows) });
    const { train, test: held } = await createPipeline({ split: officialSplit() }).process(source);
    expect([train.examples.length, held.examples.length]).toEqual([1, 1]);
  });

  test("that are unlabelled lose what stands for a label", async () => {
    const rows = [{ id: 1, text: "A gem.", label: "unsup" }];
    const source = combineSources({
      train: readRecords([{ id: 1, text: "Fine.", label: "pos" }]),
      test: readRecords([{ id: 1, text: "Dull.", label: "neg" }]),
      unlabelled: readRecords(rows),
    });
    const { unlabelled } = await createPipeline({ split: officialSplit() }).process(source);
    expect(unlabelled).toEqual([{ id: "unlabelled/1", text: "A gem." }]);
  });

  test("refuse a row that says that it is in another part", async () => {
    const source = combineSources({
      train: readRecords([
        { id: 1, text: "A gem.", label: "pos", split: "train" },
        { id: 2, text: "Dull.", label: "neg", split: "test" },
        { id: 3, text: "Fine.", label: "pos" },
      ]),
      test: readRecords([{ id: 1, text: "Bad.", label: "neg" }]),
    });
    const { train, quarantined } = await createPipeline({
      split: officialSplit(),
      onInvalid: "quarantine",
    }).process(source);
    expect(train.examples.map(({ id }) => id)).toEqual(["train/1", "train/3"]);
    expect(quarantined).toMatchObject([
      { row: 2, field: "split", problem: expect.stringContaining('"test"') },
    ]);
  });

  test("keep the places of bad rows", async () => {
    const path = await write("id,text,label\n1,A gem.,pos\n2,,neg\n", "bad.csv");
    const source = combineSources({ train: readCsv(path), test: readCsv(await write(TRAIN, ".csv")) });
    const { quarantined } = await createPipeline({
      split: officialSplit(),
      onInvalid: "quarantine",
    }).process(source);
    expect(quarantined).toMatchObject([
      { id: "train/2", row: 2, line: 3, source: expect.stringMatching(/bad\.csv$/) },
    ]);
  });
});

describe("a list of sources", () => {
  test("is one table, whatever the order of its files", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({
      id: i,
      text: `Row ${i}`,
      label: i % 2 ? "a" : "b",
    }));
    const [first, second] = [rows.slice(0, 25), rows.slice(25)].map((some) => () => readRecords(some));
    const { process } = createPipeline({ split: stratifiedSplit({ testSize: 0.25, seed: 1 }) });
    const { version } = await process(readRecords(rows));
    expect((await process(combineSources([first!(), second!()]))).version).toBe(version);
    expect((await process(combineSources([second!(), first!()]))).version).toBe(version);
  });

  test("keeps how its files are read, where that is the same", async () => {
    const [a, b] = [await write(TRAIN, ".csv"), await write(TRAIN, ".csv")];
    expect(combineSources([readCsv(a), readCsv(b)]).reading).toEqual(readCsv(a).reading);
    expect(combineSources([readCsv(a), readCsv(b, { delimiter: ";" })]).reading).toBeUndefined();
  });

  test("refuses an id that is in two files, by file and row", async () => {
    const paths = [await write(TRAIN, "a.csv"), await write(TRAIN, "b.csv")];
    const source = combineSources(paths.map((path) => readCsv(path)));
    const split = hashSplit({ testSize: 0.2, seed: 1 });
    await expect(createPipeline({ split }).process(source)).rejects.toMatchObject({
      code: "INVALID_ROWS",
      details: { rows: [{ source: expect.stringMatching(/b\.csv$/), row: 1, field: "id" }, { row: 2 }] },
    });
  });
});

test.each([
  [[]],
  [{ train: readRecords([]) }],
  [{ train: readRecords([]), test: readRecords([]), tset: readRecords([]) }],
  [[{ id: "1", text: "no source" }]],
  [undefined],
])("%# is refused", (sources) => {
  expect(() => combineSources(sources as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
});
