import { ServerRefused } from "../errors.js";

/** Whether a server refused a request because what it names is not there. */
export function isMissing(cause: unknown): boolean {
  return ServerRefused.is(cause) && cause.details.errorCode === "RESOURCE_DOES_NOT_EXIST";
}
