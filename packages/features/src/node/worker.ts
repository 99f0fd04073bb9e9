import { parentPort, workerData } from "node:worker_threads";
import { type CsrMatrix, type FittedVectorizer, UnknownCodec } from "@imdb/core";
import { type JobResult, serveJobs } from "@imdb/core/node";
import { featureCodecs } from "../codecs/feature-codecs.js";
import { decodeCountOptions } from "../codecs/params.js";
import { countLevels } from "../engine/count-levels.js";
import type { StreamPart } from "../engine/merge-streams.js";
import { countTokenRows } from "../engine/token-rows.js";
import { TokenStreamBuilder } from "../engine/token-stream.js";
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
import { partOf } from "./part-of.js";

let vectorizer: FittedVectorizer | undefined;
let builder: TokenStreamBuilder | undefined;

function tokenize({ params, texts, expected }: TokenizeJob): JobResult<number> {
  builder ??= new TokenStreamBuilder(textAnalyzer(decodeCountOptions(params, [])).scanner, expected);
  for (const text of texts) builder.add(text);
  return { value: builder.size };
}

function collect(): JobResult<StreamPart> {
  if (!builder) throw new Error("There is nothing to collect.");
  const value = partOf(builder);
  builder = undefined;
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

function rows({ stream, rank, ranks, binary, runs }: RowsJob): JobResult<Outcome> {
  const value = runs.map((run) => countTokenRows(stream, rank, ranks, { ...run, binary }));
  const transfer = value.flatMap(({ indptr, indices, values, documents }) =>
    buffersOf({ indptr, indices, values, documents }),
  );
  return { value, transfer };
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
  if (job.job === "collect") return collect();
  if (job.job === "rows") return rows(job);
  return job.job === "count" ? count(job) : transform(job);
});
