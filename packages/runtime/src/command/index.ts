export { asksForVersion, commandVersion } from "./command-version.js";
export { readArguments } from "./read-arguments.js";
