import { availableParallelism } from "node:os";
import {
  type CsrMatrix,
  csrStack,
  encodePart,
  type FittedVectorizer,
  type Part,
  type RunOptions,
  throwIfCancelled,
  yieldToEventLoop,
} from "@imdb/core";
import { cleanTexts, isCleanedVectorizer } from "@imdb/core/cleaning";
import { checkOption, checkRun, fittedVectorizerRule, optional, optionsOf } from "@imdb/core/options";
import {
  checkWorkerScript,
  createWorkerPool,
  type WorkerScriptOption,
  workerScriptRules,
} from "@imdb/runtime/threads";
import { featureCodecs } from "../codecs/feature-codecs.js";
import { checkTexts } from "../vectorizers/check-texts.js";
import { workerScript } from "../worker-script.js";
import { shrinkingChunks } from "./chunks.js";
import { runOnWorkers, threadCount } from "./run-on-workers.js";

/** Number of texts that the calling thread transforms before it yields to the event loop. */
const SLICE = 128;

/** A job for a worker thread: the texts to transform. The thread got the fitted vectorizer when it was started. */
export interface TransformJob {
  readonly job: "transform";
  readonly texts: readonly string[];
}

/** The `workerData` of a thread: the encoded vectorizer. It is a map, because Deno checks every number of an object. */
export type TransformerData = ReadonlyMap<"vectorizer", Part>;

/** Worker threads that transform texts with one fitted vectorizer. */
export interface ParallelTransformer {
  /**
   * The same matrix as the vectorizer's own `transform`, byte for byte.
   *
   * @throws `CANCELLED`, `WORKER_FAILURE`
   */
  transform(texts: readonly string[], run?: RunOptions): Promise<CsrMatrix>;
  /** Stops the threads. Call it in a `finally`. */
  close(): Promise<void>;
}

/** Options of {@link parallelTransformer}. */
export interface TransformerOptions extends WorkerScriptOption {
  readonly threads?: number;
}

const transformerOptions = optionsOf<TransformerOptions, keyof TransformerOptions>({
  threads: optional(threadCount),
  ...workerScriptRules,
});

/**
 * Starts worker threads that transform texts with a fitted vectorizer of this package, or with one that cleans texts before such
 * a vectorizer, as that of a text classifier: the calling thread cleans them. The vectorizer is sent
 * to them encoded as in a bundle, so its tokenizer must not be a function. The calling thread transforms texts too, and
 * yields to the event loop every few milliseconds. Each thread takes the next chunk of texts as soon as it is free.
 *
 * @param options.threads  Number of threads, the calling one included. Default: one for each core.
 * @param options.workerScript  A copy or a bundle of `@imdb/features/worker`. Without a script, as in a bundle of one
 *                         file, the calling thread does the work, with a warning.
 * @throws `INVALID_OPTION`, `INVALID_WORKER_SCRIPT`; `UNKNOWN_CODEC` for a vectorizer of another package; `TOKENIZER_NOT_SERIALIZABLE`.
 * @example
 * const vectorizer = await tfidfVectorizer().fit(withRole("train", ["a good film"]));
 * const transformer = parallelTransformer(vectorizer, { threads: 2 });
 * const matrix = await transformer.transform(["good", "film"]).finally(() => transformer.close());
 * matrix.rows; // => 2
 */
export function parallelTransformer(
  given: FittedVectorizer,
  options: TransformerOptions = {},
): ParallelTransformer {
  const whole = checkOption("vectorizer", given, fittedVectorizerRule);
  const isCleaned = isCleanedVectorizer(whole);
  const vectorizer = isCleaned ? whole.inner : whole;
  const { threads = availableParallelism(), workerScript: ownScript } = transformerOptions.resolve(options);
  const workerData: TransformerData = new Map([["vectorizer", encodePart(vectorizer, featureCodecs)]]);
  const script = threads === 1 ? undefined : workerScript(ownScript);
  // The calling thread works too.
  const pool = script && createWorkerPool<TransformJob, CsrMatrix>(script, threads - 1, { workerData });

  async function transform(all: readonly string[], run: RunOptions = {}): Promise<CsrMatrix> {
    checkTexts(all);
    // Here, because a list that is sent to a thread does not know any more how it was cleaned, and steps are functions.
    const texts = isCleaned ? cleanTexts(all, whole.steps) : all;
    checkRun(run);
    await checkWorkerScript(script);
    throwIfCancelled(run.signal, "Transforming texts");
    let done = 0;
    const report = (chunk: readonly string[]) => {
      done += chunk.length;
      run.onProgress?.({ stage: "transforming", done, total: texts.length, unit: "documents" });
    };
    const workers = new Array(pool?.size ?? 0).fill(async (chunk: readonly string[]) => {
      const part = await pool!.run({ job: "transform", texts: chunk }, { signal: run.signal });
      report(chunk);
      return [part];
    });
    const parts = await runOnWorkers<readonly string[], CsrMatrix[]>(shrinkingChunks(texts, threads), [
      ...workers,
      async (chunk: readonly string[]) => {
        const slices = await transformOnCallingThread(vectorizer, chunk, run.signal);
        report(chunk);
        return slices;
      },
    ]);
    return parts.length === 0 ? vectorizer.transform([]) : csrStack(parts.flat());
  }

  return { transform, close: async () => pool?.close() };
}

/** Transforms on the calling thread, yielding to the event loop every few milliseconds. */
async function transformOnCallingThread(
  vectorizer: FittedVectorizer,
  texts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<CsrMatrix[]> {
  const parts: CsrMatrix[] = [];
  for (let i = 0; i < texts.length; i += SLICE) {
    parts.push(vectorizer.transform(texts.slice(i, i + SLICE)));
    await yieldToEventLoop();
    throwIfCancelled(signal, "Transforming texts");
  }
  return parts;
}
