export { type Description, displayed, displayHtml, shown } from "./display.js";
export {
  describeFit,
  displayFitted,
  type ShownPart,
  type ShownReport,
  type ShownStep,
  stepsOf,
} from "./fitted.js";
export { describeLabels } from "./labels.js";
export { displayMatrix, type ShownMatrix } from "./matrix.js";
export { displaySplit, type ShownSplit } from "./split.js";
