import { writeFileAtomic } from "@imdb/core/node";
import { readReference } from "../node/read-reference.js";
import { suiteFromReference } from "../suite/suite-from-reference.js";
import { readArguments } from "./arguments.js";

/** `suite REFERENCE FILE`: writes the tests that the reference gives. */
export async function suiteCommand(args: readonly string[]): Promise<number> {
  const [from, to] = readArguments(args, ["REFERENCE", "FILE"]).paths as [string, string];
  const suite = suiteFromReference(await readReference(from));
  await writeFileAtomic(to, `${JSON.stringify(suite, null, 2)}\n`);
  process.stdout.write(`${to}: ${suite.tests.length} tests\n`);
  return 0;
}
