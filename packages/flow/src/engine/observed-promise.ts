/**
 * A promise that knows whether anybody ever waited for it. A task that fails while nobody does must not be
 * lost, and must not end the process as an unhandled rejection either.
 */
export class ObservedPromise<T> extends Promise<T> {
  #onObserve: (() => void) | undefined;

  /** What `then` makes is an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** Wraps work, and calls `onObserve` when somebody first waits for it. */
  static of<T>(work: Promise<T>, onObserve: () => void): ObservedPromise<T> {
    const promise = new ObservedPromise<T>((resolve, reject) => {
      work.then(resolve, reject);
    });
    // Handled here, so that Node does not call it unhandled: the flow looks after it.
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
