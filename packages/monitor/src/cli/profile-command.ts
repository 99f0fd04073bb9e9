import { readArguments } from "@imdb/runtime/command";
import { assertResultFile, writeFileAtomic } from "@imdb/runtime/files";
import { profileLog } from "../node/profile-log.js";

/** The command `profile LOG FILE [--positive CLASS]`: writes the profile of a log. */
export async function profileCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, ["LOG", "FILE"], { positive: { type: "string" } });
  const [log, to] = positionals as [string, string];
  await assertResultFile(to);
  const { profile, rejected } = await profileLog(log, { positive: values.positive });
  await writeFileAtomic(to, `${JSON.stringify(profile)}\n`);
  process.stdout.write(`${to}: ${profile.count} records, ${rejected.length} lines that are not records\n`);
  return 0;
}
