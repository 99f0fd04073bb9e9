import { setTimeout as wait } from "node:timers/promises";
import { cleaningRecords, contentHash, type RunOptions } from "@imdb/core";
import { checkRun } from "@imdb/core/options";
import { appendLines, assertResultFile, writeFileAtomic } from "@imdb/runtime/files";
import { WindowTimeout } from "../errors.js";
import { prometheusGauges } from "../metrics/prometheus.js";
import { evaluateRules, notMeasuredIn } from "../watch/alerts.js";
import { reportOf, type WindowReport } from "../watch/window-report.js";
import { closedWindows, openSlices } from "../watch/windows.js";
import { AlertDelivery } from "./alert-delivery.js";
import { BATCH, type RejectedLine, readBatch } from "./read-batch.js";
import { settleWithin } from "./settle-within.js";
import { type CheckedWatch, checkWatch, type WatchOptions } from "./watch-options.js";
import { loadState, saveState, type WatchState } from "./watch-state.js";

/** What a watch has done. */
export interface WatchSummary {
  /** Number of windows that ended in this run. */
  readonly windows: number;
  /** Number of alerts that were raised in this run. */
  readonly alerts: number;
  /** Numbers of lines since the state began. */
  readonly counters: WatchState["counters"];
  /** Number of alerts that no channel has accepted yet. They are in the state, and the next run sends them again. */
  readonly undelivered: number;
}

/** A run of {@link watch}. */
interface WatchRun {
  readonly options: CheckedWatch;
  readonly state: WatchState;
  readonly signal: AbortSignal | undefined;
  readonly delivery: AlertDelivery;
  windows: number;
  alerts: number;
}

/**
 * Follows a prediction log: profiles it in windows of time, compares each window with the reference, and raises alerts.
 *
 * Time is that of the records, so a log of last week gives the windows of last week. Memory is bounded by the profiles of
 * the open windows. The state is written after each batch of lines, and a restart continues there; no line is counted
 * twice. Lines that are not records, records from the future and records that are too late are counted and stored with
 * the reason. A channel that fails or is slow stops neither the watch nor the other channels; it is tried again after
 * a second, and after twice as long with each failure, up to five minutes. One that never settles has failed at its
 * deadline (`timeoutMs` of the channel), and a second after the watch was stopped.
 *
 * The texts of the log are raw, and are cleaned as those of the reference.
 *
 * @throws `INVALID_OPTION`, `SCHEMA_MISMATCH` (reference, rules), `PROFILE_MISMATCH` and `UNKNOWN_CODEC` (cleaning), `UNUSABLE_STATE`, `FILE_FAILURE`, `WINDOW_TIMEOUT`, and the errors of
 *         `onWindow`.
 */
export async function watch(
  options: WatchOptions,
  run: Pick<RunOptions, "signal"> = {},
): Promise<WatchSummary> {
  const checked = checkWatch(options);
  const { signal } = checkRun(run, "watch", ["signal"]);
  await assertResultFile(checked.metricsFile);
  const state = await loadState(checked.state, settingsHash(checked, options.profile?.maxTerms));
  const delivery = new AlertDelivery(checked, state, signal);
  const watching: WatchRun = { options: checked, state, signal, delivery, windows: 0, alerts: 0 };
  for (;;) {
    await readToEnd(watching);
    if (checked.until !== "stopped" || signal?.aborted) break;
    await wait(checked.pollMs, undefined, { signal }).catch(() => {});
  }
  if (checked.until === "end") {
    await closeWindows(watching, Number.POSITIVE_INFINITY);
    await saveState(checked.state, state);
  }
  await delivery.finish();
  if (delivery.isChanged) await saveState(checked.state, state);
  const { windows, alerts } = watching;
  return { windows, alerts, counters: state.counters, undelivered: state.undelivered.length };
}

/**
 * Hash of the settings that must not change between two runs with the same state.
 *
 * @param maxTerms  As it was given: states of earlier versions do not hold the default.
 */
