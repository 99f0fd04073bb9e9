import { NotChecked } from "./not-checked.mjs";

/**
 * A row of the table: what the work gives, or what kept it from giving it.
 *
 * @param known  `title`, `version`, and `threads`: `own` where the program must start threads, `calling` where it must
 *               work in the calling thread with one warning, `none` where there are no such steps.
 * @param work   Returns what the program gave: `{ digest, outcomes, warnings }`.
 */
export async function row(known, work) {
  try {
    return { ...known, result: await work() };
  } catch (error) {
    return { ...known, [error instanceof NotChecked ? "missing" : "error"]: error.message };
  }
}
