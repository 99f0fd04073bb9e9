import { availableParallelism } from "node:os";
import { breathe, type RunOptions } from "@imdb/core";
import { builtFile, createWorkerPool, type WorkerPool } from "@imdb/runtime/threads";
import { type CleaningStep, clean } from "../cleaning/cleaning-step.js";
import { namesOfOurs } from "../cleaning/our-steps.js";
import { type PreparedTexts, prepareTexts, type TextBlock } from "./prepare-texts.js";

/** Prepares blocks of texts while more of them come in. */
export interface Preparer {
  /** Takes a block; it may be done at once, or later on another thread. */
  add(block: TextBlock): void;
  /** What is done by now and was not taken yet, in the order of `add`; stops before the first that is not. */
  take(): PreparedTexts[];
  /** The same for all blocks. */
  finish(): Promise<PreparedTexts[]>;
  /** Stops the threads. Call it in a `finally`. */
  close(): Promise<void>;
}

/** What a thread is asked. */
export interface PreparationJob {
  readonly blocks: readonly TextBlock[];
  /** The cleaning steps by the names of `namesOfOurs`. */
  readonly cleaning: readonly string[];
  readonly shingleSize: number;
}

type Answer = PreparedTexts | { readonly error: unknown };

/** Blocks that a thread gets at once, so that it seldom waits for the calling thread to hand it more. */
const AT_ONCE = 4;
/** Blocks that may wait for threads; whoever brings more has to work on them. */
const MAX_WAITING = 256;

/**
 * Starts a preparer. With `run.threads` above 1 (default: one a core) other threads work on the blocks that the
 * calling thread brings, and at the end it helps them; a few blocks are done without any. Threads change the time and
 * nothing else.
 *
 * @param cleaning     Steps of the caller's own are applied by the calling thread, all others wherever.
 * @param shingleSize  Words in a shingle; 0 when near duplicates are not looked for.
 */
export function createPreparer(
  cleaning: readonly CleaningStep[],
  shingleSize: number,
  run: RunOptions,
): Preparer {
  const others = (run.threads ?? availableParallelism()) - 1;
  const names = namesOfOurs(cleaning);
  const answers: (Answer | undefined)[] = [];
  /** Places of blocks that nobody works on. */
  let waiting: number[] = [];
  const blocks = new Map<number, TextBlock>();
  const running = new Set<Promise<void>>();
  let pool: WorkerPool<PreparationJob, readonly PreparedTexts[]> | undefined;
  let taken = 0;

  function prepareHere(at: number): void {
    answers[at] = prepareTexts(blocks.get(at)!, cleaning, shingleSize);
    blocks.delete(at);
  }

  /** Hands blocks to idle threads; a few are sooner done than a thread has started. */
  function dispatch(): void {
    while (running.size < others && waiting.length >= AT_ONCE) {
      const places = waiting.slice(0, AT_ONCE);
      waiting = waiting.slice(AT_ONCE);
      const done = prepareThere(places).then(() => {
        running.delete(done);
        dispatch();
      });
      running.add(done);
    }
  }

  /** A failure is kept as the answer: `take` throws it. */
  async function prepareThere(places: readonly number[]): Promise<void> {
    pool ??= createWorkerPool(builtFile(import.meta.url, "preparation/thread.js"), others);
    try {
      const own = places.map((at) => blocks.get(at)!);
      const given = names ? own : own.map(({ texts, heads }) => ({ heads, texts: cleanedHere(texts) }));
      const job = { blocks: given, cleaning: names ?? [], shingleSize };
      const prepared = await pool.run(job, { signal: run.signal });
      places.forEach((at, k) => {
        const { texts, ...found } = prepared[k]!;
        answers[at] = names ? prepared[k]! : { ...found, texts: changed(given[k]!.texts, own[k]!.texts) };
        blocks.delete(at);
      });
    } catch (error) {
      for (const at of places) answers[at] = { error };
    }
  }

  function cleanedHere(texts: readonly string[]): string[] {
    return texts.map((text) => clean(text, cleaning));
  }

  function take(): PreparedTexts[] {
    const ready: PreparedTexts[] = [];
    for (let answer = answers[taken]; answer !== undefined; answer = answers[taken]) {
      if ("error" in answer) throw answer.error;
      ready.push(answer);
      // Not kept any longer than needed.
      answers[taken++] = undefined;
    }
    return ready;
  }

  return {
    add(block) {
      const at = answers.length;
      answers.push(undefined);
      blocks.set(at, block);
      if (others < 1) return prepareHere(at);
      waiting.push(at);
      dispatch();
      if (waiting.length > MAX_WAITING) prepareHere(waiting.pop()!);
    },
    take,
    async finish() {
      while (waiting.length > 0) {
        prepareHere(waiting.pop()!);
        // Threads that are done get their next blocks.
        await breathe();
      }
      await Promise.all(running);
      return take();
    },
    close: async () => pool?.close(),
  };
}

function changed(cleaned: readonly string[], raw: readonly string[]): (string | null)[] {
  return cleaned.map((text, i) => (text === raw[i] ? null : text));
}
