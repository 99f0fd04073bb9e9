import type { Step } from "../contracts/step.js";
import type { ResultStore } from "../store/result-store.js";
import type { Shared } from "./kept-results.js";
import type { Run } from "./run.js";

/** The computations under way, by store and key: calls with the same key in one process wait for the first. */
const UNDER_WAY = new WeakMap<
  ResultStore,
  Map<string, { readonly step: Step; readonly work: Promise<unknown> }>
>();

/**
 * Computes a key once, however many ask for it at the same time. Those who come later take the first one's
 * result over; when that fails, the next of them tries itself.
 */
export async function shareResult<Out>(
  run: Run,
  step: Step,
  key: string,
  compute: () => Promise<Shared<Out>>,
): Promise<Shared<Out>> {
  const byKey = UNDER_WAY.get(run.store!) ?? new Map<string, { step: Step; work: Promise<unknown> }>();
  UNDER_WAY.set(run.store!, byKey);
  for (;;) {
    const other = byKey.get(key);
    // A task that calls itself with its own input must not wait for itself.
    if (other === undefined || isWithin(step, other.step)) break;
    const taken = await (other.work as Promise<Shared<Out>>).then(
      ({ value }) => ({ value, kept: true }),
      () => undefined,
    );
    if (taken !== undefined) return taken;
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
