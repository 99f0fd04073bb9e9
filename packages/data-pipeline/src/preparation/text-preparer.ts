import { availableParallelism } from "node:os";
import { type RunOptions, yieldToEventLoop } from "@imdb/core";
import { builtInNames, type CleaningStep, clean } from "@imdb/core/cleaning";
import {
  checkWorkerScript,
  createWorkerPool,
  type WorkerPool,
  type WorkerScriptOption,
} from "@imdb/runtime/threads";
import type { SketchRules } from "../similarity/sketch.js";
import { workerScript } from "../worker-script.js";
import { changedTexts, type PreparedTexts, prepareTexts, type TextBlock } from "./prepare-texts.js";

/** The work that a thread gets at once. */
export interface PreparationJob {
  readonly blocks: readonly TextBlock[];
  /** The cleaning steps by the names of `builtInNames`. */
  readonly cleaning: readonly string[];
  readonly sketched: SketchRules | undefined;
}

/** How texts are prepared: the options of a run, and the script of its threads. */
export interface PreparationRun extends RunOptions, WorkerScriptOption {}

type Result = PreparedTexts | { readonly error: unknown };

/** The number of blocks that a thread gets at once, so that it seldom waits for the calling thread. */
const BLOCKS_PER_JOB = 4;
/** The number of blocks that may wait for threads. The calling thread prepares the ones beyond it. */
const MAX_WAITING = 256;

/**
 * Prepares blocks of texts while more of them come in.
 *
 * With `run.threads` above 1 (default: one a core) other threads work on the blocks that the calling thread adds, and
 * at the end it helps them; a few blocks are done without any. Threads change the time and nothing else.
 */
export class TextPreparer {
  private readonly cleaning: readonly CleaningStep[];
  private readonly sketched: SketchRules | undefined;
  private readonly signal: AbortSignal | undefined;
  /** The number of threads besides the calling one. */
  private others: number;
  private readonly givenScript: string | URL | undefined;
  /** The names of the steps; `undefined` when one of them is not built in and cannot be sent to a thread. */
  private readonly stepNames: readonly string[] | undefined;
  /** Blocks that are not done, by their number. */
  private readonly blocks = new Map<number, TextBlock>();
  private readonly results: (Result | undefined)[] = [];
  /** The numbers of the blocks whose preparation has not started. */
  private waiting: number[] = [];
  private readonly running = new Set<Promise<void>>();
  private pool: WorkerPool<PreparationJob, readonly PreparedTexts[]> | undefined;
  private taken = 0;

  /**
   * @param cleaning     Steps that are not built in are applied by the calling thread, all others on any thread.
   * @param sketched     How near duplicates are looked for; `undefined` when they are not.
   */
  constructor(cleaning: readonly CleaningStep[], sketched: SketchRules | undefined, run: PreparationRun) {
    this.cleaning = cleaning;
    this.sketched = sketched;
    this.signal = run.signal;
    this.others = (run.threads ?? availableParallelism()) - 1;
    this.givenScript = run.workerScript;
    this.stepNames = builtInNames(cleaning);
  }

  /**
   * Checks the script that was given, also where there will not be texts enough for threads.
   *
   * @throws `INVALID_WORKER_SCRIPT`
   */
  async check(): Promise<void> {
    if (this.others > 0 && this.givenScript !== undefined)
      await checkWorkerScript(workerScript(this.givenScript));
  }

  /** Adds a block, which is prepared at once or later on another thread. */
  add(block: TextBlock): void {
    const number = this.results.length;
    this.results.push(undefined);
    this.blocks.set(number, block);
    if (this.others < 1) {
      this.prepareHere(number);
      return;
    }
    this.waiting.push(number);
    this.dispatch();
    if (this.waiting.length > MAX_WAITING) this.prepareHere(this.waiting.pop()!);
  }

  /** The blocks that are done and were not taken yet, in the order of `add`, up to the first that is not done. */
  take(): PreparedTexts[] {
    const { results } = this;
    const ready: PreparedTexts[] = [];
    for (let result = results[this.taken]; result !== undefined; result = results[this.taken]) {
      if ("error" in result) throw result.error;
      ready.push(result);
      // Frees the memory of the block.
      results[this.taken++] = undefined;
    }
    return ready;
  }

  /** Waits until all blocks are done. Returns those that were not taken yet. */
  async finish(): Promise<PreparedTexts[]> {
    while (this.waiting.length > 0) {
      this.prepareHere(this.waiting.pop()!);
      // Threads that are done get their next blocks.
      await yieldToEventLoop();
    }
    await Promise.all(this.running);
    return this.take();
  }

  /** Stops the threads. Call it in a `finally`. */
  async close(): Promise<void> {
    await this.pool?.close();
  }

  private prepareHere(number: number): void {
    this.results[number] = prepareTexts(this.blocks.get(number)!, this.cleaning, this.sketched);
    this.blocks.delete(number);
  }

  private openPool(): WorkerPool<PreparationJob, readonly PreparedTexts[]> | undefined {
    const script = workerScript(this.givenScript);
    return script && createWorkerPool(script, this.others);
  }

  /** Sends blocks to idle threads. Fewer than a job are done sooner than a thread has started. */
  private dispatch(): void {
    if (this.waiting.length < BLOCKS_PER_JOB) return;
    this.pool ??= this.openPool();
    if (!this.pool) {
      this.others = 0;
      for (const number of this.waiting.splice(0)) this.prepareHere(number);
    }
    while (this.running.size < this.others && this.waiting.length >= BLOCKS_PER_JOB) {
      const numbers = this.waiting.slice(0, BLOCKS_PER_JOB);
      this.waiting = this.waiting.slice(BLOCKS_PER_JOB);
      const done = this.prepareOnThread(numbers).then(() => {
        this.running.delete(done);
        this.dispatch();
      });
      this.running.add(done);
    }
  }

  /** Never rejects: a failure is the result of its blocks, and `take` throws it. */
  private async prepareOnThread(numbers: readonly number[]): Promise<void> {
    const { stepNames, sketched, signal } = this;
    try {
      const raw = numbers.map((number) => this.blocks.get(number)!);
      const blocks = stepNames ? raw : raw.map((block) => cleanedBlock(block, this.cleaning));
      const job = { blocks, cleaning: stepNames ?? [], sketched };
      const prepared = await this.pool!.run(job, { signal });
      numbers.forEach((number, k) => {
        const result = prepared[k]!;
        const texts = stepNames ? result.texts : changedTexts(blocks[k]!.texts, raw[k]!.texts);
        this.results[number] = { ...result, texts };
        this.blocks.delete(number);
      });
    } catch (error) {
      for (const number of numbers) this.results[number] = { error };
    }
  }
}

function cleanedBlock({ texts, heads }: TextBlock, cleaning: readonly CleaningStep[]): TextBlock {
  return { heads, texts: texts.map((text) => clean(text, cleaning)) };
}
