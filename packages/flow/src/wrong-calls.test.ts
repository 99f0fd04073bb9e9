import { InvalidOption } from "@imdb/core";
import { expect, test } from "vitest";
import { canFollow, cron, interval, isTerminal, resultOf, runPage } from "./index.js";

/** Calls with one wrong argument each, by the name that the error must have. */
const CALLS: readonly (readonly [argument: string, call: (wrong: never) => unknown])[] = [
  ["run", resultOf],
  ["record", runPage],
  ["state", isTerminal],
  ["from", (wrong) => canFollow(wrong, "Running")],
  ["to", (wrong) => canFollow("Pending", wrong)],
  ["after", (wrong) => cron("0 3 * * *").next?.(wrong)],
  ["after", (wrong) => interval("1h").next?.(wrong)],
];

test.each(CALLS)("a wrong %s is a typed error that names it", (argument, call) => {
  for (const wrong of [null, undefined, 7, "x", {}, []] as never[]) {
    let error: unknown;
    try {
      call(wrong);
    } catch (cause) {
      error = cause;
    }
    expect(InvalidOption.is(error), `${JSON.stringify(wrong)}: ${String(error)}`).toBe(true);
    expect(error).toMatchObject({ details: { option: argument } });
  }
});
