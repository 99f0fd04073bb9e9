import { setTimeout as sleep } from "node:timers/promises";
import { isMainThread } from "node:worker_threads";
import { type FittedVectorizer, roleOf, type TrainTexts } from "@imdb/core";
import { countVectorizer, featureCodecs } from "@imdb/features";
import { task } from "../task.js";

/** Computes and reports; its result says whether it ran on a thread. */
export const sum = task({ name: "sum" }, async (rows: Float64Array, ctx) => {
  ctx.logger.info("adding");
  ctx.onProgress({ stage: "adding", done: rows.length, unit: "rows" });
  return { total: rows.reduce((a, b) => a + b, 0), onThread: !isMainThread, doubled: rows.map((x) => 2 * x) };
});

/** Returns the role of texts, which a plain copy would lose. */
export const role = task({ name: "role" }, (texts: readonly string[]) => roleOf(texts) ?? "none");

/** Computes for ever: only the end of its thread ends it. */
export const stuck = task({ name: "stuck", timeout: "300ms" }, (_: string): number => {
  for (;;);
});

/** Ends its thread. */
export const dying = task({ name: "dying", retries: 1, retryDelay: 0 }, async (exitCode: number) => {
  setImmediate(() => process.exit(exitCode));
  await sleep(60_000);
});

/** Fits on a thread. */
export const fit = task({ name: "fit", codecs: featureCodecs }, async (texts: TrainTexts) => ({
  vectorizer: await countVectorizer().fit(texts),
}));

/** Uses on one thread what another thread has fitted. */
export const transform = task(
  { name: "transform", codecs: featureCodecs },
  ({ vectorizer, texts }: { vectorizer: FittedVectorizer; texts: readonly string[] }) =>
    vectorizer.transform(texts),
);
