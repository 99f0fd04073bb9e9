import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileFailure, writeFileAtomic } from "@imdb/runtime/files";
import { z } from "zod";
import { runRecorder } from "../contracts/run-record.js";
import type { TerminalState } from "../contracts/state.js";
import { RunActive, RunMismatch, UnknownRun } from "../errors.js";
import { runPage } from "../view/run-page.js";
import { openJournal, readJournal } from "./journal.js";
import { readJsonFile } from "./json-file.js";
import { leaseOf, takeLease } from "./lease.js";
import { checkRunId, newRunId } from "./run-id.js";
import type { RunBeginning, RunSession, RunStore, RunSummary } from "./run-store.js";

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
  /** Where the page of a run lies, once it has ended. */
  pagePath(runId: string): string;
}

/**
 * Remembers runs in a folder: of each, `run.json` (what and how it ended), `events.jsonl` (everything that
 * happened), `run.html` (its page, once it has ended) and a lease that tells a living run from one whose process is gone.
 *
 * With a `store` for results, starting a flow again with the same input continues the run that did not
 * complete: killed, failed or cancelled, it goes on from its finished tasks.
 *
 * @param folder  Made when missing.
 * @example
 * const settings = { store: folderResultStore("runs/results"), runs: folderRunStore("runs") };
 */
export function folderRunStore(folder: string): FolderRunStore {
  const folderOf = (runId: string) => join(folder, checkRunId(runId));

  async function begin(beginning: RunBeginning): Promise<RunSession> {
    const { runId } = beginning;
    if (runId !== undefined) return take(runId, beginning, await readAbout(folderOf(runId)));
    if (beginning.resume === "unfinished" && beginning.inputKey !== undefined) {
      for (const about of await abouts(folder)) {
        const same = about.flow === beginning.flow && about.version === beginning.version;
        if (!same || about.inputKey !== beginning.inputKey) continue;
        // Only the newest counts: when that is complete, there is nothing to continue.
        if (about.state === "Completed") break;
        const session = await take(about.runId, beginning, about).catch(unlessActive);
        if (session) return session;
      }
    }
    return take(newRunId(), beginning, undefined);
  }

  async function take(
    runId: string,
    beginning: RunBeginning,
    earlier: About | undefined,
  ): Promise<RunSession> {
    const { flow, version, inputKey } = beginning;
    const path = folderOf(runId);
    if (earlier && earlier.flow !== flow) throw RunMismatch.create({ runId, flow, actual: earlier.flow });
    const { lease, holder: other } = await takeLease(path);
    if (lease === undefined) {
      const holder = other ? `process ${other.pid} on ${other.host}` : "another process";
      throw RunActive.create({ runId, flow, holder });
    }
    const started: About = {
      format: 1,
      runId,
      flow,
      version,
      ...(inputKey !== undefined && { inputKey }),
      state: "Running",
      startedAt: earlier?.startedAt ?? Date.now(),
    };
    await writeAbout(path, started);
    const journal = await openJournal(join(path, "events.jsonl"));
    return {
      runId,
      resumed: earlier !== undefined,
      append: journal.append,
      async end(state: Exclude<TerminalState, "Cached">) {
        await writeAbout(path, { ...started, state, endedAt: Date.now() });
        await lease.release();
        await journal.close();
        await writeFileAtomic(join(path, PAGE), runPage(await read(runId)));
      },
    };
  }

  async function list(): Promise<RunSummary[]> {
    return Promise.all((await abouts(folder)).map((about) => summary(folderOf(about.runId), about)));
  }

  async function read(runId: string) {
    const path = folderOf(runId);
    const about = await readAbout(path);
    if (about === undefined) throw UnknownRun.create({ runId, folder });
    const recorder = runRecorder();
    for await (const event of readJournal(join(path, "events.jsonl"))) recorder.add(event);
    const { state, sessions, startedAt } = await summary(path, about);
    return { ...recorder.record(), runId, flow: about.flow, state, sessions, startedAt };
  }

  return { begin, list, read, pagePath: (runId) => join(folderOf(runId), PAGE) };
}

async function summary(path: string, about: About): Promise<RunSummary> {
  const { holder, sessions } = await leaseOf(path);
  const { runId, flow, version, startedAt, endedAt } = about;
  const state = about.state === "Running" && !holder ? "Crashed" : about.state;
  return { runId, flow, version, state, startedAt, sessions, ...(endedAt !== undefined && { endedAt }) };
}

/** What is known of every run, the newest first. */
async function abouts(folder: string): Promise<About[]> {
  const names = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw fileFailure("list", folder, error);
  });
  const found: About[] = [];
  for (const entry of names) {
    const about = entry.isDirectory() ? await readAbout(join(folder, entry.name)) : undefined;
    // A folder that names another run, or none, was not made here.
    if (about?.runId === entry.name) found.push(about);
  }
  return found.sort((a, b) => b.startedAt - a.startedAt || (a.runId < b.runId ? 1 : -1));
}

const readAbout = (path: string) => readJsonFile(aboutSchema, join(path, "run.json"));

function writeAbout(path: string, about: About): Promise<void> {
  return writeFileAtomic(join(path, "run.json"), `${JSON.stringify(about, undefined, 2)}\n`);
}

function unlessActive(error: unknown): undefined {
  if (!RunActive.is(error)) throw error;
}
