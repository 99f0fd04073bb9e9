import { InvalidOption, type JsonValue } from "@imdb/core";
import {
  callback,
  checkOption,
  integer,
  listOf,
  oneOf,
  optional,
  optionsOf,
  type Resolved,
  rule,
  text,
  within,
} from "@imdb/core/options";
import { absolutePath } from "@imdb/runtime/files";
import { present } from "../checks/rules.js";
import { checkColumns } from "../drift/check-columns.js";
import { columnNames, type DriftSettings, driftSettings } from "../drift/drift-report.js";
import { checkProfile } from "../profile/check-profile.js";
import type { CheckedSettings, ProfileSettings } from "../profile/profile-builder.js";
import { assertSameCleaning } from "../profile/profile-cleaning.js";
import type { Profile } from "../profile/schema.js";
import { type Alert, type AlertRule, checkRuleClasses, parseRules } from "../watch/alerts.js";
import type { WindowReport } from "../watch/window-report.js";
import { checkPlan, type WindowPlan } from "../watch/windows.js";
import { type AlertChannel, CHANNEL_TIMEOUT_MS, LONGEST_MS } from "./alert-channel.js";
import { logSettings } from "./log-settings.js";

/** What is watched, and what happens with the results. */
export interface WatchOptions {
  /** The prediction log: a JSON Lines file that grows and is rotated to `<log>.1`, `<log>.2`, … */
  readonly log: string;
  /** The profile of the expected data, or the `reference` of a bundle as it was read. */
  readonly reference: Profile | JsonValue;
  /** File that stores how far the log was read. */
  readonly state: string;
  readonly window: WindowPlan;
  /**
   * How long to wait for late records after the end of a window, in milliseconds of the records' time. Default 60,000.
   */
  readonly latenessMs?: number | undefined;
  /**
   * Records whose time is further ahead of the clock, in milliseconds, are rejected: else one wrong clock would end all
   * windows. Default 3,600,000.
   */
  readonly futureMs?: number | undefined;
  readonly rules?: readonly AlertRule[] | undefined;
  readonly channels?: readonly AlertChannel[] | undefined;
  /** Called when a channel does not accept an alert. */
  readonly onDeliveryFailure?: ((error: unknown, alert: Alert, channel: string) => void) | undefined;
  /**
   * Called for each window that has ended. After a crash it may be called again for the same window. A promise that it
   * returns must settle within `windowTimeoutMs`; its signal aborts then, and when the watch is stopped.
   */
  readonly onWindow?: ((report: WindowReport, signal: AbortSignal) => void | Promise<void>) | undefined;
  /**
   * Milliseconds that a call of `onWindow` has: then the watch ends with `WINDOW_TIMEOUT`. Default 300,000. When the watch is
   * stopped, it waits a second at most.
   */
  readonly windowTimeoutMs?: number | undefined;
  /**
   * File of the lines that are not records and of the records that came too late, with the reason. Default
   * `<state>.rejected.jsonl`.
   */
  readonly rejected?: string | undefined;
  /** File of Prometheus gauges of the latest window, for node_exporter's textfile collector. */
  readonly metricsFile?: string | undefined;
  /**
   * How the windows are profiled. Their texts are raw, and cleaned as those of the reference: built-in steps are found by
   * their names, your own are given here (`cleaning`).
   */
  readonly profile?: ProfileSettings | undefined;
  readonly drift?: DriftSettings | undefined;
  /**
   * `stopped`: watches until the signal is aborted. `caughtUp`: returns at the current end of the log. `end`: returns
   * there, and takes the log as complete, so that open windows end, too. Default `stopped`.
   */
  readonly until?: "stopped" | "caughtUp" | "end" | undefined;
  /** Time between two reads of the log in milliseconds. Default 5,000. */
  readonly pollMs?: number | undefined;
  /** The clock, in milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

const channel = rule<AlertChannel>(
  "a channel: an object with a name, the method send and, if any, a positive timeoutMs",
  (value) => {
    const { name, send, timeoutMs = 1 } = Object(value);
    return typeof name === "string" && typeof send === "function" && timeoutMs > 0 && timeoutMs < 2 ** 31;
  },
);

const watchOptions = optionsOf<WatchOptions, "onDeliveryFailure" | "onWindow" | "rejected" | "metricsFile">({
  log: text,
  reference: present("a profile"),
  state: text,
  window: present("a window plan"),
  latenessMs: [60_000, within(0, Infinity)],
  futureMs: [3_600_000, within(0, Infinity)],
  rules: [[], present("a list of alert rules")],
  channels: [[], listOf(channel)],
  onDeliveryFailure: optional(callback()),
  onWindow: optional(callback()),
  windowTimeoutMs: [CHANNEL_TIMEOUT_MS, integer(1, LONGEST_MS)],
  rejected: optional(text),
  metricsFile: optional(text),
  profile: [{}, present("an object of options")],
  drift: [{}, present("an object of options")],
  until: ["stopped", oneOf("stopped", "caughtUp", "end")],
  pollMs: [5000, within(0, Infinity)],
  now: [Date.now, callback()],
});

/** The options of a watch that are checked, with all defaults filled in. */
export type CheckedWatch = Omit<
  Resolved<WatchOptions, "onDeliveryFailure" | "onWindow" | "rejected" | "metricsFile">,
  "reference" | "profile" | "drift"
> & {
  readonly reference: Profile;
  readonly profile: CheckedSettings;
  readonly drift: Resolved<DriftSettings, "columns">;
};

/**
 * Checks the options of a watch, and those inside of them.
 *
 * @throws `INVALID_OPTION`, `SCHEMA_MISMATCH`; `PROFILE_MISMATCH` for another cleaning than that of the reference;
 *         `UNKNOWN_CODEC` for a step of the reference that is not built in and was not given.
 */
export function checkWatch(options: WatchOptions): CheckedWatch {
  const resolved = watchOptions.resolve(options, "watch");
  checkPlan(resolved.window, "the option window of watch");
  checkOption("channels", resolved.channels, uniqueNames, "watch");
  const reference = checkProfile(resolved.reference, "The reference profile of watch");
  // The texts of a log are raw: they are cleaned as those of the reference.
  const given = logSettings(resolved.profile, "the option profile of watch", reference.cleaning);
  assertSameCleaning(reference, given);
  const { topics = reference.topics, positive = reference.positive, ...profile } = given;
  checkPositive(positive, reference);
  const drift = driftSettings.resolve(resolved.drift, "the option drift of watch");
  // At the start and not at the first window: a column that the reference does not have is never compared.
  checkColumns(drift, columnNames(reference), "the option drift of watch");
  const rules = parseRules(resolved.rules);
  checkRuleClasses(rules, positive, "watch");
  const { log, state, rejected, metricsFile } = resolved;
  return {
    ...resolved,
    log: absolutePath(log),
    state: absolutePath(state),
    ...(rejected !== undefined && { rejected: absolutePath(rejected) }),
    ...(metricsFile !== undefined && { metricsFile: absolutePath(metricsFile) }),
    // Its figures are about the same class as those of the windows.
    reference: { ...reference, ...(positive !== undefined && { positive }) },
    rules,
    // The texts of a window get the topics of the reference.
    profile: { ...profile, ...(topics && { topics }), ...(positive !== undefined && { positive }) },
    drift,
  };
}

/** Refuses another positive class than that of the reference, and one that the reference does not know. */
function checkPositive(positive: string | undefined, reference: Profile): void {
  if (positive === undefined) return;
  const classes = reference.calibration.map((bins) => bins.class);
  const isOther = reference.positive !== undefined && positive !== reference.positive;
  if (!isOther && (classes.length === 0 || classes.includes(positive))) return;
  const expected = isOther
    ? `${JSON.stringify(reference.positive)}, the positive class of the reference`
    : `a class of the reference: ${classes.join(", ")}`;
  throw InvalidOption.create({ option: "profile.positive", value: positive, expected, of: "watch" });
}

const uniqueNames = rule<readonly AlertChannel[]>(
  "channels with different names",
  (value) =>
    new Set((value as AlertChannel[]).map(({ name }) => name)).size === (value as AlertChannel[]).length,
);
