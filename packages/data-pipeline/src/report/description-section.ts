import { type Html, html, table } from "@imdb/report";
import type { Dataset } from "../dataset/dataset.js";
import { describe } from "../description/describe.js";
import type { DescribedExample } from "../description/described-example.js";
import type { DatasetDescription } from "../description/description.js";
import type { LengthDescription } from "../description/lengths.js";
import { excerpt, placeOrId } from "./found-examples.js";

/** Labels whose documents are shown at most. */
const LABELS = 50;

/** The description of a dataset as tables: fields, lengths, and the first documents of each label. */
export function descriptionSection(dataset: Dataset): Html {
  const description = describe(dataset);
  return html`${columns(description)}${labelShares(description)}${lengths(description)}${documents(dataset, description)}`;
}

function columns({ columns }: DatasetDescription): Html {
  return table({
    caption: "Fields of the documents",
    columns: [
      { header: "field" },
      { header: "type" },
      { header: "missing", kind: "number" },
      { header: "different values", kind: "number" },
    ],
    rows: columns.map(({ name, types, missing, distinct }) => [name, types.join(" or "), missing, distinct]),
  });
}

function labelShares({ labels }: DatasetDescription): Html {
  const more = labels.length > LABELS ? `, the first ${LABELS} of ${labels.length}` : "";
  return table({
    caption: `Labels${more}`,
    columns: [
      { header: "label" },
      { header: "documents", kind: "number" },
      { header: "share in %", kind: "number" },
    ],
    rows: labels.slice(0, LABELS).map(({ label, documents, share }) => [label, documents, 100 * share]),
  });
}

function lengths({ characters, words }: DatasetDescription): Html {
  const row = (name: string, found: LengthDescription | undefined) =>
    found === undefined
      ? []
      : [[name, found.minimum, found.quartile1, found.median, found.quartile3, found.maximum, found.mean]];
  const quantiles = ["shortest", "25 %", "median", "75 %", "longest", "mean"];
  return table({
    caption: "Lengths of the texts",
    columns: [{ header: "in" }, ...quantiles.map((header) => ({ header, kind: "number" as const }))],
    rows: [...row("characters", characters), ...row("words", words)],
  });
}

function documents(dataset: Dataset, { labels, longest, shortest }: DatasetDescription): Html {
  const row = (name: string, { id, text }: DescribedExample) => [name, placeOrId(dataset, id), excerpt(text)];
  const more = labels.length > LABELS ? `, of the first ${LABELS} labels` : "";
  return table({
    caption: `The first train documents of each label${more}, the longest and the shortest document`,
    columns: [{ header: "label" }, { header: "place" }, { header: "text" }],
    rows: [
      ...labels.slice(0, LABELS).flatMap(({ label, examples }) => examples.map((one) => row(label, one))),
      ...(longest ? [row("longest", longest)] : []),
      ...(shortest ? [row("shortest", shortest)] : []),
    ],
  });
}
