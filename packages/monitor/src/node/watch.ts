import { setTimeout as wait } from "node:timers/promises";
import { contentHash, type JsonValue, parseWith, type RunOptions } from "@imdb/core";
import { appendLines, writeFileAtomic } from "@imdb/runtime/files";
import type { DatasetOptions } from "../drift/compare-dataset.js";
import type { WordOptions } from "../drift/word-drift.js";
import { prometheusGauges } from "../metrics/prometheus.js";
import { mergeProfiles } from "../profile/merge-profiles.js";
import { type ProfileBuilder, type ProfileSettings, profileBuilder } from "../profile/profile-builder.js";
import { type Profile, profileSchema } from "../profile/schema.js";
import { type Alert, type AlertRule, judgeWindow, parseRules } from "../watch/alerts.js";
import { type WindowReport, windowReport } from "../watch/window-report.js";
import { assertPlan, closedWindows, livePanes, paneMs, type WindowPlan } from "../watch/windows.js";
import type { AlertChannel } from "./channels.js";
import { type LogLine, readLogLines } from "./log-reader.js";
import { keptText, parseRecord } from "./log-record.js";
import { loadState, saveState, type WatchState } from "./watch-state.js";

/** What is watched, and what happens then. */
export interface WatchOptions {
  /** The prediction log: JSONL that grows and is rotated to `<log>.1`, `<log>.2`, … */
  readonly log: string;
  /** What the model was made with; a bundle's `reference` is accepted as it was read. */
  readonly reference: Profile | JsonValue;
  /** File that remembers how far the watch has come. */
  readonly state: string;
  readonly window: WindowPlan;
  /** How long after a window's end records for it are waited for, by the records' own time. Default 60,000 ms. */
  readonly latenessMs?: number | undefined;
  /** Records dated further ahead of the clock are set aside: one wrong clock must not end all windows. Default 1 h. */
  readonly futureMs?: number | undefined;
  readonly rules?: readonly AlertRule[] | undefined;
  readonly channels?: readonly AlertChannel[] | undefined;
  /** Hears why a channel did not take an alert. */
  readonly onDeliveryFailure?: ((error: unknown, alert: Alert, channel: string) => void) | undefined;
  /** Called for each window that has ended. After a crash a window may come once more. */
  readonly onWindow?: ((report: WindowReport) => void | Promise<void>) | undefined;
  /** Lines that are no records, and records that came too late, with the reason. Default `<state>.rejected.jsonl`. */
  readonly rejected?: string | undefined;
  /** Prometheus gauges of the latest window, for node_exporter's textfile collector. */
  readonly metricsFile?: string | undefined;
  readonly profile?: ProfileSettings | undefined;
  readonly drift?: (DatasetOptions & WordOptions) | undefined;
  /**
   * `stopped`: goes on until the signal. `caughtUp`: returns at the log's present end. `end`: the same, and takes
   * the log as complete: windows that are still open end too. Default `stopped`.
   */
  readonly until?: "stopped" | "caughtUp" | "end" | undefined;
  /** Pause between looks at the log. Default 5,000 ms. */
  readonly pollMs?: number | undefined;
  /** Default the system's. */
  readonly now?: (() => number) | undefined;
}

/** What a watch has done, since its state began. */
export interface WatchSummary {
  readonly windows: number;
  readonly alerts: number;
  readonly counters: WatchState["counters"];
  /** Alerts that no channel has taken yet; they are in the state and are sent again by the next run. */
  readonly undelivered: number;
}

const BATCH = 20_000;

/**
 * Follows a prediction log: profiles it in windows of time, compares each with the reference, raises alerts.
 *
 * Time is the records' own, so that a log of last week gives last week's windows. Memory is bounded by the open
 * windows' profiles. The state is written after each batch; a restart goes on where it was, counting no line
 * twice. A line that is no record, a record from the future and one that is too late are counted and kept aside
 * with the reason. A channel that fails does not stop the watch.
 *
 * @throws `SCHEMA_MISMATCH` (reference, rules), `INVALID_OPTION`, `UNUSABLE_STATE`, `FILE_FAILURE`, and what
 *         `onWindow` throws.
 */
