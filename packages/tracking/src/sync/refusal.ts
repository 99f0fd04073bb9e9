import { FileFailure, ImdbError } from "@imdb/core";
import { DamagedStore, ServerRefused, ServerUnreachable, UnexpectedAnswer } from "../errors.js";

/**
 * Whether a failure says that the server is away: no answer, or one that is not MLflow's (a proxy's page), or a token
 * that has run out. What it says of a record may be another thing tomorrow.
 */
export function isAway(cause: unknown): boolean {
  if (ServerUnreachable.is(cause) || UnexpectedAnswer.is(cause)) return true;
  return (
    ServerRefused.is(cause) &&
    (cause.details.errorCode === "" || [401, 403, 407].includes(cause.details.status))
  );
}

/** Whether a store has said no to a record, and will say so again. */
export function isRefusal(cause: unknown): boolean {
  if (isAway(cause) || FileFailure.is(cause) || DamagedStore.is(cause)) return false;
  return ImdbError.isInstance(cause) && cause.kind !== "internal";
}
