import { inspect } from "node:util";
import { expect, test } from "vitest";
import { createProfile, driftReport, suiteFromReference } from "./index.js";

test("a drift report and a suite have short views", () => {
  const reference = createProfile(["A good film.", "A bad film."]);
  const report = inspect(driftReport({ reference, current: reference }));
  expect(report).toMatch(/^Drift report\n {2}texts of the reference +2\n/);
  expect(report.split("\n").length).toBeLessThan(8);
  expect(inspect(suiteFromReference(reference))).toMatch(/^Test suite\n {2}tests +\d+\n/);
});
