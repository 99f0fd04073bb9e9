import { describe, expect, test } from "vitest";
import * as monitor from "./index.js";
import * as node from "./node/index.js";
import { refusal } from "./testing/refusal.js";

const functions = Object.entries<unknown>({ ...monitor, ...node }).filter(
  (entry): entry is [string, (...args: unknown[]) => unknown] => typeof entry[1] === "function",
);
/** They have no argument that can be wrong: Evidently's choice takes facts about a column that this package makes. */
const WITHOUT_CHECKS = ["grafanaDashboard", "evidentlyMethods", "significanceTests", "wilson"];

describe.each(functions.filter(([name]) => !WITHOUT_CHECKS.includes(name)))("%s", (name, call) => {
  test.each([[[]], [[null]], [["text"]], [[7]], [[[null]]], [[null, null]]])(
    "refuses the arguments %j with a typed error",
    async (args) => {
      // These accept a text as their first argument.
      const path = ["profileLog", "logChannel", "readLogLines", "readReference"].includes(name);
      if (path && args[0] === "text") return;
      // These are right calls.
      if (name === "profileBuilder" && args.length === 0) return;
      if (name === "createProfile" && Array.isArray(args[0])) return;
      const { code, message } = await refusal(() => call(...args));
      expect(["INVALID_OPTION", "SCHEMA_MISMATCH"]).toContain(code);
      expect(message).toMatch(/^(Option|There is no option|The |Profile )/);
    },
  );
});
