import { createHash, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { readPlainFile } from "@imdb/runtime/files";
import type * as z from "zod";
import { damaged, damageOf, type OnDamage } from "../file-store/damage.js";
import { experimentFolder, experimentFolders } from "../file-store/experiments.js";
import { runFolders } from "../file-store/layout.js";
import { type Runs, runFolder } from "../file-store/runs.js";
import type { SmallFiles } from "../file-store/small-file.js";
import { type SentExperiment, type SentRun, sentExperiment, sentRun } from "./sent.js";

/**
 * The record of what of a folder's content is on a server. It is a file in the folder of each run and experiment, so it
 * moves with them.
 */
export type SyncState = ReturnType<typeof openSyncState>;

/** Opens the record of what of a folder's content is on the server with a URI. */
export function openSyncState(runs: Runs, serverUri: string) {
  const { store } = runs;
  const serverHash = createHash("sha256").update(serverUri).digest("hex").slice(0, 8);
  const name = `.sent-${serverHash}.json`;
  /** The text that this process saved for each run. If the file has another, another process has sent something. */
  const saved = new Map<string, string>();
  /** Written into every file that this process saves, so that two processes never save the same text. */
  const by = randomUUID();
  let localIds: Map<string, string> | undefined;

  function save(folder: string, sent: object, files: SmallFiles): string {
    const text = JSON.stringify({ ...sent, by });
    files.replace(join(folder, name), text, folder);
    return text;
  }

  function addLocalIds(runId: string, sent: SentRun, ids: Map<string, string>): void {
    ids.set(sent.id, runId);
    for (const [modelId, id] of Object.entries(sent.models)) ids.set(id, modelId);
  }

  // An empty id stands for what belongs to no run: its record is in the folder of the store.
  const folderOf = (runId: string) => (runId === "" ? store.root : runFolder(runs, runId));
  const read = (folder: string) => textOf(join(folder, name));
  const allRunFolders = (onDamage: OnDamage = store.warn) =>
    experimentFolders(store, "ALL").flatMap((folder) => runFolders(folder, onDamage));
  const runIn = (folder: string) => parsed(sentRun, read(folder));

  return {
    /** Part of the name of every file and tag about this server. */
    serverHash,
    run: (runId: string) => runIn(folderOf(runId)),
    runIn,
    /** @param files  What writes the record, and checks before that no other process sends. */
    saveRun(runId: string, sent: SentRun, files: SmallFiles): void {
      saved.set(runId, save(folderOf(runId), sent, files));
      if (localIds) addLocalIds(runId, sent, localIds);
    },
    /** The id here of the run or logged model whose copy has this id on the server; without one, the id itself. */
    localIdOf(id: string): string {
      if (!localIds) {
        localIds = new Map();
        for (const folder of allRunFolders()) {
          const sent = runIn(folder);
          if (sent) addLocalIds(basename(folder), sent, localIds);
        }
      }
      return localIds.get(id) ?? id;
    },
    /** Whether the record of a run is complete: this process saved it, no other changed it, and no answer was lost. */
    isComplete: (runId: string) => saved.has(runId) && saved.get(runId) === read(folderOf(runId)),
    /** Marks the record of a run as incomplete: the server may have more than it says. */
    markIncomplete: (runId: string) => void saved.delete(runId),
    experiment: (id: string) => parsed(sentExperiment, read(experimentFolder(store, id))),
    saveExperiment: (id: string, sent: SentExperiment, files: SmallFiles) =>
      void save(experimentFolder(store, id), sent, files),
    /** The folder of every run. */
    runFolders: allRunFolders,
    /** The records that the server refused: those of runs, and model versions that belong to no run. */
    refused: () => [store.root, ...allRunFolders()].flatMap((folder) => runIn(folder)?.refused ?? []),
    /**
     * Removes what is known of each run and experiment with refused records: it is compared with the server anew. Call
     * it while no other process sends.
     */
    forgetRefused(files: SmallFiles): void {
      for (const folder of [store.root, ...allRunFolders()]) {
        if (!runIn(folder)?.refused.length) continue;
        files.beforeLastStep();
        rmSync(join(folder, name), { force: true });
      }
      for (const folder of experimentFolders(store, "ALL")) {
        const sent = parsed(sentExperiment, read(folder));
        if (!sent?.refused.length) continue;
        for (const { record } of sent.refused) delete sent.parts[record];
        save(folder, { ...sent, refused: [], failures: {} }, files);
      }
    },
  };
}

/** The limit of the file in bytes: it has a line for each refused record and each artifact. */
const MAX_BYTES = 256 << 20;

/** A file that is a link, or too large, counts as none. */
function textOf(path: string): string | undefined {
  try {
    return readPlainFile(path, MAX_BYTES, damaged)?.toString("utf8");
  } catch (cause) {
    if (damageOf(cause)) return undefined;
    throw cause;
  }
}

/** Parses a record. One that is damaged counts as missing: then the server is asked what it has. */
function parsed<S extends z.ZodType>(schema: S, text: string | undefined): z.output<S> | undefined {
  try {
    return text === undefined ? undefined : schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
