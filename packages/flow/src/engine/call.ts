import { CALL, type Callable } from "../contracts/context.js";
import type { Scope } from "./scope.js";

/** Runs a task or a flow under a scope. */
export function callUnder<In, Out>(scope: Scope, work: Callable<In, Out>, input: In): Promise<Out> {
  return work[CALL](input, scope);
}
