import { badge, type Html, type TableColumn } from "@imdb/report";

/** Columns of texts. */
export const textColumns = (...headers: string[]): TableColumn[] => headers.map((header) => ({ header }));

/** Columns of numbers. */
export const numberColumns = (...headers: string[]): TableColumn[] =>
  headers.map((header) => ({ header, kind: "number" }));

/** Whether something drifted. */
export function driftBadge({ drifted }: { readonly drifted: boolean }): Html {
  return drifted ? badge("fail", "drifted") : badge("pass", "stable");
}
