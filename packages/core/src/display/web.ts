import { assertArgument } from "../errors/assert-argument.js";
import type * as node from "./index.js";

// The consoles of browsers ask no object for a view, and bundles for them are small: objects have none there.

const unchanged = <U extends object>(value: U): U => value;

/* @__NO_SIDE_EFFECTS__ */
export const displayed: typeof node.displayed = () => unchanged;
export const displayExplanation: typeof node.displayExplanation = unchanged;
export const displayLabels: typeof node.displayLabels = unchanged;
export const displayTexts: typeof node.displayTexts = unchanged;
/* @__NO_SIDE_EFFECTS__ */
export const displayUnfitted: typeof node.displayUnfitted = () => unchanged;
export const displayFitted: typeof node.displayFitted = unchanged;
export const displayMatrix: typeof node.displayMatrix = unchanged;
export const displaySplit: typeof node.displaySplit = unchanged;
export const displayHtml: typeof node.displayHtml = (value) => {
  const expected = "an object outside of a browser: in one, objects have no view";
  assertArgument("value", value, expected, false);
  return "";
};
export const shown: typeof node.shown = String;
export const describeFit: typeof node.describeFit = () => [];
export const describeLabels: typeof node.describeLabels = () => undefined;
export const stepsOf: typeof node.stepsOf = () => undefined;
export type { Description } from "./display.js";
export type { ShownExplanation } from "./explanation.js";
export type { ShownPart, ShownReport, ShownStep } from "./fitted.js";
export type { ShownLabels } from "./labels.js";
export type { ShownMatrix } from "./matrix.js";
export type { ShownSplit } from "./split.js";
export type { ShownUnfitted } from "./unfitted.js";
