import { readFile, writeFile } from "node:fs/promises";
import { createProfile } from "@imdb/monitor";
import { callbackChannel, watch } from "@imdb/monitor/node";
import { digestOfValue } from "./digest.mjs";
import { same } from "./same.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BEGIN = Date.parse("2026-01-05T00:00:00Z");
const OTHER = ["Die Batterie ist mittags leer.", "Der Lautsprecher ist schwach.", "Kein Bild bei Nacht."];

/** Four hours of a service's log whose last two are about something else: one alert, in the third. */
export async function watching({ kept, folder }) {
  const { predictor } = kept;
  const usual = kept.dataset.test.texts;
  const reference = createProfile(usual, { predictions: predictor.predictBatch(usual) });
  const lines = Array.from({ length: 4 * 60 }, (_, minute) => {
    const text = minute < 2 * 60 ? usual[minute % usual.length] : OTHER[minute % OTHER.length];
    const time = new Date(BEGIN + minute * MINUTE).toISOString();
    return JSON.stringify({ id: `p${minute}`, time, latencyMs: 1, text, ...predictor.predict(text) });
  });
  await writeFile(`${folder}/log.jsonl`, `${lines.join("\n")}\n`);
  const alerts = [];
  const summary = await watch({
    log: `${folder}/log.jsonl`,
    reference,
    state: `${folder}/watch.json`,
    window: { kind: "tumbling", ms: HOUR },
    rules: [{ name: "drift", figure: "drift.share", healthy: { lt: 0.5 }, severity: "critical" }],
    channels: [callbackChannel("list", (alert) => void alerts.push(alert))],
    until: "end",
  });
  same("windows", summary.windows, 4);
  same("the alerts begin in", alerts[0]?.windowStart, "2026-01-05T02:00:00.000Z");
  same("the state is there", typeof JSON.parse(await readFile(`${folder}/watch.json`, "utf8")), "object");
  return digestOfValue(
    alerts.map(({ rule, state, value, windowStart }) => [rule, state, value, windowStart]),
  );
}
