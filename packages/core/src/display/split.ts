import { displayed } from "./display.js";
import { stepsOf } from "./fitted.js";
import { describeLabels } from "./labels.js";

/** The fields of splits that are shown. */
export interface ShownSplit {
  readonly role: string;
  readonly examples: readonly { readonly text: string; readonly label?: string | undefined }[];
  readonly version: string;
  readonly cleaning?: Parameters<typeof stepsOf>[0] | undefined;
  readonly positive?: string | undefined;
}

/** Gives a split a short view. */
export const displaySplit: <S extends ShownSplit>(split: S) => S = /* @__PURE__ */ displayed(
  ({ role, examples, version, cleaning, positive }: ShownSplit) => ({
    title: `Split ${role}`,
    rows: {
      examples: examples.length,
      labels: describeLabels(examples),
      "positive class": positive,
      "cleaned by": cleaning && stepsOf(cleaning),
      "first text": examples[0] && JSON.stringify(examples[0].text),
      version,
    },
  }),
);
