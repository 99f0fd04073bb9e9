import { byCodePoint, type RunOptions, seededRandom } from "@imdb/core";
import { checkRun, integer, optionsOf } from "@imdb/core/options";
import { textList } from "../checks/rules.js";
import { TooFewGroups } from "../errors.js";
import { checkLength } from "../profile/create-profile.js";
import { textDrift } from "./text-drift.js";
import { type TextDriftBaseline, type TextDriftSettings, textDriftRules } from "./text-drift-options.js";

/** What a baseline is made of. */
export interface TextDriftBaselineOptions extends Omit<TextDriftSettings, "current"> {
  /** The group of each text of the reference: a movie, a product, an author. */
  readonly groups: readonly string[];
  /** Number of texts in the windows that will be compared. */
  readonly windowSize: number;
  /** Number of draws. Default 20. */
  readonly draws?: number | undefined;
}

const { current: _, ...referenceRules } = textDriftRules;
const baselineOptions = optionsOf<TextDriftBaselineOptions, "threshold">({
  ...referenceRules,
  groups: textList,
  windowSize: integer(1),
  draws: [20, integer(2)],
});

/**
 * Measures on the reference alone how well a domain classifier tells two windows without a common group apart. For each
 * draw, half of the groups are the reference, and a window is drawn from the texts of the other half. {@link textDrift}
 * compares a later window with these draws; use the same vectorizer, classifier and `maxTexts` there.
 *
 * @throws `INVALID_OPTION`, `UNEVEN_COLUMNS`, `TOO_FEW_GROUPS`, and the errors of {@link textDrift}.
 * @see Efron (2004), Large-scale simultaneous hypothesis testing: the choice of a null hypothesis.
 */
export async function textDriftBaseline(
  options: TextDriftBaselineOptions,
  run: RunOptions = {},
): Promise<TextDriftBaseline> {
  const { reference, groups, windowSize, draws, ...settings } = baselineOptions.resolve(
    options,
    "textDriftBaseline",
  );
  checkLength("groups", groups, reference.length);
  const { seed = 0, onProgress } = checkRun(run, "textDriftBaseline");
  const names = [...new Set(groups)].sort(byCodePoint);
  const random = seededRandom(seed);
  const rocAucs: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    onProgress?.({ stage: "drawing windows", done: draw, total: draws, unit: "draws" });
    const order = random.fork(`draw ${draw}`).permutation(names.length);
    const heldOut = new Set(Array.from(order.subarray(0, names.length >> 1), (i) => names[i]!));
    const others = reference.filter((_, i) => !heldOut.has(groups[i]!));
    const pool = reference.filter((_, i) => heldOut.has(groups[i]!));
    const rows = random.fork(`window ${draw}`).permutation(pool.length).subarray(0, windowSize).sort();
    const window = Array.from(rows, (i) => pool[i]!);
    const drawRun = { ...run, onProgress: undefined, seed: seed + draw };
    const { rocAuc } = await textDrift({ ...settings, reference: others, current: window }, drawRun);
    if (rocAuc === null || pool.length < windowSize) {
      throw TooFewGroups.create({ groups: names.length, texts: reference.length, windowSize });
    }
    rocAucs.push(rocAuc);
  }
  return { schemaVersion: 1, windowSize, rocAucs, seed };
}
