import { createHash, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { z } from "zod";
import type { FileStoreInside } from "../file-store/file-store.js";
import { runNames } from "../file-store/layout.js";
import { textOf } from "../process/os-error.js";
import { type SentExperiment, type SentRun, sentExperiment, sentRun } from "./sent.js";

/** What of a folder is known to be on a server, beside each run and experiment: it goes where they go. */
export type Ledger = ReturnType<typeof openLedger>;

/** Opens what is known of a folder's runs on the server of a URI. */
export function openLedger({ files, runs, experiments }: FileStoreInside, serverUri: string) {
  const target = createHash("sha256").update(serverUri).digest("hex").slice(0, 8);
  const name = `.sent-${target}.json`;
  /** What this process has saved: when the file says something else, another process has sent. */
  const own = new Map<string, string>();
  /** Stands in every file that this process saves, so that none is the same as another's. */
  const by = randomUUID();
  let origins: Map<string, string> | undefined;

  function save(folder: string, sent: object): string {
    const text = JSON.stringify({ ...sent, by });
    files.replace(join(folder, name), text, folder);
    return text;
  }

  function noteOrigins(runId: string, sent: SentRun, known: Map<string, string>): void {
    known.set(sent.id, runId);
    for (const [modelId, id] of Object.entries(sent.models)) known.set(id, modelId);
  }

  const runIn = (folder: string) => parsed(sentRun, textOf(join(folder, name)));
  const runFolders = () =>
    experiments.folders("ALL").flatMap((folder) => runNames(folder).map((run) => join(folder, run)));

  return {
    /** Ends the names of what is kept for this server. */
    target,
    run: (runId: string) => runIn(runs.folder(runId)),
    runIn,
    saveRun(runId: string, sent: SentRun): void {
      own.set(runId, save(runs.folder(runId), sent));
      if (origins) noteOrigins(runId, sent, origins);
    },
    /** The run or the logged model of the folder that an id of the server is the copy of, else the id itself. */
    originOf(id: string): string {
      if (!origins) {
        origins = new Map();
        for (const folder of runFolders()) {
          const sent = runIn(folder);
          if (sent) noteOrigins(basename(folder), sent, origins);
        }
      }
      return origins.get(id) ?? id;
    },
    /** Whether nobody else has sent anything of a run since it was saved here, and no answer got lost. */
    isSure: (runId: string) => own.has(runId) && own.get(runId) === textOf(join(runs.folder(runId), name)),
    /** What is known of a run may not be all. */
    doubt: (runId: string) => void own.delete(runId),
    /** Lets a run be compared with what is on the server, as if nothing were known of it. */
    forget: (folder: string) => rmSync(join(folder, name), { force: true }),
    experiment: (id: string) => parsed(sentExperiment, textOf(join(experiments.folder(id), name))),
    saveExperiment: (id: string, sent: SentExperiment) => void save(experiments.folder(id), sent),
    /** Every run, by its folder. */
    runFolders,
  };
}

/** A text that cannot be read is as good as none: what is on the server is found there. */
function parsed<S extends z.ZodType>(schema: S, text: string | undefined): z.output<S> | undefined {
  try {
    return text === undefined ? undefined : schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
