// Each prediction that was answered with 200 is in the log of its service once.
import { readFileSync } from "node:fs";
import { predictionLogFiles } from "@imdb/serve/node";

/** @param acknowledged  The answered predictions of each service, by its log. */
export async function checkPredictions(acknowledged) {
  const counts = { acknowledged: 0, logged: 0 };
  const found = { lost: [], doubled: [], changed: [], damagedLines: [] };
  for (const [log, answered] of acknowledged) {
    const logged = new Map();
    for (const file of await predictionLogFiles(log)) {
      for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
        const record = parse(line);
        if (record === undefined) found.damagedLines.push(`${file}: ${line.slice(0, 80)}`);
        else logged.set(record.id, [...(logged.get(record.id) ?? []), record]);
      }
    }
    counts.logged += logged.size;
    counts.acknowledged += answered.size;
    for (const [id, records] of logged) if (records.length > 1) found.doubled.push(id);
    for (const [id, { text, label }] of answered) {
      const record = logged.get(id)?.[0];
      if (record === undefined) found.lost.push(id);
      else if (record.text !== text || record.label !== label) found.changed.push(id);
    }
  }
  return { counts, found };
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
