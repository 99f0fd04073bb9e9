import type { Step } from "../contracts/step.js";
import type { Run } from "./run.js";

/** Adds a step to those that the run waits for, and records its failure if the flow never awaits it. */
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

/**
 * A promise that notices whether it is awaited. The failure of a task that nobody awaits must not be lost, and must not
 * end the process as an unhandled rejection.
 */
class ObservedPromise<T> extends Promise<T> {
  #onObserve: (() => void) | undefined;

  /** `then` returns an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** Wraps work, and calls `onObserve` when it is awaited. */
  static of<T>(work: Promise<T>, onObserve: () => void): ObservedPromise<T> {
    const promise = new ObservedPromise<T>((resolve, reject) => {
      work.then(resolve, reject);
    });
    // Handled here, so that Node does not report an unhandled rejection: the flow does.
    Promise.prototype.then.call(promise, undefined, () => {});
    promise.#onObserve = onObserve;
    return promise;
  }

  // biome-ignore lint/suspicious/noThenProperty: overriding `then` is how a promise sees that it is awaited.
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#onObserve?.();
    return super.then(onFulfilled, onRejected);
  }
}
