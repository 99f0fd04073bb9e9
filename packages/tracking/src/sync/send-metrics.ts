import { LIMITS } from "../entities/names.js";
import type { Metric } from "../entities/run.js";
import { type RunSyncItem, sendBatch } from "./sync-item.js";

/**
 * Sends the metrics of a run in the order in which they were recorded, and saves after each batch up to which byte of
 * the files they are sent. Some stores keep a record twice when it is sent twice. So records that may have been sent
 * already are looked up on the other store first.
 *
 * @returns Whether all metrics are done.
 */
export async function sendMetrics(item: RunSyncItem): Promise<boolean> {
  const { context, run, sent, isComplete } = item;
  const { to, counts } = context;
  const { journalled, foreign } = await context.unsent(run, sent);
  const unsent = [...journalled, ...foreign];
  const uncertain = isComplete ? foreign : unsent;
  const existing = new Set<string>();
  for (const key of new Set(uncertain.map(({ metric }) => metric.key))) {
    for (const metric of await to.getMetricHistory(sent.id, key)) existing.add(metricIdentity(metric));
  }
  let allDone = true;
  for (let start = 0; start < unsent.length; start += LIMITS.batchMetrics) {
    const batch = unsent.slice(start, start + LIMITS.batchMetrics);
    const missing = batch
      .filter(({ metric }) => !existing.has(metricIdentity(metric)))
      .map(({ metric }) => ({ metric, name: `metric ${metric.key} (step ${metric.step})` }));
    const isDone = await sendBatch(item, missing, async (records) => {
      // The model that a metric measures is sent with the model.
      const metrics = records.map(({ metric: { modelId: _, ...metric } }) => metric);
      await to.logBatch(sent.id, { metrics });
      counts.metrics += metrics.length;
    });
    allDone &&= isDone;
    // After a failure nothing is saved any more: the next sync starts from the byte that was saved last.
    if (!allDone) continue;
    for (const { file, end } of batch.slice(0, Math.max(0, journalled.length - start)))
      sent.metrics[file] = end;
    context.save(run.info.runId, sent);
  }
  if (allDone) for (const { file, end } of foreign) sent.metrics[file] = end;
  return allDone;
}

/** Two records with the same four values are one record, as in MLflow's SQL stores. */
export function metricIdentity({ key, step, timestamp, value }: Metric): string {
  return `${key} ${step} ${timestamp} ${value}`;
}
