import {
  ExperimentNotFound,
  NotActive,
  ParamClash,
  RegisteredModelNotFound,
  RunNotFound,
  ServerRefused,
} from "../errors.js";

/** Whether a server refused a request because something that it names does not exist. */
export function isMissing(cause: unknown): boolean {
  return ServerRefused.is(cause) && cause.details.errorCode === "RESOURCE_DOES_NOT_EXIST";
}

/** Does `work`; when something that it names does not exist, throws the error that `missing` returns. */
async function withMissing<T>(work: () => Promise<T>, missing: (cause: unknown) => Error): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw isMissing(cause) ? missing(cause) : cause;
  }
}

/** Does `work` with an experiment. Refusals of the server become the errors that every store throws. */
export function withExperimentErrors<T>(
  experiment: string,
  store: string,
  work: () => Promise<T>,
): Promise<T> {
  return withMissing(work, (cause) => ExperimentNotFound.create({ experiment, store }, { cause }));
}

/** As {@link withExperimentErrors}, for a logged model. */
export function withModelErrors<T>(modelId: string, work: () => Promise<T>): Promise<T> {
  return withMissing(work, (cause) => RegisteredModelNotFound.create({ name: modelId }, { cause }));
}

/** As {@link withExperimentErrors}, for a run. */
export async function withRunErrors<T>(runId: string, store: string, work: () => Promise<T>): Promise<T> {
  try {
    return await withMissing(work, (cause) => RunNotFound.create({ runId, store }, { cause }));
  } catch (cause) {
    if (!ServerRefused.is(cause)) throw cause;
    const { reason } = cause.details;
    if (/must be in the 'active' state/.test(reason))
      throw NotActive.create({ what: "run", id: runId }, { cause });
    const clash = paramClash(runId, reason);
    throw clash ? ParamClash.create(clash, { cause }) : cause;
  }
}

/** The key and the values in MLflow's message about a changed parameter, in the wordings of its stores. */
function paramClash(runId: string, reason: string) {
  if (!/Changing param values is not allowed/i.test(reason)) return undefined;
  const key = /key='([^']*)'/.exec(reason)?.[1] ?? /'key': '([^']*)'/.exec(reason)?.[1] ?? "";
  const logged = /(?:with value=|'old_value': )'([^']*)'/.exec(reason)?.[1] ?? "";
  const given = /(?:new value |'new_value': )'([^']*)'/.exec(reason)?.[1] ?? "";
  return { runId, key, logged, given };
}
