import { ExperimentNotFound, RegisteredModelNotFound, RunNotFound } from "../errors.js";

/** What a store answers; `undefined` when it has no such run, model or experiment. */
export async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (cause) {
    if ([RegisteredModelNotFound, RunNotFound, ExperimentNotFound].some((error) => error.is(cause)))
      return undefined;
    throw cause;
  }
}
