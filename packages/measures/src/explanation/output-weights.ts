import { InvalidOption, type LinearClassifier } from "@imdb/core";

/** The weights that speak for one class. */
export interface OutputWeights {
  readonly label: string;
  /** +1 or −1: the first of two classes is the second one's opposite. */
  readonly sign: number;
  readonly output: number;
}

/** Where a class's weights are; default: the second of two classes. */
export function outputWeights(model: LinearClassifier, label: string | undefined): OutputWeights {
  const binary = model.intercept.length === 1;
  const wanted = label ?? (binary ? model.classes[1] : undefined);
  const code = wanted === undefined ? -1 : model.classes.indexOf(wanted);
  if (wanted === undefined || code < 0) {
    throw InvalidOption.create({
      option: "label",
      value: label,
      expected: `one of ${model.classes.join(", ")}`,
    });
  }
  return binary
    ? { label: wanted, sign: code === 1 ? 1 : -1, output: 0 }
    : { label: wanted, sign: 1, output: code };
}
