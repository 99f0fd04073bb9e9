import { badge, type Html, type TableColumn } from "@imdb/report";

/** Table columns of texts. */
export const textColumns = (...headers: string[]): TableColumn[] => headers.map((header) => ({ header }));

/** Table columns of numbers. */
export const numberColumns = (...headers: string[]): TableColumn[] =>
  headers.map((header) => ({ header, kind: "number" }));

/** The badge `drifted` or `stable`. */
export function driftBadge({ drifted }: { readonly drifted: boolean }): Html {
  return drifted ? badge("fail", "drifted") : badge("pass", "stable");
}
