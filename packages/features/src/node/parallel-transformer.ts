import { availableParallelism } from "node:os";
import { type CsrMatrix, csrStack, type FittedVectorizer, type RunOptions, UnknownCodec } from "@imdb/core";
import { createWorkerPool } from "@imdb/core/node";
import { featureCodecs } from "../codecs/feature-codecs.js";
import { chunksOf } from "./chunks.js";
import type { Job, TransformJob } from "./jobs.js";
import { WORKER_SCRIPT } from "./worker-script.js";

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

/**
 * Starts worker threads that transform texts with a fitted vectorizer of this package. It reaches them as it
 * would reach a bundle, so a tokenizer that is a function cannot go along.
 *
 * @param options.threads  Default: one a core.
 * @throws `UNKNOWN_CODEC` for a vectorizer of another package; `TOKENIZER_NOT_SERIALIZABLE`.
 * @example
 * const vectorizer = await tfidfVectorizer().fit(withRole("train", ["a good film"]));
 * const transformer = parallelTransformer(vectorizer, { threads: 2 });
 * const matrix = await transformer.transform(["good", "film"]).finally(() => transformer.close());
 * matrix.rows; // => 2
 */
export function parallelTransformer(
  vectorizer: FittedVectorizer,
  options: { readonly threads?: number } = {},
): ParallelTransformer {
  const { kind } = vectorizer;
  const codec = featureCodecs.find((candidate) => candidate.kind === kind);
  if (!codec) throw UnknownCodec.create({ kind, known: featureCodecs.map((known) => known.kind) });
  const described = { kind, version: codec.version, part: codec.encode(vectorizer) };
  const pool = createWorkerPool<Job, CsrMatrix>(WORKER_SCRIPT, options.threads ?? availableParallelism());

  return {
    async transform(texts, run = {}) {
      if (texts.length === 0) return vectorizer.transform(texts);
      const chunks = chunksOf(texts, pool.size).filter((chunk) => chunk.length > 0);
      const parts = await Promise.all(
        chunks.map((chunk) => {
          const job: TransformJob = { job: "transform", vectorizer: described, texts: chunk };
          return pool.run(job, { signal: run.signal });
        }),
      );
      return csrStack(parts);
    },
    close: () => pool.close(),
  };
}
