export { type Description, displayed, displayHtml, shown } from "./display.js";
export { describeFit, displayFitted, stepsOf } from "./fitted.js";
export { describeLabels } from "./labels.js";
export { displayMatrix } from "./matrix.js";
export { displaySplit } from "./split.js";
