import { writeFileAtomic } from "@imdb/runtime/files";
import { readReference } from "../node/read-reference.js";
import type { Profile } from "../profile/schema.js";
import { suiteFromReference } from "../suite/suite-from-reference.js";
import type { TestSuite } from "../suite/test-suite.js";
import { readArguments } from "./arguments.js";

/** `suite REFERENCE FILE`: writes the tests that the reference gives. */
export async function suiteCommand(args: readonly string[]): Promise<number> {
  const [from, to] = readArguments(args, ["REFERENCE", "FILE"]).paths as [string, string];
  const { suite, untested } = generatedSuite(await readReference(from));
  await writeFileAtomic(to, `${JSON.stringify(suite, null, 2)}\n`);
  const left =
    untested.length === 0 ? "" : `, none of what prediction logs do not have: ${untested.join(", ")}`;
  process.stdout.write(`${to}: ${suite.tests.length} tests${left}\n`);
  return 0;
}

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
