import { type RunOptions, throwIfCancelled, yieldToEventLoop } from "@imdb/core";
import { checkOption, checkRun, listOf, text } from "@imdb/core/options";
import { clusterTexts, limitedMessage } from "./cluster-texts.js";
import { type NearDuplicateOptions, nearDuplicateOptions } from "./near-duplicate-rules.js";
import { createSketcher, sketchRulesOf } from "./sketch.js";

const TEXTS_PER_TURN = 4096;

/**
 * Finds near duplicates: for each text the index of the first text of its cluster. Texts are in one cluster
 * when a chain of pairs links them, each at least as similar as the threshold.
 *
 * Pairs that share a band of their MinHash signatures are candidates (locality-sensitive hashing); each candidate pair is then
 * measured exactly, so no pair below the threshold is ever linked. Time grows with the text, not with the
 * number of pairs: a text is compared with at most 8 different texts of each band. Where there are more, some near
 * duplicates may be missing, and a process warning `NEAR_DUPLICATES_LIMITED` says for how many texts.
 *
 * @throws `INVALID_OPTION`, `CANCELLED`
 * @see Broder (1997); Leskovec, Rajaraman & Ullman, Mining of massive datasets, chapter 3.
 */
export async function nearDuplicates(
  texts: readonly string[],
  options: NearDuplicateOptions = {},
  run: RunOptions = {},
): Promise<Int32Array> {
  checkOption("texts", texts, listOf(text), "nearDuplicates");
  const rules = nearDuplicateOptions.resolve(options, "nearDuplicates");
  checkRun(run, "nearDuplicates");
  const sketched = sketchRulesOf(rules);
  const { bands } = sketched;
  const keys = new Uint32Array(texts.length * bands);
  const shingles = new Uint32Array(texts.length);
  const sketch = createSketcher(sketched);
  for (let i = 0; i < texts.length; i++) {
    shingles[i] = sketch(texts[i]!, keys, i * bands);
    if (i % TEXTS_PER_TURN > 0) continue;
    throwIfCancelled(run.signal, "Looking for near duplicates");
    run.onProgress?.({ stage: "finding near duplicates", done: i, total: texts.length, unit: "documents" });
    await yieldToEventLoop();
  }
  const { first, limited } = await clusterTexts(texts, { keys, bands, shingles }, rules, run);
  if (limited > 0)
    process.emitWarning(limitedMessage(limited), { type: "ImdbWarning", code: "NEAR_DUPLICATES_LIMITED" });
  return first;
}
