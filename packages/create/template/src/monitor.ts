import { mkdir, writeFile } from "node:fs/promises";
import { driftHtml, driftReport } from "@imdb/monitor";
import { profileLog, readReference } from "@imdb/monitor/node";

const reference = await readReference("models/current");
// The service logs texts as they came in: they are cleaned as the texts of the reference were.
const { cleaning } = reference;
const { profile: current, rejected } = await profileLog("logs/predictions.jsonl", { cleaning });
for (const { file, offset, reason } of rejected) {
  console.error(`${file}, byte ${offset}: no prediction, ${reason}.`);
}

if (current.count === 0) console.log("The service has not predicted anything yet.");
else {
  const report = driftReport({ reference, current });
  await mkdir("reports", { recursive: true });
  await writeFile("reports/drift.html", driftHtml(report));
  console.log(
    `${current.count} predictions: ${report.dataset.drifted ? "DRIFT" : "no drift"}, see reports/drift.html`,
  );
  process.exitCode = report.dataset.drifted ? 1 : 0;
}
