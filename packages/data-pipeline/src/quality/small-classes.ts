import { byCodePoint } from "@imdb/core";
import { type CountCheck, counted, observed } from "./check.js";
import { SHOWN } from "./data-counts.js";
import { countedLabels, quotedLabel } from "./label-spelling.js";
import { withRemedy } from "./label-variants.js";

const REMEDY =
  'Add rows, merge the class into another with labels and otherLabels: "keep" (other_labels: keep in a settings file), or leave it out.';

/** Classes with a single document: no split has one of it on both sides. */
export const singleRowClasses: CountCheck = {
  name: "single-row-classes",
  severity: "warning",
  maxShare: 0,
  observeCounts({ labels }) {
    const found = [...labels.keys()].filter((label) => labels.get(label) === 1).sort(byCodePoint);
    const names = found.slice(0, SHOWN).map(quotedLabel).join(", ");
    const message = (count: number) =>
      `${counted(count, "class has", "classes have")} one document only, which cannot be split: ${names}${count > SHOWN ? ", …" : ""}.`;
    return withRemedy(observed(found, labels.size, message, quotedLabel), REMEDY);
  },
};

/** Classes with more than one document, but fewer than there are parts with labels. */
export const smallClasses: CountCheck = {
  name: "small-classes",
  severity: "warning",
  maxShare: 0,
  observeCounts({ labels, parts }) {
    const used = [parts.train, parts.validation, parts.test].filter((size) => size > 0).length;
    const isSmall = (count: number) => count > 1 && count < used;
    const found = [...labels.keys()].filter((label) => isSmall(labels.get(label)!)).sort(byCodePoint);
    const message = (count: number) =>
      `${counted(count, "class has", "classes have")} fewer documents than the ${used} parts: ${countedLabels(found.slice(0, SHOWN), labels)}${count > SHOWN ? ", …" : ""}.`;
    return withRemedy(observed(found, labels.size, message, quotedLabel), REMEDY);
  },
};