export async function watch(
  options: WatchOptions,
  run: Pick<RunOptions, "signal"> = {},
): Promise<WatchSummary> {
  const { window, rules = [], until = "stopped", pollMs = 5000 } = options;
  assertPlan(window);
  const reference = parseWith(profileSchema, options.reference, "The reference profile");
  const checked = parseRules(rules);
  // A window's texts get the topics of the reference.
  const profile = { topics: reference.topics ?? undefined, ...options.profile };
  const settings = contentHash({
    window,
    maxTerms: profile.maxTerms ?? null,
    topics: profile.topics ? contentHash(profile.topics) : null,
  });
  const state = await loadState(options.state, settings);
  const totals = { windows: 0, alerts: 0 };

  async function closeWindows(watermark: number): Promise<void> {
    const panes = new Map(state.panes.map(({ start, profile: p }) => [start, p]));
    const closedUpTo = state.closedUpTo ?? Number.NEGATIVE_INFINITY;
    for (const closed of closedWindows(panes, window, closedUpTo, watermark)) {
      const report = windowReport(closed, reference, options.drift);
      await options.onWindow?.(report);
      raise(report);
      totals.windows++;
      state.closedUpTo = closed.end;
      if (options.metricsFile !== undefined) {
        await writeFileAtomic(options.metricsFile, prometheusGauges(report, { counters: state.counters }));
      }
    }
    if (state.closedUpTo !== null) {
      state.panes = [...livePanes(panes, window, state.closedUpTo)].map(([start, p]) => ({
        start,
        profile: p,
      }));
    }
  }

  function raise(report: WindowReport): void {
    const known = new Map(state.rules.map((r) => [r.name, r.state]));
    const { alerts, states } = judgeWindow(report, reference, checked, known);
    totals.alerts += alerts.length;
    state.rules = [...states].map(([name, ruleState]) => ({ name, state: ruleState }));
    for (const alert of alerts) {
      for (const { name } of options.channels ?? []) state.undelivered.push({ channel: name, alert });
    }
  }

  async function deliver(): Promise<void> {
    if (state.undelivered.length === 0) return;
    const waiting = state.undelivered;
    state.undelivered = [];
    for (const item of waiting) {
      const channel = options.channels?.find(({ name }) => name === item.channel);
      try {
        // An alert whose channel this run does not have waits for one that has it.
        if (channel) await channel.send(item.alert, run.signal);
        else state.undelivered.push(item);
      } catch (error) {
        options.onDeliveryFailure?.(error, item.alert, item.channel);
        state.undelivered.push(item);
      }
    }
    await saveState(options.state, state);
  }

  async function look(): Promise<void> {
    for (let more = true; more && !run.signal?.aborted; ) {
      const batch = await readBatch({ ...options, profile }, state);
      more = batch.lines === BATCH;
      if (batch.rejected.length > 0) await keepAside(options, batch.rejected);
      if (state.latest !== null) await closeWindows(state.latest - (options.latenessMs ?? 60_000));
      if (batch.lines > 0) await saveState(options.state, state);
    }
    await deliver();
  }

  for (;;) {
    await look();
    if (until !== "stopped" || run.signal?.aborted) break;
    await wait(pollMs, undefined, { signal: run.signal }).catch(() => {});
  }
  if (until === "end") {
    await closeWindows(Number.POSITIVE_INFINITY);
    await saveState(options.state, state);
    await deliver();
  }
  return { ...totals, counters: state.counters, undelivered: state.undelivered.length };
}

interface Rejected {
  readonly reason: string;
  readonly line: LogLine;
}

/** Reads up to {@link BATCH} lines into the state's panes. */
async function readBatch(
  options: WatchOptions,
  state: WatchState,
): Promise<{ lines: number; rejected: Rejected[] }> {
  const { now = Date.now, futureMs = 3_600_000, window, profile } = options;
  const step = paneMs(window);
  const builders = new Map<number, ProfileBuilder>();
  const rejected: Rejected[] = [];
  const closedUpTo = state.closedUpTo ?? Number.NEGATIVE_INFINITY;
  let lines = 0;
  for await (const line of readLogLines(options.log, state.position)) {
    lines++;
    state.position = line.next;
    const record = parseRecord(line);
    if (typeof record === "string") {
      state.counters.rejected++;
      rejected.push({ reason: record, line });
    } else {
      const time = Date.parse(record.time);
      const pane = Math.floor(time / step) * step;
      if (time > now() + futureMs) {
        state.counters.rejected++;
        rejected.push({ reason: "its time is in the future", line });
      } else if (pane + step <= closedUpTo) {
        state.counters.late++;
        rejected.push({ reason: "it came after its windows were done", line });
      } else {
        state.counters.read++;
        state.latest = Math.max(state.latest ?? Number.NEGATIVE_INFINITY, time);
        const builder = builders.get(pane) ?? profileBuilder(profile);
        builders.set(pane, builder);
        builder.add(keptText(record), record);
      }
    }
    if (lines === BATCH) break;
  }
  for (const [start, builder] of builders) {
    const known = state.panes.find((pane) => pane.start === start);
    // The topic model is the reference's; the state need not hold it once a pane.
    const made: Profile = { ...builder.profile(), topics: null };
    if (known) known.profile = mergeProfiles(known.profile, made);
    else state.panes.push({ start, profile: made });
  }
  return { lines, rejected };
}

async function keepAside(options: WatchOptions, rejected: readonly Rejected[]): Promise<void> {
  const path = options.rejected ?? `${options.state}.rejected.jsonl`;
  const rows = rejected.map(({ reason, line }) =>
    JSON.stringify({ file: line.file, offset: line.offset, reason, line: line.text }),
  );
  await appendLines(path, rows);
}
