import { displayed, shown } from "./display.js";

interface ShownContribution {
  readonly name?: string;
  readonly feature?: unknown;
  readonly contribution: number;
}

/** The fields of an explanation that are shown. */
export interface ShownExplanation {
  readonly label: string;
  /** The class that is explained, where it may be another than the label. */
  readonly explained?: string;
  readonly decision: number;
  readonly intercept: number;
  readonly contributions: readonly ShownContribution[];
}

/** Gives an explanation a short view: its strongest contributions for and against. */
export const displayExplanation: <E extends ShownExplanation>(explanation: E) => E =
  /* @__PURE__ */ displayed(
    ({ label, explained = label, decision, intercept, contributions }: ShownExplanation) => {
      const side = (sign: number) => {
        const strongest = contributions.filter(({ contribution }) => sign * contribution > 0).slice(0, 5);
        const words = strongest.map((one) => `${one.name ?? one.feature} ${shown(one.contribution)}`);
        return words.length === 0 ? undefined : words;
      };
      return {
        title: `Explanation of ${explained}`,
        rows: { label, decision, intercept, for: side(1), against: side(-1), features: contributions.length },
      };
    },
  );
