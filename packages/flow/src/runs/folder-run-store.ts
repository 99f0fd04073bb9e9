import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { checkOption } from "@imdb/core/options";
import {
  absolutePath,
  type Damage,
  folderBelow,
  orUndefinedIfMissing,
  removeLeftovers,
  writeFileAtomic,
} from "@imdb/runtime/files";
import { type Lease, leaseStatus, takeLease } from "@imdb/runtime/leases";
import * as z from "zod";
import { nonEmptyText } from "../contracts/rules.js";
import { type RunRecord, runRecorder } from "../contracts/run-record.js";
import type { TerminalState } from "../contracts/state.js";
import { RunActive, RunMismatch, UnknownRun } from "../errors.js";
import { runPage } from "../view/run-page.js";
import { damageWarnings, type OnDamage, orDamagedRun, orLeftOut } from "./damaged-run.js";
import { type Journal, openJournal, readJournal } from "./journal.js";
import { readJsonFile } from "./json-file.js";
import { newRunId, runIdRule } from "./run-id.js";
import type { FlowRunStart, RunList, RunSession, RunStore, RunSummary } from "./run-store.js";

const aboutSchema = z.object({
  format: z.literal(1),
  runId: z.string(),
  flow: z.string(),
  version: z.string(),
  inputKey: z.string().optional(),
  state: z.enum(["Running", "Completed", "Failed", "Crashed", "Cancelled"]),
  startedAt: z.number(),
  endedAt: z.number().optional(),
});
type About = z.infer<typeof aboutSchema>;

const PAGE = "run.html";

/** A run store in a folder, which also keeps the page of every run that ended. */
export interface FolderRunStore extends RunStore {
  /** The path of a run's page, which is written when the run ends. */
  pagePath(runId: string): string;
}

/**
 * Keeps runs in a folder. Each has `run.json` (what it is and how it ended), `events.jsonl` (its events), `run.html` (its
 * page, once it has ended) and a lease, which shows whether its process is alive.
 *
 * With a `store` for results, starting a flow again with the same input continues the run that did not
 * complete: killed, failed or cancelled, it continues after its finished tasks.
 *
 * A run whose files are damaged is left out of the list, which names it in `damaged`; a flow that looks for a run to
 * continue passes it over, with a warning of the process that names it.
 *
 * @param given  The path of the folder. Created when missing.
 * @throws `INVALID_OPTION`; `FILE_FAILURE` for a relative path in a working directory that was removed
 * @example
 * const settings = { store: folderResultStore("runs/results"), runs: folderRunStore("runs") };
 */
export function folderRunStore(given: string): FolderRunStore {
  const folder = absolutePath(checkOption("folder", given, nonEmptyText, "folderRunStore"));
  const warn = damageWarnings();
  return {
    begin: (beginning) => beginRun(folder, beginning, warn),
    list: () => listRuns(folder),
    read: (runId) => readRun(folder, runId),
    pagePath: (runId) => join(folder, checkOption("runId", runId, runIdRule), PAGE),
  };
}

/** The folder of a run. Throws `FILE_FAILURE` where it is a link. */
function pathOf(folder: string, runId: string): string {
  return folderBelow(folder, [checkOption("runId", runId, runIdRule)]);
}

async function listRuns(folder: string): Promise<RunList> {
  const damaged: Damage[] = [];
  const onDamage: OnDamage = (_, damage) => damaged.push(damage);
  const found = (await runsIn(folder, onDamage)).map((about) =>
    orLeftOut(about.runId, onDamage, async () => summary(pathOf(folder, about.runId), about)),
  );
  const runs = (await Promise.all(found)).filter((run) => run !== undefined);
  return damaged.length === 0 ? runs : Object.assign(runs, { damaged });
}

/** What a session begins with. */
interface SessionStart {
  readonly folder: string;
  readonly beginning: FlowRunStart;
  readonly warn: OnDamage;
}

async function beginRun(folder: string, beginning: FlowRunStart, warn: OnDamage): Promise<RunSession> {
  const { flow, version, inputKey, runId, resume } = beginning;
  if (runId !== undefined) {
    const earlier = await orDamagedRun(runId, async () => readAbout(pathOf(folder, runId)));
    if (earlier && earlier.flow !== flow) throw RunMismatch.create({ runId, flow, actual: earlier.flow });
    return startSession(
      { folder, beginning, warn },
      runId,
      earlier,
      await leaseRun(folder, runId, beginning),
    );
  }
  if (resume === "unfinished" && inputKey !== undefined) {
    for (const about of await runsIn(folder, warn)) {
      if (about.flow !== flow || about.version !== version || about.inputKey !== inputKey) continue;
      const session = await orLeftOut(about.runId, warn, () => resumeRun({ folder, beginning, warn }, about));
      // Only the newest run counts: when it is complete, there is nothing to continue.
      if (session === "completed") break;
      if (session !== "active" && session !== undefined) return session;
    }
  }
  const newId = newRunId();
  return startSession(
    { folder, beginning, warn },
    newId,
    undefined,
    await leaseRun(folder, newId, beginning),
  );
}

