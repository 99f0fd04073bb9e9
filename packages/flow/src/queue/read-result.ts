import type { TaskDefinition } from "../definition/task-definition.js";
import { ResultMissing } from "../errors.js";
import type { ResultStore } from "../store/result-store.js";
import { openResult } from "../store/stored-result.js";
import { unpackResult } from "./protocol.js";

/** Gives the result of a job that a worker has completed. */
export type ReadResult = <In, Out>(
  answer: unknown,
  store: ResultStore,
  key: string,
  task: TaskDefinition<In, Out>,
) => Promise<Out>;

/**
 * Results as the worker answered them, or as it stored them. Whether flow and workers have the same store is seen
 * at the first result of each.
 *
 * The function throws `RESULT_MISSING` and `DAMAGED_RESULT`.
 */
export function resultReader(): ReadResult {
  const common = new WeakSet<ResultStore>();
  return async function read<In, Out>(
    answer: unknown,
    store: ResultStore,
    key: string,
    task: TaskDefinition<In, Out>,
  ): Promise<Out> {
    const answered = unpackResult(answer, task.codecs);
    if (answered !== undefined && common.has(store)) return answered.value as Out;
    const bytes = await store.get(key);
    if (bytes === undefined) throw ResultMissing.create({ task: task.name, key });
    common.add(store);
    return openResult<Out>(key, bytes, task).value();
  };
}
