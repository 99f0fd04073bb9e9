import { LIMITS } from "../entities/names.js";
import type { Metric } from "../entities/run.js";
import { type RunConsignment, sendTogether } from "./sending.js";

/**
 * Sends the metrics of a run, in the order recorded, and notes how far it has come. Some stores keep a record twice
 * that they get twice, so what may be there already is looked up first.
 *
 * @returns Whether all of them are over.
 */
export async function sendMetrics(consignment: RunConsignment): Promise<boolean> {
  const { sending, run, sent, isSure } = consignment;
  const { to, counts } = sending;
  const { journalled, foreign } = await sending.unsent(run, sent);
  const unsent = [...journalled, ...foreign];
  const doubtful = isSure ? foreign : unsent;
  const there = new Set<string>();
  for (const key of new Set(doubtful.map(({ metric }) => metric.key))) {
    for (const metric of await to.getMetricHistory(sent.id, key)) there.add(identity(metric));
  }
  let over = true;
  for (let start = 0; start < unsent.length; start += LIMITS.batchMetrics) {
    const batch = unsent.slice(start, start + LIMITS.batchMetrics);
    const missing = batch
      .filter(({ metric }) => !there.has(identity(metric)))
      .map(({ metric }) => ({ metric, name: `metric ${metric.key} (step ${metric.step})` }));
    const isOver = await sendTogether(consignment, missing, async (records) => {
      // Which model one measures is sent with the model.
      const metrics = records.map(({ metric: { modelId: _, ...metric } }) => metric);
      await to.logBatch(sent.id, { metrics });
      counts.metrics += metrics.length;
    });
    over &&= isOver;
    // What is left for later is found again from the place that was noted before it.
    if (!over) continue;
    for (const { file, end } of batch.slice(0, Math.max(0, journalled.length - start)))
      sent.metrics[file] = end;
    sending.save(run.info.runId, sent);
  }
  if (over) for (const { file, end } of foreign) sent.metrics[file] = end;
  return over;
}

/** What a record is: the same of these four are one, as in MLflow's SQL stores. */
export function identity({ key, step, timestamp, value }: Metric): string {
  return `${key} ${step} ${timestamp} ${value}`;
}
