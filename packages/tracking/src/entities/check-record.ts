import { anObject, checkOption, type OptionRule, rule } from "@imdb/core/options";

/** A list of records. Their fields are checked where they are used. */
const recordList: OptionRule<readonly object[]> = rule(
  "a list of records",
  (value) => Array.isArray(value) && value.every((one) => Object(one) === one),
);

/** Refuses what is no record. Called for every batch of metrics, so it makes nothing where all is right. */
export function checkRecord(name: string, value: object): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    checkOption<object>(name, value, anObject("a record"));
  }
}

/** Refuses what is no list of records. */
export function checkRecords(name: string, value: readonly object[]): void {
  checkOption(name, value, recordList);
}

const owner: OptionRule<object> = rule(
  "the run or the logged model of the artifacts: { runId } or { modelId }",
  (value) => "runId" in Object(value) || "modelId" in Object(value),
);

/** Refuses what names neither a run nor a logged model. */
export function checkOwner(value: object): void {
  checkOption("owner", value, owner);
}
