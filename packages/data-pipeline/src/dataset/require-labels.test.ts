import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import {
  createPipeline,
  hashSplit,
  materializeStream,
  readCsv,
  readJsonl,
  readRecords,
  stratifiedSplit,
} from "../index.js";
import { scratchFiles } from "../testing/reading.js";

const write = scratchFiles();
const split = stratifiedSplit({ testSize: 0.3, seed: 1 });
const ROWS = Array.from({ length: 3000 }, (_, i) => ({ text: `Row ${i}`, sentiment: i % 2 ? "pos" : "neg" }));
const csv = () =>
  write(`text,sentiment\n${ROWS.map((row) => `${row.text},${row.sentiment}`).join("\n")}\n`, ".csv");
const EXPECTED = {
  code: "NO_LABELS",
  details: { column: "label", columns: ["text", "sentiment"] },
  message: expect.stringMatching(
    /^No row of (?:data-\d+\.\w+|records) has a label in the column "label"; the rows have: text, sentiment\.$/,
  ),
};

test("a forgotten label column is said with the columns that there are", async () => {
  const { process } = createPipeline({ split });
  await expect(process(readCsv(await csv()))).rejects.toMatchObject(EXPECTED);
  const lines = await write(ROWS.map((row) => JSON.stringify(row)).join("\n"), ".jsonl");
  await expect(process(readJsonl(lines))).rejects.toMatchObject(EXPECTED);
  await expect(process(readRecords(ROWS))).rejects.toMatchObject(EXPECTED);
  await expect(process(ROWS.map(({ text }, i) => ({ id: `${i}`, text })))).rejects.toMatchObject({
    code: "NO_LABELS",
  });
});

test("a header without the column is said before the rest of the file is read", async () => {
  const run = { onProgress: ({ done, total }: { done: number; total?: number }) => seen.push([done, total]) };
  const seen: [number, number | undefined][] = [];
  const large = await write(`text,sentiment\n${"A row of a file,pos\n".repeat(200_000)}`, ".csv");
  await expect(createPipeline({ split }).process(readCsv(large), run)).rejects.toMatchObject(EXPECTED);
  expect(seen.every(([done, total]) => total === undefined || done < total)).toBe(true);
});

test("a stream without labels is refused, and nothing is left behind", async () => {
  const folder = await mkdtemp(join(tmpdir(), "labels-"));
  try {
    const written = materializeStream(readCsv(await csv()), join(folder, "data"), {
      split: hashSplit({ testSize: 0.3, seed: 1 }),
    });
    await expect(written).rejects.toMatchObject(EXPECTED);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("data may have no labels where that is accepted", async () => {
  const pipeline = createPipeline({ split, failOn: "never", withoutLabels: "accept" });
  const { unlabelled } = await pipeline.process(readCsv(await csv()));
  expect(unlabelled.length).toBe(ROWS.length);
});

test("data whose first rows have no label is not refused", async () => {
  const rows = ROWS.map(({ text, sentiment }, i) => (i < 2500 ? { text } : { text, label: sentiment }));
  const { train, unlabelled } = await createPipeline({ split }).process(readRecords(rows));
  expect(unlabelled.length).toBe(2500);
  expect(train.examples.length).toBeGreaterThan(300);
});

test("a text and a label that a schema makes are found", async () => {
  const file = await write("subject,body,stars\nA,gem,5\nVery,dull,1\n", ".csv");
  const schema = z
    .object({ subject: z.string(), body: z.string(), stars: z.coerce.number() })
    .transform(({ subject, body, stars }) => ({
      text: `${subject} ${body}`,
      label: stars > 3 ? "pos" : "neg",
    }));
  const examples = [];
  for await (const { text, label } of readCsv(file, { schema })) examples.push([text, label]);
  expect(examples).toEqual([
    ["A gem", "pos"],
    ["Very dull", "neg"],
  ]);
});
