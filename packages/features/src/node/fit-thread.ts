import type { CsrMatrix } from "@imdb/core";
import type { JobResult } from "@imdb/runtime/threads";
import { decodeCountOptions } from "../codecs/params.js";
import { countLevels } from "../engine/count-levels.js";
import { DocumentCounter } from "../engine/document-counter.js";
import type { Level } from "../engine/level.js";
import { partOf, type StreamPart } from "../engine/merge-streams.js";
import { RowWriter } from "../engine/row-writer.js";
import { TokenStreamBuilder } from "../engine/token-stream.js";
import { textAnalyzer } from "../vectorizers/text-analyzer.js";
import { writeNextRows } from "../vectorizers/write-rows.js";
import type { CountJob, FitJob, FitOutcome, RowsJob, TakeJob, TalliedTokens } from "./fit-jobs.js";
import { buffersOf, type TextRange, takeChunk, textReader } from "./shared-texts.js";

// The texts of this thread are added to one of the two.
let counter: DocumentCounter | undefined;
let builder: TokenStreamBuilder | undefined;
let binary = false;

function take({ params, texts, expected }: TakeJob): JobResult<TextRange[]> {
  if (!counter && !builder) {
    const analyzer = textAnalyzer(decodeCountOptions(params, []));
    binary = analyzer.binary;
    if (analyzer.maxN === 1) counter = new DocumentCounter(analyzer.scanner, expected);
    else builder = new TokenStreamBuilder(analyzer.scanner, expected);
  }
  const into = (counter ?? builder)!;
  const read = textReader(texts);
  const taken: TextRange[] = [];
  for (let range = takeChunk(texts); range !== null; range = takeChunk(texts)) {
    for (let text = range.from; text < range.to; text++) into.add(read(text));
    taken.push(range);
  }
  return { value: taken };
}

function stream(): JobResult<StreamPart> {
  const value = partOf(builder!);
  builder = undefined;
  const { ids, documentEnds, occurrences, tokens } = value;
  return { value, transfer: buffersOf({ ids, documentEnds, occurrences, ...tokens }) };
}

function count({ stream: ranked, counting }: CountJob): JobResult<Level[]> {
  const value = [...countLevels(ranked, counting)];
  const transfer = value.flatMap(({ parent, token, entryEnd, documents, counts }) =>
    buffersOf({ parent, token, entryEnd, documents, counts }),
  );
  return { value, transfer };
}

function tally(): JobResult<TalliedTokens> {
  const tokens = counter!.tokenArrays();
  const { frequencies, occurrences } = counter!.tally(tokens.ends.length);
  const value = { tokens, frequencies, occurrences };
  return { value, transfer: buffersOf({ frequencies, occurrences, ...tokens }) };
}

function rows({ columns, cols, idf, weighting }: RowsJob): JobResult<CsrMatrix> {
  const writer = new RowWriter(counter!.finish(), columns, cols, binary);
  counter = undefined;
  while (writer.left > 0) writeNextRows(writer, idf, weighting);
  const value = writer.finish();
  const { indptr, indices, values } = value;
  return { value, transfer: buffersOf({ indptr, indices, values }) };
}

/** The thread's side of a fit. */
export function fitOnThread(job: FitJob): JobResult<FitOutcome> {
  if (job.job === "take") return take(job);
  if (job.job === "stream") return stream();
  if (job.job === "count") return count(job);
  return job.job === "tally" ? tally() : rows(job);
}
