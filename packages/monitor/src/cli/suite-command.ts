import { writeFileAtomic } from "@imdb/runtime/files";
import { readReference } from "../node/read-reference.js";
import { readArguments } from "./arguments.js";
import { generatedSuite } from "./generated-suite.js";

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
