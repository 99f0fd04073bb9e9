import { anObject, checkOption } from "@imdb/core/options";
import type * as z from "zod";
import { CALL, type Callable } from "./contracts/context.js";
import {
  defineTask,
  type TaskDefinition,
  type TaskFunction,
  type TaskOptions,
} from "./definition/task-definition.js";
import { ownerOf, type WithInput } from "./definition/work-definition.js";
import { type MapOptions, runMap, runMapSettled } from "./engine/map.js";
import { runTask } from "./engine/run-task.js";
import { type Scope, scopeStorage, standaloneScope } from "./engine/scope.js";

/**
 * A task: a function that runs as a step of the flow that calls it, with retries, a timeout, caching and states.
 * Outside any flow it runs in the same way, by itself and without a record.
 */
export interface Task<In, Out> extends Callable<In, Out> {
  (input: In): Promise<Out>;
  readonly name: string;
  /** Its checked options, for runners. */
  readonly definition: TaskDefinition<In, Out>;
  /**
   * Runs it for every element, several at a time, and returns the results in the order of the inputs. After a failure
   * no further element is started; when the running ones have ended, the failure of the lowest index is thrown.
   */
  map(inputs: Iterable<In> | AsyncIterable<In>, options?: MapOptions): Promise<Out[]>;
  /** Runs it for every element and returns the outcome of each, also of failures. Only a cancellation throws. */
  mapSettled(
    inputs: Iterable<In> | AsyncIterable<In>,
    options?: MapOptions,
  ): Promise<PromiseSettledResult<Out>[]>;
  /** The same function with other options, such as another name or more retries. */
  withOptions(options: Partial<TaskOptions<In, Out>>): Task<In, Out>;
}

/**
 * Makes a task of a plain function.
 *
 * A call inside a flow finds its run by the asynchronous context (`AsyncLocalStorage`), as a call in Prefect
 * does; where that context is lost, use `ctx.run(task, input)`. There is no global active run.
 *
 * @param options  Its name, retries, caching and timeout. With a zod schema as `input`, the input of every call is
 *                 parsed by it; a mismatch is `SCHEMA_MISMATCH`.
 * @param fn       Gets the input, and a context with signal, logger, seed and threads, which is a `RunOptions`.
 * @throws `INVALID_OPTION`
 * @example
 * const double = task({ name: "double", retries: 2 }, async (n: number) => 2 * n);
 * await double(21); // => 42
 */
export function task<S extends z.ZodType, Out>(
  options: TaskOptions<z.input<S>, Out> & { readonly input: S },
  fn: TaskFunction<z.output<S>, Out>,
): Task<z.input<S>, Out>;
export function task<In = void, Out = unknown>(
  options: TaskOptions<In, Out>,
  fn: TaskFunction<In, Out>,
): Task<In, Out>;
export function task<In, Out>(
  options: TaskOptions<In, Out> & WithInput,
  fn: TaskFunction<In, Out>,
): Task<In, Out> {
  const definition = defineTask(options, fn);
  const scope = () => scopeStorage().getStore() ?? standaloneScope();
  const call = (input: In) => runTask(scope(), definition, input);
  return Object.defineProperty(
    Object.assign(call, {
      definition,
      [CALL]: (input: In, scope: unknown) => runTask(scope as Scope, definition, input),
      map: (inputs: Iterable<In> | AsyncIterable<In>, how?: MapOptions) =>
        runMap(scope(), definition, inputs, how),
      mapSettled: (inputs: Iterable<In> | AsyncIterable<In>, how?: MapOptions) =>
        runMapSettled(scope(), definition, inputs, how),
      withOptions: (other: Partial<TaskOptions<In, Out>>) =>
        task<In, Out>(
          {
            ...options,
            ...checkOption("options", other, anObject("an object of options"), ownerOf("task", options)),
          },
          fn,
        ),
    }),
    "name",
    { value: definition.name },
  );
}

/** Whether a value is a task, also of another copy of the package. */
export function isTask(value: unknown): value is Task<unknown, unknown> {
  return typeof value === "function" && CALL in value && "definition" in value;
}
