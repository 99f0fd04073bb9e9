import { byCodePoint, type RunOptions, seededRandom } from "@imdb/core";
import { checkOption, integer } from "@imdb/core/options";
import { TooFewGroups } from "../errors.js";
import { type TextDriftBaseline, type TextDriftSettings, textDrift } from "./text-drift.js";

/** What a baseline is made of. */
export interface TextDriftBaselineOptions extends Omit<TextDriftSettings, "current"> {
  /** The group of each text of the reference: a movie, a product, an author. */
  readonly groups: readonly string[];
  /** Texts of the windows that will be compared. */
  readonly windowSize: number;
  /** Default 20. */
  readonly draws?: number | undefined;
}

/**
 * Learns from the reference alone how well a domain classifier tells two windows apart that share no group: in
 * each draw half of the groups play the reference, and a window is drawn from the other half. A later window is
 * then held against these draws. Use the same tools and `maxTexts` as {@link textDrift} will.
 *
 * @throws `INVALID_OPTION`, `TOO_FEW_GROUPS`, and what {@link textDrift} throws.
 * @see Efron (2004), Large-scale simultaneous hypothesis testing: the choice of a null hypothesis.
 */
export async function textDriftBaseline(
  options: TextDriftBaselineOptions,
  run: RunOptions = {},
): Promise<TextDriftBaseline> {
  const { reference, groups, windowSize, draws = 20, ...settings } = options;
  const { seed = 0, onProgress, ...inner } = run;
  checkOption("draws", draws, integer(2));
  const names = [...new Set(groups)].sort(byCodePoint);
  const random = seededRandom(seed);
  const rocAucs: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    onProgress?.({ stage: "learning what is usual", done: draw, total: draws, unit: "draws" });
    const order = random.fork(`draw ${draw}`).permutation(names.length);
    const apart = new Set(Array.from(order.subarray(0, names.length >> 1), (i) => names[i]!));
    const others = reference.filter((_, i) => !apart.has(groups[i]!));
    const pool = reference.filter((_, i) => apart.has(groups[i]!));
    const taken = random.fork(`window ${draw}`).permutation(pool.length).subarray(0, windowSize).sort();
    const found = await textDrift(
      { ...settings, reference: others, current: Array.from(taken, (i) => pool[i]!) },
      { ...inner, seed: seed + draw },
    );
    if (found.rocAuc === null || pool.length < windowSize) {
      throw TooFewGroups.create({ groups: names.length, texts: reference.length, windowSize });
    }
    rocAucs.push(found.rocAuc);
  }
  return { schemaVersion: 1, windowSize, rocAucs, seed };
}
