import { displayed } from "./display.js";

/** The fields of what is not fitted that are shown. */
export interface ShownUnfitted {
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Makes a function that gives what is not fitted a short view: its name and its parameters. */
/* @__NO_SIDE_EFFECTS__ */
export function displayUnfitted(title: string): <U extends ShownUnfitted>(value: U) => U {
  return displayed(({ params }: ShownUnfitted) => ({ title: `${title} (not fitted)`, rows: { ...params } }));
}
