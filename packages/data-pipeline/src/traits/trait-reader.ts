import { availableParallelism } from "node:os";
import type { RunOptions } from "@imdb/core";
import { createWorkerPool, type WorkerPool } from "@imdb/core/node";
import { TRAIT_THREAD } from "../trait-thread.js";
import { joinTraits, readTraits, type TextTraits } from "./text-traits.js";

/** Reads the traits of texts while more of them come in. */
export interface TraitReader {
  add(text: string): void;
  /** The traits of all texts, in their order. */
  finish(): Promise<TextTraits>;
  /** Stops the threads. Call it in a `finally`. */
  close(): Promise<void>;
}

/** What a thread is asked. */
export interface TraitJob {
  readonly texts: readonly string[];
  readonly shingleSize: number;
}

/** Characters that are read at once. */
const CHUNK = 2 ** 20;
/** Chunks that may wait for each thread; whoever brings more reads them. */
const WAITING = 16;

/**
 * Starts a reader. With `run.threads` above 1 (default: one a core) the calling thread hands texts on to the
 * others as long as they keep up; few texts are read without any. Threads change the time and nothing else.
 *
 * @param shingleSize  Words in a shingle; 0 when near duplicates are not looked for.
 */
export function createTraitReader(shingleSize: number, run: RunOptions): TraitReader {
  const others = (run.threads ?? availableParallelism()) - 1;
  const parts: (TextTraits | Promise<TextTraits>)[] = [];
  let pool: WorkerPool<TraitJob, TextTraits> | undefined;
  let waiting = 0;
  let texts: string[] = [];
  let characters = 0;

  function flush(): void {
    // The first chunk is read here: with no other it was all, and starting a thread would take longer.
    const isHere = others < 1 || parts.length === 0 || waiting >= WAITING * others;
    parts.push(isHere ? readTraits(texts, shingleSize) : readThere({ texts, shingleSize }));
    texts = [];
    characters = 0;
  }

  function readThere(job: TraitJob): Promise<TextTraits> {
    pool ??= createWorkerPool(TRAIT_THREAD, others);
    waiting++;
    const traits = pool.run(job, { signal: run.signal });
    const done = () => {
      waiting--;
    };
    // A failure is thrown by `finish`; until then nobody waits for it.
    traits.then(done, done);
    return traits;
  }

  return {
    add(text) {
      texts.push(text);
      characters += text.length;
      if (characters >= CHUNK) flush();
    },
    async finish() {
      if (texts.length > 0) flush();
      return joinTraits(await Promise.all(parts));
    },
    close: async () => pool?.close(),
  };
}
