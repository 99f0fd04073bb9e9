import { runModelOf } from "../entities/model.js";
import { LIMITS } from "../entities/names.js";
import type { RunBatch } from "../entities/run.js";

/** The body of one `runs/log-batch`. */
interface WireBatch {
  readonly metrics: {
    key: string;
    value: number | string;
    timestamp: number;
    step: number;
    model_id?: string;
  }[];
  readonly params: { key: string; value: string }[];
  readonly tags: { key: string; value: string }[];
}

/** Room for what stands around the records. */
const BYTES = LIMITS.batchBytes - 10_000;

/**
 * Cuts a batch into as few requests as MLflow's limits allow: 1,000 metrics, 100 params, 100 tags, 1,000 of all
 * of them, and 1 MB. Params and tags come first, metrics in their order.
 */
export function splitBatch({ metrics = [], params = {}, tags = {} }: RunBatch): WireBatch[] {
  const batches: WireBatch[] = [];
  let batch: WireBatch | undefined;
  let bytes = 0;

  function add<K extends keyof WireBatch>(kind: K, limit: number, item: WireBatch[K][number]): void {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    const entities = batch ? batch.metrics.length + batch.params.length + batch.tags.length : 0;
    if (!batch || batch[kind].length >= limit || entities >= LIMITS.batchEntities || bytes + size > BYTES) {
      batch = { metrics: [], params: [], tags: [] };
      batches.push(batch);
      bytes = 0;
    }
    (batch[kind] as WireBatch[K][number][]).push(item);
    bytes += size;
  }

  for (const [key, value] of Object.entries(params)) add("params", LIMITS.batchParams, { key, value });
  for (const [key, value] of Object.entries(tags)) add("tags", LIMITS.batchTags, { key, value });
  for (const { key, value, timestamp, step, modelId } of metrics) {
    // A server without logged models has no field for them.
    const measured = modelId && !runModelOf(modelId) ? { model_id: modelId } : {};
    const number = Number.isFinite(value) ? value : String(value);
    add("metrics", LIMITS.batchMetrics, { key, value: number, timestamp, step, ...measured });
  }
  return batches;
}
