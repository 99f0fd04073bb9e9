import { NotActive, ParamClash, RunNotFound, ServerRefused } from "../errors.js";
import { isMissing } from "./missing.js";

/** Does `work` for a run, and tells the server's refusals as every store tells them. */
export async function runErrors<T>(runId: string, store: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!ServerRefused.is(cause)) throw cause;
    const { reason } = cause.details;
    if (isMissing(cause)) throw RunNotFound.create({ runId, store }, { cause });
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
