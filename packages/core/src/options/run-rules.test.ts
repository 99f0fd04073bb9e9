import { expect, test } from "vitest";
import { checkRun } from "./index.js";

const context = { runId: "1", flow: "f", logger: {}, run: () => {}, artifact: () => {}, threads: 2, seed: 7 };

test.each<[string, object, string]>([
  ["sed", { sed: 1 }, "Write seed instead of sed."],
  ["thread", { seed: 1, thread: 2 }, "Write threads instead of thread."],
  ["bogus", { bogus: undefined }, "Leave bogus out."],
  ["sed of a context with more", { ...context, sed: 1 }, "Write seed instead of sed."],
  ["the logger of no context", { logger: {} }, "Leave logger out."],
])("%s: a run option that does not exist is refused, with the nearest name", (_, run, remedy) => {
  expect(() => checkRun(run, "fit")).toThrow(expect.objectContaining({ code: "INVALID_OPTION", remedy }));
  expect(() => checkRun(run, "fit")).toThrow(/^There is no option \w+ of fit; expected one of signal,/);
});

test("the context of a flow is taken as it is", () => {
  expect(checkRun(context)).toEqual({ threads: 2, seed: 7 });
});

test("a call that takes some run options refuses the others, unless a context has them", () => {
  expect(() => checkRun({ threads: 2 } as object, "watch", ["signal"])).toThrow(
    /no option threads of watch; expected one of signal/,
  );
  expect(checkRun(context as object, "watch", ["signal"])).toEqual({});
});