function settingsHash(
  { window, profile: { topics, positive, cleaning } }: CheckedWatch,
  maxTerms: number | undefined,
): string {
  const topicsHash = topics ? contentHash(topics) : null;
  const named = positive === undefined ? {} : { positive };
  const cleaned = cleaning === undefined ? {} : { cleaning: cleaningRecords(cleaning) };
  return contentHash({ window, maxTerms: maxTerms ?? null, topics: topicsHash, ...named, ...cleaned });
}

async function readToEnd(watching: WatchRun): Promise<void> {
  const { options, state, signal, delivery } = watching;
  for (let more = true; more && !signal?.aborted; ) {
    const { lines, rejected } = await readBatch(options, state);
    more = lines === BATCH;
    if (rejected.length > 0) await storeRejected(options, rejected);
    if (state.latest !== null) await closeWindows(watching, state.latest - options.latenessMs);
    if (lines > 0 || delivery.isChanged) {
      delivery.isChanged = false;
      await saveState(options.state, state);
    }
    delivery.assertNoFailure();
    delivery.begin();
  }
}

/** Reports every window that ends at or before the watermark. */
async function closeWindows(watching: WatchRun, watermark: number): Promise<void> {
  const { options, state } = watching;
  const { window, reference, drift, metricsFile } = options;
  const slices = new Map(state.slices.map(({ start, profile }) => [start, profile]));
  const closedUpTo = state.closedUpTo ?? Number.NEGATIVE_INFINITY;
  for (const closed of closedWindows(slices, window, closedUpTo, watermark)) {
    const compared = reportOf(closed, reference, drift);
    const report = { ...compared, notMeasured: notMeasuredIn(compared, reference, options.rules) };
    if ((await callOnWindow(watching, report)) === "stopped") break;
    raiseAlerts(watching, report);
    watching.windows++;
    state.closedUpTo = closed.end;
    if (metricsFile !== undefined) {
      await writeFileAtomic(metricsFile, prometheusGauges(report, { counters: state.counters }));
    }
  }
  if (state.closedUpTo !== null) {
    const open = openSlices(slices, window, state.closedUpTo);
    state.slices = Array.from(open, ([start, profile]) => ({ start, profile }));
  }
}

/** Calls `onWindow`. "stopped": the watch was stopped meanwhile, and the window stays open in its state. */
async function callOnWindow(
  { options, signal }: WatchRun,
  report: WindowReport,
): Promise<"called" | "stopped"> {
  const { onWindow, windowTimeoutMs } = options;
  if (onWindow === undefined) return "called";
  const { start, end } = report;
  const late = (timeoutMs: number) => WindowTimeout.create({ start, end, timeoutMs });
  const deadline = { timeoutMs: windowTimeoutMs, stopped: signal, late };
  try {
    await settleWithin(deadline, (given) => onWindow(report, given));
    return "called";
  } catch (error) {
    if (signal?.aborted && WindowTimeout.is(error)) return "stopped";
    throw error;
  }
}

function raiseAlerts(watching: WatchRun, report: WindowReport): void {
  const { options, state } = watching;
  const before = new Map(state.rules.map((rule) => [rule.name, rule.state]));
  const { alerts, states } = evaluateRules(report, options.reference, options.rules, before);
  watching.alerts += alerts.length;
  state.rules = Array.from(states, ([name, ruleState]) => ({ name, state: ruleState }));
  for (const alert of alerts) {
    for (const { name } of options.channels) state.undelivered.push({ channel: name, alert });
  }
}

async function storeRejected(options: CheckedWatch, rejected: readonly RejectedLine[]): Promise<void> {
  const rows = rejected.map(({ reason, line }) =>
    JSON.stringify({ file: line.file, offset: line.offset, reason, line: line.text }),
  );
  await appendLines(options.rejected ?? `${options.state}.rejected.jsonl`, rows);
}
