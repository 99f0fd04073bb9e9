import { parentPort, workerData } from "node:worker_threads";
import { type CsrMatrix, type FittedVectorizer, UnknownCodec } from "@imdb/core";
import { type JobResult, serveJobs } from "@imdb/runtime/threads";
import { featureCodecs } from "../codecs/feature-codecs.js";
import { buffersOf } from "./buffers-of.js";
import type { DescribedVectorizer, TransformerData, TransformJob } from "./transform-job.js";

let vectorizer: FittedVectorizer | undefined;

function transform({ texts }: TransformJob): JobResult<CsrMatrix> {
  vectorizer ??= decode((workerData as TransformerData).get("vectorizer")!);
  const value = vectorizer.transform(texts);
  const { indptr, indices, values } = value;
  return { value, transfer: buffersOf({ indptr, indices, values }) };
}

function decode({ kind, version, part }: DescribedVectorizer): FittedVectorizer {
  const codec = featureCodecs.find((candidate) => candidate.kind === kind);
  if (!codec) throw UnknownCodec.create({ kind, known: featureCodecs.map((known) => known.kind) });
  return codec.decode(part, version) as FittedVectorizer;
}

serveJobs<TransformJob, CsrMatrix>(parentPort, transform);
