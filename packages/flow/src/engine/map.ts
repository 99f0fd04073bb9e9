import { throwIfCancelled } from "@imdb/core";
import { checkOption, integer, optional, optionsOf, rule } from "@imdb/core/options";
import type { TaskDefinition } from "../definition/task-definition.js";
import { count } from "./run.js";
import { runTask } from "./run-task.js";
import type { Scope } from "./scope.js";

/** Options of a map. */
export interface MapOptions {
  /** Elements that run at once. Default: the concurrency of the run's runner. */
  readonly concurrency?: number | undefined;
}

const mapOptions = optionsOf<MapOptions, "concurrency">({ concurrency: optional(integer(1)) });
const ITERABLE = rule<Iterable<unknown> | AsyncIterable<unknown>>("an iterable", (value) => {
  const { [Symbol.iterator]: sync, [Symbol.asyncIterator]: async } = Object(value);
  return typeof value === "object" && [sync, async].some((method) => typeof method === "function");
});

/** Results of a map, in the order of its inputs. See `Task.map`. */
export async function runMap<In, Out>(
  scope: Scope,
  task: TaskDefinition<In, Out>,
  inputs: Iterable<In> | AsyncIterable<In>,
  options: MapOptions = {},
): Promise<Out[]> {
  const { id, outcomes } = await settle(scope, task, inputs, options, (failures) => failures > 0);
  const results = outcomes.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
  scope.run.lineage.record(results, id);
  return results;
}

/** Outcomes of a map, in the order of its inputs. See `Task.mapSettled`. */
export async function runMapSettled<In, Out>(
  scope: Scope,
  task: TaskDefinition<In, Out>,
  inputs: Iterable<In> | AsyncIterable<In>,
  options: MapOptions = {},
): Promise<PromiseSettledResult<Out>[]> {
  const { signal, lineage } = scope.run;
  const { id, outcomes } = await settle(scope, task, inputs, options, () => signal.aborted);
  throwIfCancelled(signal, `Mapping ${task.name}`);
  lineage.record(outcomes, id);
  return outcomes;
}

/**
 * Runs the task for each input. An input is read when a running element has ended, so that only the running elements
 * are in memory.
 *
 * @param stop  Called with the number of failures so far. When it returns true, no further element is started.
 */
async function settle<In, Out>(
  scope: Scope,
  task: TaskDefinition<In, Out>,
  inputs: Iterable<In> | AsyncIterable<In>,
  options: MapOptions,
  stop: (failures: number) => boolean,
) {
  const owner = `a map of the task ${JSON.stringify(task.name)}`;
  const { concurrency = scope.run.runner.concurrency } = mapOptions.resolve(options, owner);
  checkOption("inputs", inputs, ITERABLE, owner);
  const id = `${task.name}[${count(scope.run.counts, `map ${task.name}`)}]`;
  const source = sharedIterator(inputs);
  const outcomes: PromiseSettledResult<Out>[] = [];
  let failures = 0;

  async function runElements(): Promise<void> {
    while (!stop(failures)) {
      const element = await source.next();
      if (element === undefined || stop(failures)) return;
      try {
        const value = await runTask(scope, task, element.value, id);
        outcomes[element.index] = { status: "fulfilled", value };
      } catch (reason) {
        failures++;
        outcomes[element.index] = { status: "rejected", reason };
      }
    }
  }

  const loops = await Promise.allSettled(Array.from({ length: concurrency }, runElements));
  await source.close();
  for (const ended of loops) if (ended.status === "rejected") throw ended.reason;
  return { id, outcomes };
}

/** Makes an iterator that several callers may use at the same time: each call gets the next element, in order. */
function sharedIterator<T>(inputs: Iterable<T> | AsyncIterable<T>) {
  const iterator =
    Symbol.asyncIterator in inputs ? inputs[Symbol.asyncIterator]() : inputs[Symbol.iterator]();
  let last: Promise<unknown> = Promise.resolve();
  let read = 0;
  let ended = false;

  async function readNext(): Promise<{ readonly index: number; readonly value: T } | undefined> {
    if (ended) return undefined;
    // Set before the call: an iterator that throws is not called again.
    ended = true;
    const result = await iterator.next();
    if (result.done) return undefined;
    ended = false;
    return { index: read++, value: result.value };
  }

  return {
    next() {
      const turn = last.then(readNext);
      last = turn.catch(() => {});
      return turn;
    },
    /** Ends an iterator that was not read to its end, so that it frees what it holds. */
    async close() {
      if (!ended) await iterator.return?.();
    },
  };
}
