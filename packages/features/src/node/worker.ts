import { parentPort, workerData } from "node:worker_threads";
import { type CsrMatrix, type FittedVectorizer, UnknownCodec } from "@imdb/core";
import { type JobResult, serveJobs } from "@imdb/core/node";
import { featureCodecs } from "../codecs/feature-codecs.js";
import { decodeCountOptions } from "../codecs/params.js";
import { countLevels } from "../engine/count-levels.js";
import type { StreamPart } from "../engine/merge-streams.js";
import { countTokenRows } from "../engine/token-rows.js";
import { textAnalyzer } from "../vectorizers/text-analyzer.js";
import type {
  CountJob,
  DescribedVectorizer,
  Job,
  Outcome,
  RowsJob,
  TokenizeJob,
  TransformJob,
} from "./jobs.js";
import { builderFor, partOf } from "./tokenize-chunk.js";

let vectorizer: FittedVectorizer | undefined;

function tokenize({ params, texts }: TokenizeJob): JobResult<StreamPart> {
  const { scanner } = textAnalyzer(decodeCountOptions(params, []));
  const builder = builderFor(texts, scanner);
  for (const text of texts) builder.add(text);
  const value = partOf(builder);
  const { ids, documentEnds, occurrences, tokens } = value;
  return { value, transfer: buffersOf({ ids, documentEnds, occurrences, ...tokens }) };
}

function count({ stream, counting }: CountJob): JobResult<Outcome> {
  const value = [...countLevels(stream, counting)];
  const transfer = value.flatMap(({ parent, token, entryEnd, documents, counts }) =>
    buffersOf({ parent, token, entryEnd, documents, counts }),
  );
  return { value, transfer };
}

function rows({ stream, rank, ranks, binary }: RowsJob): JobResult<Outcome> {
  const to = stream.documentEnds.length;
  const value = countTokenRows(stream, rank, ranks, { from: 0, to, binary });
  const { indptr, indices, values, documents } = value;
  return { value, transfer: buffersOf({ indptr, indices, values, documents }) };
}

function transform({ texts }: TransformJob): JobResult<CsrMatrix> {
  vectorizer ??= decode(workerData as DescribedVectorizer);
  const value = vectorizer.transform(texts);
  const { indptr, indices, values } = value;
  return { value, transfer: buffersOf({ indptr, indices, values }) };
}

function decode({ kind, version, part }: DescribedVectorizer): FittedVectorizer {
  const codec = featureCodecs.find((candidate) => candidate.kind === kind);
  if (!codec) throw UnknownCodec.create({ kind, known: featureCodecs.map((known) => known.kind) });
  return codec.decode(part, version) as FittedVectorizer;
}

function buffersOf(arrays: Readonly<Record<string, ArrayBufferView>>): ArrayBuffer[] {
  return [...new Set(Object.values(arrays).map((array) => array.buffer as ArrayBuffer))];
}

serveJobs<Job, Outcome>(parentPort, (job) => {
  if (job.job === "tokenize") return tokenize(job);
  if (job.job === "rows") return rows(job);
  return job.job === "count" ? count(job) : transform(job);
});
