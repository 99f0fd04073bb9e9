import { Cancelled, InvalidOption } from "@imdb/core";
import type { TaskDefinition } from "../definition/task-definition.js";
import { count } from "./run.js";
import { runTask } from "./run-task.js";
import type { Scope } from "./scope.js";

/** How a task is mapped. */
export interface MapOptions {
  /** Elements at once; default: as many as the run's runner takes. */
  readonly concurrency?: number;
}

/** Results of a map, in the order of its inputs. See `Task.map`. */
export async function runMap<In, Out>(
  scope: Scope,
  task: TaskDefinition<In, Out>,
  inputs: Iterable<In> | AsyncIterable<In>,
  options: MapOptions = {},
): Promise<Out[]> {
  const results: Out[] = [];
  let failure: { readonly index: number; readonly error: unknown } | undefined;
  const id = await forEach(scope, task, inputs, options, {
    stop: () => failure !== undefined,
    done: (index, value) => {
      results[index] = value;
    },
    failed: (index, error) => {
      if (failure === undefined || index < failure.index) failure = { index, error };
    },
  });
  if (failure !== undefined) throw failure.error;
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
  const { signal } = scope.run;
  const outcomes: PromiseSettledResult<Out>[] = [];
  const id = await forEach(scope, task, inputs, options, {
    stop: () => signal.aborted,
    done: (index, value) => {
      outcomes[index] = { status: "fulfilled", value };
    },
    failed: (index, reason) => {
      outcomes[index] = { status: "rejected", reason };
    },
  });
  if (signal.aborted) throw Cancelled.create({ what: `Mapping ${task.name}` }, { cause: signal.reason });
  scope.run.lineage.made(outcomes, id);
  return outcomes;
}

interface Collector<Out> {
  stop(): boolean;
  done(index: number, value: Out): void;
  failed(index: number, error: unknown): void;
}

/** Draws inputs as places come free, so that only the running elements are in memory. */
async function forEach<In, Out>(
  scope: Scope,
  task: TaskDefinition<In, Out>,
  inputs: Iterable<In> | AsyncIterable<In>,
  options: MapOptions,
  collector: Collector<Out>,
): Promise<string> {
  const { concurrency = scope.run.runner.concurrency } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw InvalidOption.create({ option: "concurrency", value: concurrency, expected: "an integer from 1" });
  }
  const id = `${task.name}[${count(scope.run.counts, `map ${task.name}`)}]`;
  const source = drawing(inputs);

  async function lane(): Promise<void> {
    while (!collector.stop()) {
      const drawn = await source.next();
      if (drawn === undefined || collector.stop()) return;
      try {
        collector.done(drawn.index, await runTask(scope, task, drawn.value, id));
      } catch (error) {
        collector.failed(drawn.index, error);
      }
    }
  }

  const lanes = await Promise.allSettled(Array.from({ length: concurrency }, lane));
  await source.close();
  for (const ended of lanes) if (ended.status === "rejected") throw ended.reason;
  return id;
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
