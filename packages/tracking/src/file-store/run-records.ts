import { assertBatch, assertKey } from "../entities/names.js";
import type { RunBatch, RunInfo } from "../entities/run.js";
import { ParamClash, TagNotFound } from "../errors.js";
import type { RunUpdate } from "../store/tracking-store.js";
import { mergeJournals } from "./metric-files.js";
import { openJournal } from "./metric-journal.js";
import { recordChange } from "./run-stamp.js";
import { activeRun, keysOf, RUN_NAME_TAG, type Runs, rewriteInfo, runFolder } from "./runs.js";

type Texts = Readonly<Record<string, string>>;

/** Whether a batch changes the name of its run, which is in the `meta.yaml` too. */
export function renames({ tags }: RunBatch): boolean {
  return tags !== undefined && Object.hasOwn(tags, RUN_NAME_TAG);
}

/**
 * Logs a batch of records: nothing of it when one of them is invalid. One that {@link renames} its run needs the lock of
 * the run.
 */
export function logRecords(runs: Runs, runId: string, batch: RunBatch): void {
  const { runDir, info } = activeRun(runs, runId);
  assertBatch(batch);
  const { metrics = [], params = {}, tags = {} } = batch;
  if (Object.keys(params).length > 0) logParams(runs, runDir, runId, params);
  if (metrics.length > 0) {
    const journal = runs.journals.get(runId) ?? openJournal(runDir, runId, runs.store.durability);
    runs.journals.set(runId, journal);
    journal.append(metrics);
    runs.unmerged.add(runId);
    if (info.status !== "RUNNING") recordChange(runDir);
  }
  if (Object.keys(tags).length > 0) setTags(runs, runDir, tags);
}

function logParams(runs: Runs, runDir: string, runId: string, params: Texts): void {
  const keys = keysOf(runs, runDir, "params");
  for (const [key, given] of Object.entries(params)) {
    const logged = keys.setOnce(key, given);
    if (logged !== undefined && logged !== given) throw ParamClash.create({ runId, key, logged, given });
  }
  recordChange(runDir);
}

function setTags(runs: Runs, runDir: string, tags: Texts): void {
  keysOf(runs, runDir, "tags").setAll(tags);
  const name = tags[RUN_NAME_TAG];
  if (name !== undefined) rewriteInfo(runs, runDir, { runName: name });
  else recordChange(runDir);
}

/** Deletes a tag. @throws `TAG_NOT_FOUND` */
export function deleteTag(runs: Runs, runId: string, key: string): void {
  assertKey("tag", key);
  const { runDir } = activeRun(runs, runId);
  if (!keysOf(runs, runDir, "tags").remove(key)) throw TagNotFound.create({ id: runId, key });
  recordChange(runDir);
}

/** Changes the status, the end or the name of a run. Call it with the lock of the run: see `whileLocked`. */
export function updateRun(runs: Runs, runId: string, { status, endTime, runName }: RunUpdate): void {
  const { runDir } = activeRun(runs, runId);
  if (runName !== undefined) keysOf(runs, runDir, "tags").set(RUN_NAME_TAG, runName);
  const change: Partial<RunInfo> = {
    ...(status !== undefined && { status }),
    ...(endTime !== undefined && { endTime }),
    ...(status === "RUNNING" && { endTime: undefined }),
    ...(runName !== undefined && { runName }),
  };
  rewriteInfo(runs, runDir, change);
}

/** Writes the metrics that this process has journalled to where MLflow reads them. */
export function mergeAll(runs: Runs): void {
  for (const runId of [...runs.unmerged]) merge(runs, runId);
}

function merge(runs: Runs, runId: string): void {
  if (!runs.unmerged.delete(runId)) return;
  try {
    mergeJournals(runFolder(runs, runId), runs.store.files);
  } catch (cause) {
    runs.unmerged.add(runId);
    throw cause;
  }
}

/** Merges the journal of a run, and closes it. */
export function releaseRun(runs: Runs, runId: string): void {
  merge(runs, runId);
  const journal = runs.journals.get(runId);
  if (!journal) return;
  journal.close();
  runs.journals.delete(runId);
  // Another process may have ended the run, and indexed it, before our last records.
  recordChange(runFolder(runs, runId));
}

/** Merges and closes the journals of all runs. */
export function releaseAll(runs: Runs): void {
  for (const runId of [...runs.journals.keys()]) releaseRun(runs, runId);
}
