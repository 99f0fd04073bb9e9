import { type RunOptions, throwIfCancelled } from "@imdb/core";
import { checkRun } from "@imdb/core/options";
import { builderOf, type ProfileSettings } from "../profile/profile-builder.js";
import type { Profile } from "../profile/schema.js";
import { readLogLines } from "./log-reader.js";
import { keptText, parseRecord } from "./log-record.js";
import { logSettings } from "./log-settings.js";

/** The profile of a log, and the lines that are not records. */
export interface ProfiledLog {
  readonly profile: Profile;
  readonly rejected: readonly {
    /** Name of the file. `offset` is the position of the line in it, in bytes. */
    readonly file: string;
    readonly offset: number;
    readonly reason: string;
  }[];
}

/**
 * Profiles a whole prediction log with its rotated files as one window, in bounded memory. A last line without a line
 * break is not read, since it may not be complete.
 *
 * The texts of a log are raw: with `cleaning: reference.cleaning` they are cleaned as those of the reference. Built-in steps
 * are found by their names; your own are given with their functions.
 *
 * @throws `INVALID_OPTION`, `UNKNOWN_CODEC` for a cleaning step that is not built in and has no function; `FILE_FAILURE`, `CANCELLED`. A log that does not exist is empty.
 */
export async function profileLog(
  path: string,
  settings: ProfileSettings = {},
  run: Pick<RunOptions, "signal"> = {},
): Promise<ProfiledLog> {
  const builder = builderOf(logSettings(settings, "profileLog"));
  const { signal } = checkRun(run, "profileLog", ["signal"]);
  const rejected: ProfiledLog["rejected"][number][] = [];
  for await (const line of readLogLines(path, null)) {
    throwIfCancelled(signal, "Profiling a log");
    const record = parseRecord(line);
    if (typeof record === "string") rejected.push({ file: line.file, offset: line.offset, reason: record });
    else builder.add(keptText(record), record);
  }
  return { profile: builder.profile(), rejected };
}
