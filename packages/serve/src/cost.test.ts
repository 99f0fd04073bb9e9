import { describe, test } from "vitest";
import { assertEntryCost } from "../../../tools/cost/cost.mjs";
import { costEntries } from "./testing/cost-entries.js";

describe.each(costEntries)("the cost of $name does not grow faster than its input", (entry) => {
  test.each(Object.entries(entry.inputs))("%s", (_, make) => assertEntryCost(entry, make), 60_000);
});
