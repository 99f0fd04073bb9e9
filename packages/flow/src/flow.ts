import type * as z from "zod";
import { CALL, type Callable } from "./contracts/context.js";
import {
  defineFlow,
  type FlowDefinition,
  type FlowFunction,
  type FlowOptions,
  type FlowRun,
  type RunSettings,
} from "./definition/flow-definition.js";
import type { WithInput } from "./definition/work-definition.js";
import { runSubflow } from "./engine/run-subflow.js";
import { type Scope, scopeStorage } from "./engine/scope.js";
import { resultOf, startFlow } from "./engine/start-flow.js";

/**
 * A flow: a function that calls tasks. A call inside another flow runs it as a subflow; a call elsewhere runs it and
 * returns its result, or throws its error.
 */
export interface Flow<In, Out> extends Callable<In, Out> {
  (input: In): Promise<Out>;
  readonly name: string;
  /** Its checked options, for the engine. */
  readonly definition: FlowDefinition<In, Out>;
  /**
   * Runs it to its final state, which holds the result or the error, and the steps. A failure of the flow does not
   * reject: look at `state`, or use `resultOf`.
   *
   * @throws `INVALID_OPTION` for settings that cannot be used, and what `settings.runs` throws.
   */
  run(input: In, settings?: RunSettings): Promise<FlowRun<Out>>;
}

/**
 * Makes a flow of a plain function, which calls tasks like any other function.
 *
 * @param options  Its name, retries and timeout. With a zod schema as `input`, the input of every run is parsed by it.
 * @param fn       Gets the input, and a context with signal, logger, seed and threads.
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
  const definition = defineFlow(options, fn);
  // Not async: the promise of a subflow notices whether it is awaited, and must be returned as it is.
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
