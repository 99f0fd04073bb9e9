import type { Step } from "../contracts/step.js";
import type { ResultStore } from "../store/result-store.js";
import type { StepValue } from "./cached-results.js";
import type { Run } from "./run.js";

/** Running computations, by store and key: calls with the same key in one process wait for the first one. */
const COMPUTATIONS = new WeakMap<
  ResultStore,
  Map<string, { readonly step: Step; readonly work: Promise<unknown> }>
>();

/**
 * Computes the value of a key once, also when several steps need it at the same time. The others wait for the first one
 * and use its result; when it fails, the next one computes it.
 */
export async function computeOnce<Out>(
  run: Run,
  step: Step,
  key: string,
  compute: () => Promise<StepValue<Out>>,
): Promise<StepValue<Out>> {
  const byKey = COMPUTATIONS.get(run.store!) ?? new Map<string, { step: Step; work: Promise<unknown> }>();
  COMPUTATIONS.set(run.store!, byKey);
  for (;;) {
    const other = byKey.get(key);
    // A task that calls itself with its own input must not wait for itself.
    if (other === undefined || isWithin(step, other.step)) break;
    const shared = await (other.work as Promise<StepValue<Out>>).then(
      ({ value }) => ({ value, cached: true }),
      () => undefined,
    );
    if (shared !== undefined) return shared;
  }
  const work = compute();
  byKey.set(key, { step, work });
  try {
    return await work;
  } finally {
    if (byKey.get(key)?.work === work) byKey.delete(key);
  }
}

function isWithin(step: Step, outer: Step): boolean {
  for (let up = step.parent; up !== undefined; up = up.parent) if (up === outer) return true;
  return false;
}
