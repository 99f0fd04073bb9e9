import { type JsonValue, type RunOptions, throwIfCancelled, yieldToEventLoop } from "@imdb/core";
import type { WorkerPool } from "@imdb/runtime/threads";
import type { PartRun } from "../engine/merge-streams.js";
import { countParams, type ResolvedCountOptions } from "../vectorizers/count-options.js";
import { charactersOf, SLICE_MS } from "../vectorizers/write-rows.js";
import type { FitJob, FitOutcome } from "./fit-jobs.js";
import { type SharedTexts, shareTexts, type TextRange, takeChunk } from "./shared-texts.js";

/** Number of characters that are copied to shared memory at a time. It limits the memory that this takes. */
const BLOCK = 1 << 27;

/**
 * Distributes all texts to the threads, each of which takes the next chunk as soon as it is free. The calling thread
 * begins while the others are starting. Which thread gets which document depends on timing.
 *
 * @param others  The other threads.
 * @param own     Receives the texts of the calling thread, which is the last part.
 * @returns       Runs of consecutive documents in the order of the texts: which part has each run, and where.
 */
export async function distributeTexts(
  others: readonly WorkerPool<FitJob, FitOutcome>[],
  texts: readonly string[],
  own: { add(text: string): void },
  options: ResolvedCountOptions,
  run: RunOptions,
): Promise<PartRun[]> {
  const params = countParams(options) as unknown as Readonly<Record<string, JsonValue>>;
  const characters = charactersOf(texts);
  const expected = characters / (others.length + 1);
  const { signal } = run;
  const runs: PartRun[] = [];
  const sizes = new Array<number>(others.length + 1).fill(0);
  const report = (done: number) =>
    run.onProgress?.({ stage: "counting terms", done, total: texts.length, unit: "documents" });
  for (const { from, to } of blocksOf(texts)) {
    const block = from === 0 && to === texts.length ? texts : texts.slice(from, to);
    const shared = shareTexts(block, others.length + 1);
    const taken = await Promise.all([
      ...others.map((pool) => {
        const job = { job: "take", params, texts: shared, expected } as const;
        return pool.run(job, { signal }) as Promise<TextRange[]>;
      }),
      takeOnCallingThread(block, shared, own, (done) => report(from + done), signal),
    ]);
    const found = taken.flatMap((ranges, part) => ranges.map((range) => placed(range, part, sizes)));
    // No two chunks start at the same text.
    runs.push(...found.sort((a, b) => a.start - b.start).map(({ run: one }) => one));
    report(to);
  }
  return runs;
}

/** Where the next range of texts of a part is, in the part and among all texts. */
function placed({ from, to }: TextRange, part: number, sizes: number[]): { start: number; run: PartRun } {
  const first = sizes[part]!;
  sizes[part] = first + to - from;
  return { start: from, run: { part, from: first, to: first + to - from } };
}

async function takeOnCallingThread(
  texts: readonly string[],
  shared: SharedTexts,
  own: { add(text: string): void },
  report: (begun: number) => void,
  signal: AbortSignal | undefined,
): Promise<TextRange[]> {
  const taken: TextRange[] = [];
  let until = Date.now() + SLICE_MS;
  for (let range = takeChunk(shared); range !== null; range = takeChunk(shared)) {
    for (let text = range.from; text < range.to; text++) own.add(texts[text]!);
    taken.push(range);
    if (Date.now() > until) {
      report(range.to);
      await yieldToEventLoop();
      throwIfCancelled(signal, "Counting terms");
      until = Date.now() + SLICE_MS;
    }
  }
  return taken;
}

/** Blocks of texts; at least one, so that every thread has a job. */
function blocksOf(texts: readonly string[]): TextRange[] {
  const blocks: TextRange[] = [];
  let from = 0;
  let size = 0;
  for (let to = 1; to <= texts.length; to++) {
    size += texts[to - 1]!.length;
    if (size < BLOCK && to < texts.length) continue;
    blocks.push({ from, to });
    from = to;
    size = 0;
  }
  return blocks.length === 0 ? [{ from: 0, to: 0 }] : blocks;
}
