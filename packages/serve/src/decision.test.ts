import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DecisionRule, type PredictionRecord, predictionRecordSchema } from "@imdb/core";
import { parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import { createApp } from "./app/app.js";
import { scoreFile } from "./batch/score-file.js";
import { createPredictor } from "./predictor/predictor.js";
import { call } from "./testing/call.js";
import { toyBundle } from "./testing/toy-model.js";

/** "good" has 0.73 for the second label, "" has 0.5, "bad" has 0.12. */
const texts = ["good", "", "bad", "great great"];
const made = (decision?: DecisionRule, positive = "pos") =>
  createPredictor(toyBundle(0, ["neg", "pos"], "toy", { positive, decision }));
const labelsOf = (predictor: ReturnType<typeof made>) =>
  predictor.predictBatch(texts).map(({ label }) => label);

describe("the decision rule of a bundle", () => {
  test.each<[string, DecisionRule | undefined, string, string[]]>([
    ["none", undefined, "pos", ["pos", "neg", "neg", "pos"]],
    ["a threshold", { threshold: 0.9 }, "pos", ["neg", "neg", "neg", "pos"]],
    ["a threshold of the first label", { threshold: 0.2 }, "neg", ["neg", "neg", "neg", "pos"]],
    ["costs", { costs: { neg: { pos: 1 }, pos: { neg: 9 } } }, "pos", ["pos", "pos", "pos", "pos"]],
  ])("makes the label: %s", (_, decision, positive, labels) => {
    const predictor = made(decision, positive);
    expect(labelsOf(predictor)).toEqual(labels);
    expect(texts.map((text) => predictor.predict(text).label)).toEqual(labels);
    for (const { label, confidence, probabilities } of predictor.predictBatch(texts)) {
      expect(confidence).toBe(probabilities[label]);
    }
    expect(predictor.explain("good").explained).toBe(labels[0]);
    expect("abstained" in predictor.predict("good")).toBe(false);
    expect(predictor).toMatchObject({ positive, decision });
  });

  test("another rule is another version", () => {
    const versions = [undefined, { threshold: 0.5 }, { threshold: 0.6 }].map(
      (rule) => made(rule).modelVersion,
    );
    expect(new Set(versions).size).toBe(3);
  });
});

describe("a model that may abstain", () => {
  const predictor = made({ threshold: 0.6, abstainBelow: 0.8 });
  const abstained = [true, true, false, false];
  const app = createApp({ predictor });

  test("says so of every prediction, with its best guess", () => {
    const predictions = predictor.predictBatch(texts);
    expect(predictions.map((one) => one.abstained)).toEqual(abstained);
    expect(labelsOf(predictor)).toEqual(["pos", "neg", "neg", "pos"]);
  });

  test("says so in all three protocols, and in their descriptions", async () => {
    const own = await call(app, "/v1/predict", { texts });
    expect(own.body.predictions.map((p: { abstained: boolean }) => p.abstained)).toEqual(abstained);
    const { body } = await call(app, "/invocations", { inputs: texts });
    expect(body.predictions.map((p: { abstained: boolean }) => p.abstained)).toEqual(abstained);
    const inputs = [{ name: "text", shape: [4], datatype: "BYTES", data: texts }];
    const answer = await call(app, "/v2/models/toy/infer", { inputs, outputs: [{ name: "abstained" }] });
    expect(answer.body.outputs).toEqual([
      { name: "abstained", datatype: "BOOL", shape: [4], data: abstained },
    ]);
    const metadata = await call(app, "/v2/models/toy");
    expect(metadata.body.outputs.map(({ name }: { name: string }) => name)).toEqual([
      "label",
      "probabilities",
      "confidence",
      "abstained",
    ]);
    const described = JSON.stringify((await call(app, "/openapi.json")).body);
    expect(described).toContain("must not be acted upon");
  });

  test("a model that always decides has no output abstained", async () => {
    const inputs = [{ name: "text", shape: [1], datatype: "BYTES", data: ["good"] }];
    const always = createApp({ predictor: made({ threshold: 0.6 }) });
    const answer = await call(always, "/v2/models/toy/infer", { inputs, outputs: [{ name: "abstained" }] });
    expect(answer.status).toBe(400);
  });

  test("is logged and counted", async () => {
    const records: PredictionRecord[] = [];
    const logged = createApp({
      predictor,
      predictionLog: { write: (batch) => void records.push(...batch) },
    });
    await call(logged, "/v1/predict", { texts });
    expect(records.map((record) => record.abstained)).toEqual(abstained);
    for (const record of records) expect(predictionRecordSchema.parse(record)).toEqual(record);
    const metrics = await call(logged, "/metrics");
    expect(metrics.body).toContain(
      `imdb_serve_abstentions_total{model_version="${predictor.modelVersion}"} 2`,
    );
  });

  test("has a column in every output of a batch, and its own count in the summary", async () => {
    const folder = await mkdtemp(join(tmpdir(), "abstained-"));
    try {
      const input = join(folder, "in.jsonl");
      await writeFile(input, texts.map((text) => JSON.stringify({ text })).join("\n"));
      const [csv, jsonl, parquet] = ["a.csv", "a.jsonl", "a.parquet"].map((name) => join(folder, name));
      for (const output of [csv!, jsonl!, parquet!]) {
        const summary = await scoreFile({ input, output, predictor });
        expect(summary).toMatchObject({ scored: 4, abstained: 2, labels: { neg: 1, pos: 1 } });
      }
      const lines = (await readFile(csv!, "utf8")).trim().split("\n");
      expect(lines[0]).toBe("id,label,confidence,abstained,probability_neg,probability_pos");
      expect(lines.slice(1).map((line) => line.split(",")[3])).toEqual(abstained.map(String));
      const rows = (await readFile(jsonl!, "utf8")).trim().split("\n");
      expect(rows.map((row) => JSON.parse(row).abstained)).toEqual(abstained);
      const bytes = await readFile(parquet!);
      const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
      const read = await parquetReadObjects({ file });
      expect(read.map((row) => row["abstained"])).toEqual(abstained);
      expect(read.map((row) => row["confidence"])).toEqual(
        predictor.predictBatch(texts).map(({ confidence }) => confidence),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
