import { createWorkerPool } from "@imdb/core/node";
import { builtFile } from "../node/built-file.js";
import type { Predictor } from "../predictor/predictor.js";
import type { Block, Job, ScoredBlock } from "./job.js";
import { scoreBlock } from "./score-block.js";
import type { WorkerSetup } from "./worker.js";

/** Where blocks are scored: here, or on threads. */
export interface Scorers {
  /** Blocks that may be on their way at once. */
  readonly parallel: number;
  score(block: Block, signal: AbortSignal | undefined): Promise<ScoredBlock>;
  close(): Promise<void>;
}

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

/** Scores in this thread, with a turn for timers and signals between blocks. */
export function scoreHere(predictor: Predictor, job: Job): Scorers {
  return {
    parallel: 1,
    async score(block) {
      await new Promise((resolve) => setImmediate(resolve));
      return scoreBlock(predictor, job, block);
    },
    async close() {},
  };
}

/** Scores on worker threads, each with its own copy of the model. */
export function scoreOnThreads(
  threads: number,
  { source, loader }: ThreadModel,
  modelVersion: string,
  job: Job,
): Scorers {
  const workerData: WorkerSetup = {
    source,
    loader: loader === undefined ? builtFile("defaults.js").href : String(loader),
    modelVersion,
    job,
  };
  const pool = createWorkerPool<Block, ScoredBlock>(builtFile("batch/worker.js"), threads, { workerData });
  return {
    parallel: threads * 2,
    score(block, signal) {
      const { content } = block;
      const transfer = content instanceof Uint8Array ? [content.buffer as ArrayBuffer] : [];
      return pool.run(block, { transfer, signal });
    },
    close: () => pool.close(),
  };
}
