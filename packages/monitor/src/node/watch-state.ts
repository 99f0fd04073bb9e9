import { constants } from "node:buffer";
import { orUndefinedIfMissing, readPlainBytes, writeFileAtomic } from "@imdb/runtime/files";
import * as z from "zod";
import { UnusableState } from "../errors.js";
import { profileSchema } from "../profile/schema.js";
import { alertSchema, ruleStateSchema } from "../watch/alerts.js";
import { logPositionSchema } from "./log-reader.js";

/** What a watch stores to continue after a restart. */
const watchStateSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Hash of the window plan and of the profile settings, which must not change between runs. */
  settings: z.string(),
  position: logPositionSchema.nullable(),
  counters: z.strictObject({
    read: z.int().min(0),
    rejected: z.int().min(0),
    late: z.int().min(0),
  }),
  /** The latest time of a record, in milliseconds since 1970; null before the first record. */
  latest: z.number().nullable(),
  /** End of the last window that ended, in milliseconds since 1970; null before the first. */
  closedUpTo: z.number().nullable(),
  /** The slices of the windows that have not ended yet. */
  slices: z.array(z.strictObject({ start: z.number(), profile: profileSchema })),
  rules: z.array(z.strictObject({ name: z.string(), state: ruleStateSchema })),
  undelivered: z.array(z.strictObject({ channel: z.string(), alert: alertSchema })),
});

/** @see {@link watchStateSchema} */
export type WatchState = z.infer<typeof watchStateSchema>;

/**
 * Reads the state of a watch; a new state when there is no file.
 *
 * @throws `UNUSABLE_STATE` when the file is damaged, or belongs to a watch with other settings; `FILE_FAILURE`.
 */
export async function loadState(path: string, settings: string): Promise<WatchState> {
  const options = { limit: constants.MAX_STRING_LENGTH, links: "followed" } as const;
  const bytes = await orUndefinedIfMissing(readPlainBytes(path, options), "read", path);
  if (bytes === undefined) return newState(settings);
  let state: WatchState;
  try {
    state = watchStateSchema.parse(withSlices(JSON.parse(bytes.toString("utf8"))));
  } catch (cause) {
    throw UnusableState.create({ path, problem: "it is damaged" }, { cause });
  }
  if (state.settings === settings) return state;
  throw UnusableState.create({
    path,
    problem: "it belongs to a watch with another window or other profile settings",
  });
}

/** A stored state under the present names: earlier versions called the slices `panes`. */
function withSlices(stored: unknown): unknown {
  if (!Object.hasOwn(Object(stored), "panes")) return stored;
  const { panes, ...others } = stored as { readonly panes: unknown };
  return { ...others, slices: panes };
}

/** Writes the state atomically. */
export function saveState(path: string, state: WatchState): Promise<void> {
  return writeFileAtomic(path, `${JSON.stringify(state)}\n`);
}

function newState(settings: string): WatchState {
  return {
    schemaVersion: 1,
    settings,
    position: null,
    counters: { read: 0, rejected: 0, late: 0 },
    latest: null,
    closedUpTo: null,
    slices: [],
    rules: [],
    undelivered: [],
  };
}
