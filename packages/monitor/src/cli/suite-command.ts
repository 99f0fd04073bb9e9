import { readArguments } from "@imdb/runtime/command";
import { assertResultFile, writeFileAtomic } from "@imdb/runtime/files";
import { readReference } from "../node/read-reference.js";
import type { Profile } from "../profile/schema.js";
import { suiteFromReference } from "../suite/suite-from-reference.js";
import type { TestSuite } from "../suite/test-suite.js";

/** The command `suite REFERENCE FILE`: writes the test suite of a reference. */
export async function suiteCommand(args: readonly string[]): Promise<number> {
  const [from, to] = readArguments(args, ["REFERENCE", "FILE"], {}).positionals as [string, string];
  await assertResultFile(to);
  const { suite, untested } = generatedSuite(await readReference(from));
  await writeFileAtomic(to, `${JSON.stringify(suite, null, 2)}\n`);
  const left =
    untested.length === 0 ? "" : `; no tests of columns that logs do not have: ${untested.join(", ")}`;
  process.stdout.write(`${to}: ${suite.tests.length} tests${left}\n`);
  return 0;
}

/**
 * The test suite of a reference for prediction logs, and the names of the columns that logs do not have:
 * `unknownWordShare`, which needs the vocabulary of the model, and `actual` when no record has a label.
 */
export function generatedSuite(
  reference: Profile,
  log?: Profile,
): { readonly suite: TestSuite; readonly untested: readonly string[] } {
  const hasLabels = log?.columns.some(({ name }) => name === "actual") ?? false;
  const unavailable = new Set(["unknownWordShare", ...(hasLabels ? [] : ["actual"])]);
  const untested = reference.columns.map(({ name }) => name).filter((name) => unavailable.has(name));
  return { suite: suiteFromReference(reference, { excludeColumns: untested }), untested };
}