/** Starts the next session of a run, unless it is complete, or a living process has it. */
async function resumeRun(
  start: SessionStart,
  { runId, state }: About,
): Promise<RunSession | "completed" | "active"> {
  if (state === "Completed") return "completed";
  const { folder, beginning } = start;
  const lease = await leaseRun(folder, runId, beginning).catch(ignoreActive);
  if (lease === undefined) return "active";
  let now: About | undefined;
  try {
    now = await readAbout(pathOf(folder, runId));
  } catch (error) {
    lease.release();
    throw error;
  }
  if (now?.state === "Completed") {
    // Its process has ended it since it was listed.
    lease.release();
    return "completed";
  }
  return startSession(start, runId, now, lease);
}

/** Takes the lease of a run. Throws `RUN_ACTIVE`, `CANCELLED`. */
async function leaseRun(folder: string, runId: string, { flow, signal }: FlowRunStart): Promise<Lease> {
  const { lease, holder: other } = await takeLease(leaseOf(pathOf(folder, runId)), { signal });
  if (lease !== undefined) return lease;
  const holder = other ? `process ${other.pid} on ${other.host}` : "another process";
  throw RunActive.create({ runId, flow, holder });
}

/** Starts the next session of a run whose lease this process has. */
async function startSession(
  { folder, beginning: { flow, version, inputKey }, warn }: SessionStart,
  runId: string,
  earlier: About | undefined,
  lease: Lease,
): Promise<RunSession> {
  const path = pathOf(folder, runId);
  const started: About = {
    format: 1,
    runId,
    flow,
    version,
    ...(inputKey !== undefined && { inputKey }),
    state: "Running",
    startedAt: earlier?.startedAt ?? Date.now(),
  };
  try {
    await removeLeftovers(path);
    await writeAbout(path, started);
    const journal = await openJournal(join(path, "events.jsonl"), lease.check);
    return sessionOf({ folder, started, resumed: earlier !== undefined, lease, journal, warn });
  } catch (error) {
    // Nobody has the session that would release it.
    lease.release();
    throw error;
  }
}

interface SessionParts {
  readonly folder: string;
  readonly started: About;
  readonly resumed: boolean;
  readonly lease: Lease;
  readonly journal: Journal;
  readonly warn: OnDamage;
}

function sessionOf({ folder, started, resumed, lease, journal, warn }: SessionParts): RunSession {
  const { runId } = started;
  return {
    runId,
    resumed,
    signal: lease.signal,
    append: journal.append,
    async end(state: Exclude<TerminalState, "Cached">) {
      const unwritten = await journal.close().then(
        () => undefined,
        (error: unknown) => error,
      );
      try {
        lease.check();
        await writeAbout(pathOf(folder, runId), { ...started, state, endedAt: Date.now() });
      } finally {
        lease.release();
      }
      if (unwritten !== undefined) throw unwritten;
      const record = await orLeftOut(runId, warn, () => recordOf(folder, runId));
      await writePage(join(pathOf(folder, runId), PAGE), record);
    },
  };
}

/** Writes the page of a run. Where the run is damaged there is none: an earlier one would show an earlier end. */
function writePage(path: string, record: RunRecord | undefined): Promise<void> {
  return record === undefined ? rm(path, { force: true }) : writeFileAtomic(path, runPage(record));
}

async function readRun(folder: string, runId: string): Promise<RunRecord> {
  return orDamagedRun(runId, () => recordOf(folder, runId));
}

async function recordOf(folder: string, runId: string): Promise<RunRecord> {
  const path = pathOf(folder, runId);
  const about = await readAbout(path);
  if (about === undefined) throw UnknownRun.create({ runId, folder });
  const recorder = runRecorder();
  for await (const event of readJournal(join(path, "events.jsonl"))) recorder.add(event);
  const { state, sessions, startedAt } = await summary(path, about);
  return { ...recorder.record(), runId, flow: about.flow, state, sessions, startedAt };
}

async function summary(path: string, about: About): Promise<RunSummary> {
  const { holder, number: sessions } = leaseStatus(leaseOf(path));
  const { runId, flow, version, startedAt, endedAt } = about;
  const state = about.state === "Running" && !holder ? "Crashed" : about.state;
  return { runId, flow, version, state, startedAt, sessions, ...(endedAt !== undefined && { endedAt }) };
}

/** The descriptions of all runs that are not damaged, the newest first. */
async function runsIn(folder: string, onDamage: OnDamage): Promise<About[]> {
  const entries =
    (await orUndefinedIfMissing(readdir(folder, { withFileTypes: true }), "list", folder)) ?? [];
  const found: About[] = [];
  for (const entry of entries) {
    const read = async () => readAbout(folderBelow(folder, [entry.name]));
    // A run that was moved away, with a link in its place, is named.
    const mayBeRun = entry.isDirectory() || entry.isSymbolicLink();
    const about = mayBeRun ? await orLeftOut(entry.name, onDamage, read) : undefined;
    // A folder with another name than its run was not made by this store.
    if (about?.runId === entry.name) found.push(about);
  }
  return found.sort((a, b) => b.startedAt - a.startedAt || (a.runId < b.runId ? 1 : -1));
}

const leaseOf = (path: string) => join(path, "lease");

const readAbout = (path: string) => readJsonFile(aboutSchema, join(path, "run.json"));

function writeAbout(path: string, about: About): Promise<void> {
  return writeFileAtomic(join(path, "run.json"), `${JSON.stringify(about, undefined, 2)}\n`);
}

function ignoreActive(error: unknown): undefined {
  if (!RunActive.is(error)) throw error;
}
