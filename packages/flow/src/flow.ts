import type { z } from "zod";
import { CALL, type Callable } from "./contracts/context.js";
import type {
  FlowDefinition,
  FlowFunction,
  FlowOptions,
  FlowRun,
  RunSettings,
} from "./definition/flow-definition.js";
import { defineWork, type WithInput } from "./definition/work-definition.js";
import { runSubflow } from "./engine/run-subflow.js";
import { type Scope, scopeStorage } from "./engine/scope.js";
import { resultOf, startFlow } from "./engine/start-flow.js";

/**
 * A flow: a function that calls tasks. Calling it inside another flow runs it as a subflow; calling it
 * elsewhere runs it and gives its result, or throws its error.
 */
export interface Flow<In, Out> extends Callable<In, Out> {
  (input: In): Promise<Out>;
  readonly name: string;
  /** Its checked options. */
  readonly definition: FlowDefinition<In, Out>;
  /**
   * Runs it to its final state, which holds the result or the error, and the steps. Does not reject for what
   * happens in the flow, only for settings that cannot be used.
   *
   * @throws `INVALID_OPTION`
   */
  run(input: In, settings?: RunSettings): Promise<FlowRun<Out>>;
}

/**
 * Makes a flow of a plain function, in which tasks are called like any other function.
 *
 * @param options  Its name, and how it runs. With `input`, a zod schema, the input of every run is parsed by it.
 * @param fn       Gets the input and a context with signal, logger, seed and threads.
 * @throws `INVALID_OPTION`
 * @example
 * const double = task({ name: "double" }, async (n: number) => 2 * n);
 * const sum = flow({ name: "sum of doubles" }, async (ns: number[]) => {
 *   const doubled = await double.map(ns);
 *   return doubled.reduce((a, b) => a + b, 0);
 * });
 * const run = await sum.run([1, 2, 3]);
 * run.state; // => "Completed"
 * run.steps.length; // => 3
 */
export function flow<S extends z.ZodType, Out>(
  options: FlowOptions<Out> & { readonly input: S },
  fn: FlowFunction<z.output<S>, Out>,
): Flow<z.input<S>, Out>;
export function flow<In = void, Out = unknown>(
  options: FlowOptions<Out>,
  fn: FlowFunction<In, Out>,
): Flow<In, Out>;
export function flow<In, Out>(
  options: FlowOptions<Out> & WithInput,
  fn: FlowFunction<In, Out>,
): Flow<In, Out> {
  const definition: FlowDefinition<In, Out> = defineWork(options, fn);
  // Not async: a subflow's promise knows whether it is awaited, and must be handed on as it is.
  const call = (input: In, scope: Scope | undefined): Promise<Out> =>
    scope ? runSubflow(scope, definition, input) : startFlow(definition, input, {}).then(resultOf);
  return Object.defineProperty(
    Object.assign((input: In) => call(input, scopeStorage().getStore()), {
      definition,
      [CALL]: (input: In, scope: unknown) => call(input, scope as Scope),
      run: (input: In, settings: RunSettings = {}) => startFlow(definition, input, settings),
    }),
    "name",
    { value: definition.name },
  );
}
