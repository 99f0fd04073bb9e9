import { workerData } from "node:worker_threads";
import { type CsrMatrix, decodePart, type FittedVectorizer } from "@imdb/core";
import type { JobResult } from "@imdb/runtime/threads";
import { featureCodecs } from "../codecs/feature-codecs.js";
import type { TransformerData, TransformJob } from "./parallel-transformer.js";
import { buffersOf } from "./shared-texts.js";

let vectorizer: FittedVectorizer | undefined;

/** The thread's side of `parallelTransformer`. */
export function transformOnThread({ texts }: TransformJob): JobResult<CsrMatrix> {
  const part = (workerData as TransformerData).get("vectorizer")!;
  vectorizer ??= decodePart<FittedVectorizer>(part, featureCodecs);
  const value = vectorizer.transform(texts);
  const { indptr, indices, values } = value;
  return { value, transfer: buffersOf({ indptr, indices, values }) };
}
