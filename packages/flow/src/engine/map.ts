import { throwIfCancelled } from "@imdb/core";
import { checkOption, integer } from "@imdb/core/options";
import type { TaskDefinition } from "../definition/task-definition.js";
import { count } from "./run.js";
import { runTask } from "./run-task.js";
import type { Scope } from "./scope.js";

/** How a task is mapped. */
export interface MapOptions {
  /** Elements at once; default: as many as the run's runner takes. */
  readonly concurrency?: number | undefined;
}

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
  scope.run.lineage.made(results, id);
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
  lineage.made(outcomes, id);
  return outcomes;
}

/**
 * Draws inputs as places come free, so that only the running elements are in memory, until `stop`, told how many have
 * failed so far, says so.
 */
async function settle<In, Out>(
  scope: Scope,
  task: TaskDefinition<In, Out>,
  inputs: Iterable<In> | AsyncIterable<In>,
  options: MapOptions,
  stop: (failures: number) => boolean,
) {
  const concurrency = checkOption(
    "concurrency",
    options.concurrency ?? scope.run.runner.concurrency,
    integer(1),
  );
  const id = `${task.name}[${count(scope.run.counts, `map ${task.name}`)}]`;
  const source = drawing(inputs);
  const outcomes: PromiseSettledResult<Out>[] = [];
  let failures = 0;

  async function lane(): Promise<void> {
    while (!stop(failures)) {
      const drawn = await source.next();
      if (drawn === undefined || stop(failures)) return;
      try {
        const value = await runTask(scope, task, drawn.value, id);
        outcomes[drawn.index] = { status: "fulfilled", value };
      } catch (reason) {
        failures++;
        outcomes[drawn.index] = { status: "rejected", reason };
      }
    }
  }

  const lanes = await Promise.allSettled(Array.from({ length: concurrency }, lane));
  await source.close();
  for (const ended of lanes) if (ended.status === "rejected") throw ended.reason;
  return { id, outcomes };
}

/** One element at a time, in order, whoever asks. */
function drawing<T>(inputs: Iterable<T> | AsyncIterable<T>) {
  const iterator =
    Symbol.asyncIterator in inputs ? inputs[Symbol.asyncIterator]() : inputs[Symbol.iterator]();
  let last: Promise<unknown> = Promise.resolve();
  let drawn = 0;
  let ended = false;

  async function draw(): Promise<{ readonly index: number; readonly value: T } | undefined> {
    if (ended) return undefined;
    // Ended unless it says otherwise: an iterator that throws is not asked again.
    ended = true;
    const result = await iterator.next();
    if (result.done) return undefined;
    ended = false;
    return { index: drawn++, value: result.value };
  }

  return {
    next() {
      const turn = last.then(draw);
      last = turn.catch(() => {});
      return turn;
    },
    /** Tells an iterator that was not drawn to its end that it can let go of what it holds. */
    async close() {
      if (!ended) await iterator.return?.();
    },
  };
}
