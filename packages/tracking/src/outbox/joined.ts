import { LIMITS } from "../entities/names.js";
import type { Operation } from "./operation.js";

/**
 * Joins the records at the head of a queue that go to one run into one operation, within a request's limits.
 *
 * @returns The operation, and how many it is made of: at least one.
 */
export function joined(waiting: readonly Operation[]): { operation: Operation; count: number } | undefined {
  const [first] = waiting;
  if (first?.op !== "logBatch") return first && { operation: first, count: 1 };
  const metrics = [...(first.batch.metrics ?? [])];
  const params = new Map(Object.entries(first.batch.params ?? {}));
  const tags = new Map(Object.entries(first.batch.tags ?? {}));
  let count = 1;
  for (const next of waiting.slice(1, LIMITS.batchEntities)) {
    if (next.op !== "logBatch" || next.runId !== first.runId) break;
    const { batch } = next;
    const newParams = Object.entries(batch.params ?? {});
    // A parameter that changes is refused, and the records before it must not be refused with it.
    if (newParams.some(([key, value]) => params.has(key) && params.get(key) !== value)) break;
    const newTags = Object.entries(batch.tags ?? {});
    const added = (batch.metrics?.length ?? 0) + newParams.length + newTags.length;
    if (metrics.length + params.size + tags.size + added > LIMITS.batchMetrics) break;
    metrics.push(...(batch.metrics ?? []));
    for (const [key, value] of newParams) params.set(key, value);
    for (const [key, value] of newTags) tags.set(key, value);
    count++;
  }
  const batch = { metrics, params: Object.fromEntries(params), tags: Object.fromEntries(tags) };
  return { operation: { op: "logBatch", runId: first.runId, batch }, count };
}
