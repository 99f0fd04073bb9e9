import { checkOption, oneOf } from "@imdb/core/options";
import * as z from "zod";

const NEXT = {
  Scheduled: ["Pending", "Cancelled"],
  Pending: ["Running", "Cached", "Failed", "Crashed", "Cancelled"],
  Running: ["Retrying", "Completed", "Failed", "Crashed", "Cancelled"],
  Retrying: ["Running", "Crashed", "Cancelled"],
  Completed: [],
  Cached: [],
  Failed: [],
  Crashed: [],
  Cancelled: [],
} as const;

/**
 * The states of a run, named as Prefect names them.
 *
 * A task run goes `Pending` → `Running` (→ `Retrying` → `Running`)* → one of the terminal states, or straight
 * from `Pending` to `Cached` or `Cancelled`. A flow run may wait as `Scheduled` before it is `Pending`.
 */
export type StateName = keyof typeof NEXT;

/** The final states: a run ends in exactly one of them. */
export type TerminalState = "Completed" | "Cached" | "Failed" | "Crashed" | "Cancelled";

/** The schema of a state. */
export const stateSchema = z.enum(Object.keys(NEXT) as [StateName, ...StateName[]]);

const stateRule = oneOf(...(Object.keys(NEXT) as StateName[]));

/** Whether a run in this state has ended. @throws `INVALID_OPTION` */
export function isTerminal(state: StateName): state is TerminalState {
  if (!Object.hasOwn(NEXT, state ?? "")) checkOption("state", state, stateRule, "isTerminal");
  return NEXT[state].length === 0;
}

/** Whether a run in state `from` may go to state `to`. @throws `INVALID_OPTION` */
export function canFollow(from: StateName, to: StateName): boolean {
  checkOption("from", from, stateRule, "canFollow");
  checkOption("to", to, stateRule, "canFollow");
  return (NEXT[from] as readonly StateName[]).includes(to);
}
