/** The error that a promise rejects with; `undefined` when it resolves. */
export async function thrown(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}
