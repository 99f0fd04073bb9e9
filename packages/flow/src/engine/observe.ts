import type { Step } from "../contracts/step.js";
import { ObservedPromise } from "./observed-promise.js";
import type { Run } from "./run.js";

/** Lets the run wait for a step, and know when it fails and nobody else does. */
export function observe<Out>(run: Run, step: Step, work: Promise<Out>): Promise<Out> {
  let observed = false;
  const settled = work.then(
    () => {
      run.pending.delete(settled);
    },
    (error) => {
      run.pending.delete(settled);
      if (!observed && step.state !== "Cancelled") run.unobserved.set(step, error);
    },
  );
  run.pending.add(settled);
  return ObservedPromise.of(work, () => {
    observed = true;
    run.unobserved.delete(step);
  });
}
