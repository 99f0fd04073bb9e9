import { createWorkerPool, type WorkerPool, type WorkerScript } from "@imdb/runtime/threads";
import type { Predictor } from "../predictor/predictor.js";
import type { Block, Job, ScoredBlock } from "./job.js";
import { type Scorers, scoreHere } from "./scorers.js";

/** How a thread gets the model: functions cannot be sent to it, so it loads the bundle itself. */
export interface ThreadModel {
  /** The argument of the loader: the path of the bundle. */
  readonly source: string;
  /**
   * A module that exports `loadModel(source): Promise<Predictor>`, as a URL or a package name.
   * Default: what `@imdb/serve/defaults` does.
   */
  readonly loader?: string | URL | undefined;
}

/** The worker data of a scoring thread. */
export interface ThreadSetup {
  readonly source: string;
  readonly loader: string | undefined;
  readonly modelVersion: string;
  readonly job: Job;
}

/** The jobs of a scoring thread: `"load"` first, then blocks. */
export type ThreadJob = "load" | Block;

interface WaitingBlock {
  readonly block: Block;
  readonly signal: AbortSignal | undefined;
  resolve(scored: ScoredBlock | Promise<ScoredBlock>): void;
  reject(error: unknown): void;
}

/** The number of blocks that a thread has at once: the one it scores, and the next, so that it need not wait. */
const BLOCKS_PER_THREAD = 2;

/**
 * Scores on `threads` threads. The calling thread, which has the model already, is one of them. Each of the others takes
 * part once it has loaded its copy of the model; a batch that ends before that does not wait for it.
 */
export function scoreOnThreads(
  script: WorkerScript,
  threads: number,
  predictor: Predictor,
  { source, loader }: ThreadModel,
  job: Job,
): Scorers {
  const workerData: ThreadSetup = {
    source,
    loader: loader === undefined ? undefined : String(loader),
    modelVersion: predictor.modelVersion,
    job,
  };
  const pool = createWorkerPool<ThreadJob, ScoredBlock | undefined>(script, threads - 1, { workerData });
  return new ThreadScorers(threads, pool, scoreHere(predictor, job));
}

class ThreadScorers implements Scorers {
  readonly parallel: number;
  private readonly pool: WorkerPool<ThreadJob, ScoredBlock | undefined>;
  private readonly here: Scorers;
  private readonly waiting: WaitingBlock[] = [];
  /** The number of blocks that the other threads can take now. */
  private capacity = 0;
  private isHereFree = true;
  private failure: { readonly error: unknown } | undefined;

  constructor(threads: number, pool: WorkerPool<ThreadJob, ScoredBlock | undefined>, here: Scorers) {
    this.parallel = threads * (BLOCKS_PER_THREAD + 2);
    this.pool = pool;
    this.here = here;
    for (let thread = 1; thread < threads; thread++) void this.loadModel();
  }

  score(block: Block, signal: AbortSignal | undefined): Promise<ScoredBlock> {
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure.error);
      this.waiting.push({ block, signal, resolve, reject });
      this.startNext();
    });
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  /** Never rejects: without its threads the batch is not what was asked for, so every block not scored yet fails. */
  private async loadModel(): Promise<void> {
    try {
      await this.pool.run("load");
      this.capacity += BLOCKS_PER_THREAD;
      this.startNext();
    } catch (error) {
      this.failure ??= { error };
      for (const { reject } of this.waiting.splice(0)) reject(error);
    }
  }

  private startNext(): void {
    while (this.waiting.length > 0 && (this.capacity > 0 || this.isHereFree)) {
      const { block, signal, resolve } = this.waiting.shift()!;
      resolve(this.capacity > 0 ? this.scoreOnThread(block, signal) : this.scoreHere(block, signal));
    }
  }

  private async scoreOnThread(block: Block, signal: AbortSignal | undefined): Promise<ScoredBlock> {
    this.capacity--;
    try {
      const { content } = block;
      const transfer = content instanceof Uint8Array ? [content.buffer as ArrayBuffer] : [];
      return (await this.pool.run(block, { transfer, signal }))!;
    } finally {
      this.capacity++;
      this.startNext();
    }
  }

  private async scoreHere(block: Block, signal: AbortSignal | undefined): Promise<ScoredBlock> {
    this.isHereFree = false;
    try {
      return await this.here.score(block, signal);
    } finally {
      this.isHereFree = true;
      this.startNext();
    }
  }
}
