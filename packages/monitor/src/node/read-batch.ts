import { mergeChecked } from "../profile/merge-profiles.js";
import { builderOf, type ProfileBuilder } from "../profile/profile-builder.js";
import type { Profile } from "../profile/schema.js";
import { sliceMs } from "../watch/windows.js";
import { type LogLine, readLogLines } from "./log-reader.js";
import { keptText, parseRecord } from "./log-record.js";
import type { CheckedWatch } from "./watch-options.js";
import type { WatchState } from "./watch-state.js";

/** Highest number of lines that are read before the state is written. */
export const BATCH = 20_000;

/** A line that is not counted in any window. */
export interface RejectedLine {
  readonly reason: string;
  readonly line: LogLine;
}

/** Reads at most {@link BATCH} lines of the log into the slices of the state. */
export async function readBatch(
  options: CheckedWatch,
  state: WatchState,
): Promise<{ readonly lines: number; readonly rejected: readonly RejectedLine[] }> {
  const builders = new Map<number, ProfileBuilder>();
  const rejected: RejectedLine[] = [];
  let lines = 0;
  for await (const line of readLogLines(options.log, state.position)) {
    lines++;
    state.position = line.next;
    const reason = addLine(line, options, state, builders);
    if (reason !== undefined) rejected.push({ reason, line });
    if (lines === BATCH) break;
  }
  for (const [start, builder] of builders) {
    const known = state.slices.find((slice) => slice.start === start);
    // All slices have the topics of the reference, so the state does not store them.
    const profile: Profile = { ...builder.profile(), topics: null };
    if (known) known.profile = mergeChecked([known.profile, profile]);
    else state.slices.push({ start, profile });
  }
  return { lines, rejected };
}

/** Adds a line to the profile of its slice. @returns Why it was rejected; `undefined` when it was not. */
function addLine(
  line: LogLine,
  { window, futureMs, now, profile }: CheckedWatch,
  state: WatchState,
  builders: Map<number, ProfileBuilder>,
): string | undefined {
  const { counters } = state;
  const record = parseRecord(line);
  if (typeof record === "string") {
    counters.rejected++;
    return record;
  }
  const time = Date.parse(record.time);
  if (time > now() + futureMs) {
    counters.rejected++;
    return "its time is in the future";
  }
  const step = sliceMs(window);
  const start = Math.floor(time / step) * step;
  if (state.closedUpTo !== null && start + step <= state.closedUpTo) {
    counters.late++;
    return "it came after its windows were done";
  }
  counters.read++;
  state.latest = Math.max(state.latest ?? Number.NEGATIVE_INFINITY, time);
  const builder = builders.get(start) ?? builderOf(profile);
  builders.set(start, builder);
  builder.add(keptText(record), record);
  return undefined;
}
