import { type Deciding, type FittedClassifier, type FittedVectorizer, linearWeightsOf } from "@imdb/core";
import { explain, strongestFeatures } from "@imdb/measures";
import {
  badge,
  formatPercent,
  highlightedText,
  html,
  notice,
  type PageSection,
  paragraph,
  table,
} from "@imdb/report";
import { confidentErrors } from "../explain/confident-errors.js";

/** The section with the largest weights for and against each class. */
export function features(
  model: FittedClassifier,
  vectorizer: FittedVectorizer,
  positive = model.classes[1]!,
): PageSection {
  const labels = model.classes.length === 2 ? [positive] : model.classes.slice(0, 20);
  const names = vectorizer.featureNames();
  const body = labels.map((label) => {
    const strongest = strongestFeatures(model, names, 20, { label });
    const sides = [strongest.for, strongest.against];
    const rows = Array.from({ length: Math.max(...sides.map((side) => side.length)) }, (_, k) =>
      sides.flatMap((side) => [side[k]?.name ?? "", side[k]?.weight.toFixed(3).replace("-", "−") ?? ""]),
    );
    return table({
      caption: `Strongest features for and against ${label}`,
      columns: [
        { header: "for" },
        { header: "weight", kind: "number" },
        { header: "against" },
        { header: "weight", kind: "number" },
      ],
      rows,
    });
  });
  return { title: "Strongest features", body };
}

/** The section with the most confident errors, with their words marked. */
export function worst(
  model: FittedClassifier,
  vectorizer: FittedVectorizer,
  texts: readonly string[],
  p: Float64Array,
  actual: Int32Array,
  { positive, decision }: Omit<Deciding, "classes">,
): PageSection {
  const errors = confidentErrors(p, actual, { classes: model.classes, positive, decision }, 10);
  const isExplained = linearWeightsOf(model) !== undefined;
  const body = errors.map(({ row, actual: truth, predicted, probability }) => {
    const text = texts[row]!;
    const head = html`<h3>Row ${row}: ${badge("fail", model.classes[predicted]!)} with ${formatPercent(probability)}, labelled ${badge("info", model.classes[truth]!)}</h3>`;
    return [head, highlightedText(text, isExplained ? spans(model, vectorizer, text, predicted) : [])];
  });
  const title = "Errors it was surest of";
  if (errors.length === 0) return { title, body: notice("pass", "There are no errors.") };
  const legend =
    "Green words count for the predicted class, red words against it. The strongest words are underlined.";
  return { title, body: [isExplained ? paragraph(legend) : null, body] };
}

/** Words with less than this share of the largest contribution are not marked, so that the important words stand out. */
const WORTH_MARKING = 0.1;

/** The places of the features in the text. The contribution of a feature is divided equally among its places. */
function spans(model: FittedClassifier, vectorizer: FittedVectorizer, text: string, predicted: number) {
  const marks = explain(model, vectorizer, text, { label: model.classes[predicted]! }).contributions.flatMap(
    ({ spans: places, contribution }) =>
      places.map((place) => ({ ...place, weight: contribution / places.length })),
  );
  const strongest = marks.reduce((largest, { weight }) => Math.max(largest, Math.abs(weight)), 0);
  return marks.filter(({ weight }) => Math.abs(weight) >= WORTH_MARKING * strongest);
}
