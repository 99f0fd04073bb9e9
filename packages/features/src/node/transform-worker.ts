import { parentPort, workerData } from "node:worker_threads";
import { type CsrMatrix, decodePart, type FittedVectorizer, type Part } from "@imdb/core";
import { type JobResult, serveJobs } from "@imdb/core/node";
import { featureCodecs } from "../codecs/feature-codecs.js";
import { buffersOf } from "./buffers-of.js";
import type { TransformJob } from "./transform-job.js";

let vectorizer: FittedVectorizer | undefined;

function transform({ texts }: TransformJob): JobResult<CsrMatrix> {
  vectorizer ??= decodePart<FittedVectorizer>(workerData as Part, featureCodecs);
  const value = vectorizer.transform(texts);
  const { indptr, indices, values } = value;
  return { value, transfer: buffersOf({ indptr, indices, values }) };
}

serveJobs<TransformJob, CsrMatrix>(parentPort, transform);
