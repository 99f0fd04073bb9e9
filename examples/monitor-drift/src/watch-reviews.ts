import { writeFile } from "node:fs/promises";
import type { PredictionRecord } from "@imdb/core";
import { type Alert, createProfile, driftHtml, driftReport } from "@imdb/monitor";
import { callbackChannel, watch } from "@imdb/monitor/node";
import { trainModel } from "@imdb-examples/quickstart";

const PHONES = ["The battery dies by noon.", "Great screen, weak speaker.", "The camera is blurry at night."];
const HOUR = 3_600_000;
const BEGIN = Date.parse("2026-01-05T00:00:00Z");

/**
 * The prediction log of a service over eight hours: reviews of films, and from the fifth hour on reviews of telephones.
 * The watch reads it in windows of one hour, cleans the texts as those of the reference were cleaned, and raises an alert when
 * they differ.
 */
export async function watchReviews(folder: string) {
  const { data, model } = await trainModel(`${folder}/model`);
  // The reference is of texts that the model was not fitted on: on training texts it is too confident.
  const reference = createProfile(data.test.texts, { predictions: model.predict(data.test) });
  // A service gets texts that nobody has cleaned, and logs them so: with the line breaks of a page, for example.
  const usual = data.test.texts.map((text) => text.replaceAll(". ", ".<br /><br />"));

  const log = Array.from({ length: 8 * 60 }, (_, minute): PredictionRecord => {
    const text = minute < 4 * 60 ? usual[minute % usual.length]! : PHONES[minute % PHONES.length]!;
    const time = new Date(BEGIN + minute * 60_000).toISOString();
    return { id: `p${minute}`, time, latencyMs: 1, text, ...model.predict(text) };
  });
  await writeFile(`${folder}/predictions.jsonl`, `${log.map((line) => JSON.stringify(line)).join("\n")}\n`);

  const alerts: Alert[] = [];
  const summary = await watch({
    log: `${folder}/predictions.jsonl`,
    reference,
    state: `${folder}/watch.json`,
    window: { kind: "tumbling", ms: HOUR },
    rules: [{ name: "drift", figure: "drift.share", healthy: { lt: 0.5 }, severity: "critical" }],
    channels: [callbackChannel("list", (alert) => void alerts.push(alert))],
    until: "end",
  });

  const lastHour = log.slice(-60);
  const current = createProfile(
    lastHour.map(({ text }) => text ?? ""),
    // A log has raw texts. watch cleans them as those of the reference by itself.
    { predictions: lastHour, cleaning: model.cleaningSteps },
  );
  const report = driftReport({ reference, current });
  await writeFile(`${folder}/drift.html`, driftHtml(report));
  return { alerts, report, summary };
}
