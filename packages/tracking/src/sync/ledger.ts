import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import type { z } from "zod";
import type { FileStoreInside } from "../file-store/file-store.js";
import { runNames } from "../file-store/layout.js";
import { type SentExperiment, type SentRun, sentExperiment, sentRun } from "./sent.js";

/** What of a folder is known to be on a server, beside each run and experiment: it goes where they go. */
export interface Ledger {
  /** Ends the names of what is kept for this server. */
  readonly target: string;
  run(runId: string): SentRun | undefined;
  /** The same by the run's folder. */
  runIn(folder: string): SentRun | undefined;
  saveRun(runId: string, sent: SentRun): void;
  /** Whether nobody else has sent anything of a run since it was saved here, and no answer got lost. */
  isSure(runId: string): boolean;
  /** What is known of a run may not be all. */
  doubt(runId: string): void;
  /** Lets a run be compared with what is on the server, as if nothing were known of it. */
  forget(folder: string): void;
  experiment(experimentId: string): SentExperiment | undefined;
  saveExperiment(experimentId: string, sent: SentExperiment): void;
  /** The run or the logged model of the folder that an id of the server is the copy of, else the id itself. */
  originOf(id: string): string;
  /** Every run, by its folder. */
  runFolders(): string[];
}

/** Opens what is known of a folder's runs on the server of a URI. */
export function openLedger({ files, runs, experiments }: FileStoreInside, serverUri: string): Ledger {
  const target = createHash("sha256").update(serverUri).digest("hex").slice(0, 8);
  const name = `.sent-${target}.json`;
  /** What this process has saved: when the file says something else, another process has sent. */
  const own = new Map<string, string>();
  let origins: Map<string, string> | undefined;

  function save(folder: string, sent: object): string {
    const text = JSON.stringify(sent);
    files.replace(join(folder, name), text, folder);
    return text;
  }

  function noteOrigins(runId: string, sent: SentRun, known: Map<string, string>): void {
    known.set(sent.id, runId);
    for (const [modelId, model] of Object.entries(sent.models)) known.set(model.id, modelId);
  }

  const readRun = (folder: string) => parsed(sentRun, textOf(join(folder, name)));
  const runFolders = () =>
    experiments.folders("ALL").flatMap((folder) => runNames(folder).map((run) => join(folder, run)));

  return {
    target,
    run: (runId) => readRun(runs.folder(runId)),
    runIn: readRun,
    saveRun(runId, sent) {
      own.set(runId, save(runs.folder(runId), sent));
      if (origins) noteOrigins(runId, sent, origins);
    },
    originOf(id) {
      if (!origins) {
        origins = new Map();
        for (const folder of runFolders()) {
          const sent = readRun(folder);
          if (sent) noteOrigins(basename(folder), sent, origins);
        }
      }
      return origins.get(id) ?? id;
    },
    isSure: (runId) => own.has(runId) && own.get(runId) === textOf(join(runs.folder(runId), name)),
    doubt: (runId) => void own.delete(runId),
    forget: (folder) => rmSync(join(folder, name), { force: true }),
    experiment: (id) => parsed(sentExperiment, textOf(join(experiments.folder(id), name))),
    saveExperiment: (id, sent) => void save(experiments.folder(id), sent),
    runFolders,
  };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw fileFailure("read", path, cause);
  }
}

/** A text that cannot be read is as good as none: what is on the server is found there. */
function parsed<S extends z.ZodType>(schema: S, text: string | undefined): z.output<S> | undefined {
  try {
    return text === undefined ? undefined : schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
