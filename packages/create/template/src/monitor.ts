import { mkdir, readFile, writeFile } from "node:fs/promises";
import { type PredictionRecord, parseWith, predictionRecordSchema } from "@imdb/core";
import { createProfile, driftHtml, driftReport, profileSchema } from "@imdb/monitor";
import { loadBundle } from "@imdb/runtime/bundles";
import { textClassifierCodecs } from "@imdb/text-classifier";

const { reference } = await loadBundle("models/current", textClassifierCodecs());
const log = await readFile("logs/predictions.jsonl", "utf8").catch(() => "");
const records = log
  .split("\n")
  .filter((line) => line !== "")
  .map((line): PredictionRecord => parseWith(predictionRecordSchema, JSON.parse(line), "a line of the log"));

if (records.length === 0) console.log("The service has not predicted anything yet.");
else {
  const current = createProfile(records.map(({ text }) => text ?? ""));
  const report = driftReport({ reference: parseWith(profileSchema, reference, "the reference"), current });
  await mkdir("reports", { recursive: true });
  await writeFile("reports/drift.html", driftHtml(report));
  console.log(
    `${records.length} predictions: ${report.dataset.drifted ? "DRIFT" : "no drift"}, see reports/drift.html`,
  );
  process.exitCode = report.dataset.drifted ? 1 : 0;
}
