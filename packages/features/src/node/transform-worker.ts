import { parentPort, workerData } from "node:worker_threads";
import { type CsrMatrix, decodePart, type FittedVectorizer } from "@imdb/core";
import { type JobResult, serveJobs } from "@imdb/runtime/threads";
import { featureCodecs } from "../codecs/feature-codecs.js";
import type { TransformerData, TransformJob } from "./parallel-transformer.js";
import { buffersOf } from "./shared-texts.js";

let vectorizer: FittedVectorizer | undefined;

function transform({ texts }: TransformJob): JobResult<CsrMatrix> {
  const part = (workerData as TransformerData).get("vectorizer")!;
  vectorizer ??= decodePart<FittedVectorizer>(part, featureCodecs);
  const value = vectorizer.transform(texts);
  const { indptr, indices, values } = value;
  return { value, transfer: buffersOf({ indptr, indices, values }) };
}

serveJobs<TransformJob, CsrMatrix>(parentPort, transform);
