import { type RunOptions, throwIfCancelled } from "@imdb/core";
import { type ProfileSettings, profileBuilder } from "../profile/profile-builder.js";
import type { Profile } from "../profile/schema.js";
import { readLogLines } from "./log-reader.js";
import { keptText, parseRecord } from "./log-record.js";

/** A log as a whole, and the lines of it that are no records. */
export interface ProfiledLog {
  readonly profile: Profile;
  readonly rejected: readonly {
    /** Name of the rotated file, and where in it the line starts. */
    readonly file: string;
    readonly offset: number;
    readonly reason: string;
  }[];
}

/**
 * Profiles a whole prediction log with its rotated files, as one window, in bounded memory. A last line without
 * its line break is not read: it may still be written.
 *
 * @throws `FILE_FAILURE`, `CANCELLED`; a log that does not exist is empty.
 */
export async function profileLog(
  path: string,
  settings: ProfileSettings = {},
  run: Pick<RunOptions, "signal"> = {},
): Promise<ProfiledLog> {
  const builder = profileBuilder(settings);
  const rejected: ProfiledLog["rejected"][number][] = [];
  for await (const line of readLogLines(path, null)) {
    throwIfCancelled(run.signal, "Profiling a log");
    const record = parseRecord(line);
    if (typeof record === "string") rejected.push({ file: line.file, offset: line.offset, reason: record });
    else builder.add(keptText(record), record);
  }
  return { profile: builder.profile(), rejected };
}
