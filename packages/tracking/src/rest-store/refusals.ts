import {
  ExperimentNotFound,
  NotActive,
  ParamClash,
  RegisteredModelNotFound,
  RunNotFound,
  ServerRefused,
} from "../errors.js";

/** Whether a server refused a request because what it names is not there. */
export function isMissing(cause: unknown): boolean {
  return ServerRefused.is(cause) && cause.details.errorCode === "RESOURCE_DOES_NOT_EXIST";
}

/** Does `work`; when what it names is not there, tells that with the error of `missing`. */
async function orElse<T>(work: () => Promise<T>, missing: (cause: unknown) => Error): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw isMissing(cause) ? missing(cause) : cause;
  }
}

/** Does `work` for an experiment, and tells the server's refusals as every store tells them. */
export function ofExperiment<T>(experiment: string, store: string, work: () => Promise<T>): Promise<T> {
  return orElse(work, (cause) => ExperimentNotFound.create({ experiment, store }, { cause }));
}

/** The same for a logged model. */
export function ofModel<T>(modelId: string, work: () => Promise<T>): Promise<T> {
  return orElse(work, (cause) => RegisteredModelNotFound.create({ name: modelId }, { cause }));
}

/** The same for a run. */
export async function ofRun<T>(runId: string, store: string, work: () => Promise<T>): Promise<T> {
  try {
    return await orElse(work, (cause) => RunNotFound.create({ runId, store }, { cause }));
  } catch (cause) {
    if (!ServerRefused.is(cause)) throw cause;
    const { reason } = cause.details;
    if (/must be in the 'active' state/.test(reason))
      throw NotActive.create({ what: "run", id: runId }, { cause });
    const clash = paramClash(runId, reason);
    throw clash ? ParamClash.create(clash, { cause }) : cause;
  }
}

/** What MLflow's messages about a changed parameter say, in the wordings of its stores. */
function paramClash(runId: string, reason: string) {
  if (!/Changing param values is not allowed/i.test(reason)) return undefined;
  const key = /key='([^']*)'/.exec(reason)?.[1] ?? /'key': '([^']*)'/.exec(reason)?.[1] ?? "";
  const logged = /(?:with value=|'old_value': )'([^']*)'/.exec(reason)?.[1] ?? "";
  const given = /(?:new value |'new_value': )'([^']*)'/.exec(reason)?.[1] ?? "";
  return { runId, key, logged, given };
}
