import type { Metric } from "../entities/metric.js";
import { LIMITS } from "../entities/names.js";
import type { Run } from "../entities/run.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { type Attempt, type Sending, sendTogether } from "./sending.js";
import type { SentRun } from "./sent.js";

/**
 * Sends the metrics of a run, in the order recorded, and notes how far it has come. Some stores keep a record twice
 * that they get twice, so what may be there already is looked up first.
 *
 * @param isSure  Whether `sent` knows everything that is there.
 * @returns Whether all of them are over.
 */
export async function sendMetrics(
  sending: Sending,
  run: Run,
  sent: SentRun,
  isSure: boolean,
  attempt: Attempt,
): Promise<boolean> {
  const { to, counts } = sending;
  const { journalled, foreign } = await sending.unsent(run, sent);
  const unsent = [...journalled, ...foreign];
  const doubtful = isSure ? foreign : unsent;
  const there = await recordsThere(to, sent.id, new Set(doubtful.map(({ metric }) => metric.key)));
  let over = true;
  for (let start = 0; start < unsent.length; start += LIMITS.batchMetrics) {
    const batch = unsent.slice(start, start + LIMITS.batchMetrics);
    // Which model one measures is sent with the model.
    const missing = batch
      .map(({ metric: { modelId: _, ...metric } }): Metric => metric)
      .filter((metric) => !there.has(identity(metric)));
    const send = async (metrics: readonly Metric[]) => {
      await to.logBatch(sent.id, { metrics });
      counts.metrics += metrics.length;
    };
    over = (await sendTogether(sending, attempt, missing, nameOf, send)) && over;
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

async function recordsThere(
  store: TrackingStore,
  runId: string,
  keys: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const there = new Set<string>();
  for (const key of keys) {
    for (const metric of await store.getMetricHistory(runId, key)) there.add(identity(metric));
  }
  return there;
}

function nameOf({ key, step }: Metric): string {
  return `metric ${key} (step ${step})`;
}
