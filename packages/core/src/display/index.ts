export { type Description, displayed, displayHtml, shown } from "./display.js";
export { displayExplanation, type ShownExplanation } from "./explanation.js";
export {
  describeFit,
  displayFitted,
  type ShownPart,
  type ShownReport,
  type ShownStep,
  stepsOf,
} from "./fitted.js";
export { describeLabels, displayLabels, type ShownLabels } from "./labels.js";
export { displayMatrix, type ShownMatrix } from "./matrix.js";
export { displaySplit, type ShownSplit } from "./split.js";
export { displayTexts } from "./texts.js";
export { displayUnfitted, type ShownUnfitted } from "./unfitted.js";
