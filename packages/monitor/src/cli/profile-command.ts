import { readArguments } from "@imdb/runtime/command";
import { writeFileAtomic } from "@imdb/runtime/files";
import { profileLog } from "../node/profile-log.js";

/** The command `profile LOG FILE`: writes the profile of a log. */
export async function profileCommand(args: readonly string[]): Promise<number> {
  const [log, to] = readArguments(args, ["LOG", "FILE"], {}).positionals as [string, string];
  const { profile, rejected } = await profileLog(log);
  await writeFileAtomic(to, `${JSON.stringify(profile)}\n`);
  process.stdout.write(`${to}: ${profile.count} records, ${rejected.length} lines that are not records\n`);
  return 0;
}
