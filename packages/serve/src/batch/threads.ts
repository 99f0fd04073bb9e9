import { builtFile, createWorkerPool } from "@imdb/runtime/threads";
import type { Predictor } from "../predictor/predictor.js";
import type { Block, Job, ScoredBlock } from "./job.js";
import { type Scorers, scoreHere } from "./scorers.js";
import type { ThreadJob, WorkerSetup } from "./worker.js";

/** How a thread gets the model: functions do not cross over, so it loads the bundle itself. */
export interface ThreadModel {
  /** What the loader is given: the path of the bundle. */
  readonly source: string;
  /**
   * A module that exports `loadModel(source): Promise<Predictor>`, as a URL or a package name.
   * Default: `@imdb/serve/defaults`.
   */
  readonly loader?: string | URL | undefined;
}

interface Waiting {
  readonly block: Block;
  readonly signal: AbortSignal | undefined;
  resolve(scored: ScoredBlock | Promise<ScoredBlock>): void;
  reject(error: unknown): void;
}

/** Blocks that a thread has at once: the one it is at, and the next, so that it need not wait for this thread. */
const HELD = 2;

/**
 * Scores on `threads` threads, of which this one, whose model is there already, is one. The others take part as
 * soon as each has loaded its copy of the model; a batch that ends before does not wait for them.
 */
export function scoreOnThreads(
  threads: number,
  predictor: Predictor,
  { source, loader }: ThreadModel,
  job: Job,
): Scorers {
  const workerData: WorkerSetup = {
    source,
    loader: loader === undefined ? builtFile(import.meta.url, "defaults.js").href : String(loader),
    modelVersion: predictor.modelVersion,
    job,
  };
  const pool = createWorkerPool<ThreadJob, ScoredBlock | undefined>(
    builtFile(import.meta.url, "batch/worker.js"),
    threads - 1,
    { workerData },
  );
  const here = scoreHere(predictor, job);
  const waiting: Waiting[] = [];
  let room = 0;
  let isFree = true;
  let failure: { readonly error: unknown } | undefined;

  function next(): void {
    while (waiting.length > 0 && (room > 0 || isFree)) {
      const { block, signal, resolve } = waiting.shift()!;
      resolve(room > 0 ? scoreThere(block, signal) : scoreBeside(block, signal));
    }
  }

  async function scoreThere(block: Block, signal: AbortSignal | undefined): Promise<ScoredBlock> {
    room--;
    try {
      const { content } = block;
      const transfer = content instanceof Uint8Array ? [content.buffer as ArrayBuffer] : [];
      return (await pool.run(block, { transfer, signal }))!;
    } finally {
      room++;
      next();
    }
  }

  async function scoreBeside(block: Block, signal: AbortSignal | undefined): Promise<ScoredBlock> {
    isFree = false;
    try {
      return await here.score(block, signal);
    } finally {
      isFree = true;
      next();
    }
  }

  async function join(): Promise<void> {
    try {
      await pool.run("load");
      room += HELD;
      next();
    } catch (error) {
      // Without its threads the batch is not what was asked for: whatever is not scored yet fails.
      failure ??= { error };
      for (const { reject } of waiting.splice(0)) reject(error);
    }
  }
  for (let thread = 1; thread < threads; thread++) void join();

  return {
    parallel: threads * (HELD + 2),
    score(block, signal) {
      return new Promise((resolve, reject) => {
        if (failure) return reject(failure.error);
        waiting.push({ block, signal, resolve, reject });
        next();
      });
    },
    close: () => pool.close(),
  };
}
