import type { Profile } from "../profile/schema.js";
import { suiteFromReference } from "../suite/suite-from-reference.js";
import type { TestSuite } from "../suite/test-suite.js";

/**
 * The tests that a reference gives for prediction logs, and the names of its columns that such a log cannot tell:
 * `unknownWordShare`, which takes the model's vocabulary, and `actual` where no record has a label.
 */
export function generatedSuite(
  reference: Profile,
  log?: Profile,
): { readonly suite: TestSuite; readonly untested: readonly string[] } {
  const hasLabels = log?.columns.some(({ name }) => name === "actual") ?? false;
  const untold = new Set(["unknownWordShare", ...(hasLabels ? [] : ["actual"])]);
  const untested = reference.columns.map(({ name }) => name).filter((name) => untold.has(name));
  return { suite: suiteFromReference(reference, { without: untested }), untested };
}
