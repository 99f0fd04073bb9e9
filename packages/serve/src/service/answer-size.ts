import { TooLarge } from "@imdb/runtime/routes";
import type { ExplainedPrediction, Prediction } from "../predictor/prediction.js";

/** Bytes of the names, numbers and signs in JSON, rounded up. */
const PREDICTION_BYTES = 260;
const NUMBER_BYTES = 30;
const CONTRIBUTION_BYTES = 130;
const OCCURRENCE_BYTES = 34;

/** Counts the bytes of an answer while its predictions are made, so that none is built that is too large. */
export class AnswerSize {
  private bytes = 0;
  private readonly limit: number;

  /** @param limit  Bytes that an answer may have. */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** Counts predictions that are to be made. @throws `TOO_LARGE` */
  expect(texts: number, labels: readonly string[]): void {
    let each = PREDICTION_BYTES;
    for (const label of labels) each += label.length + NUMBER_BYTES;
    this.add(texts * each);
  }

  /** Counts an explanation. @throws `TOO_LARGE` */
  explained(prediction: Prediction | ExplainedPrediction): void {
    if (!("contributions" in prediction)) return;
    let bytes = 0;
    for (const { feature, occurrences } of prediction.contributions)
      bytes += CONTRIBUTION_BYTES + feature.length + OCCURRENCE_BYTES * occurrences.length;
    this.add(bytes);
  }

  private add(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.limit) throw TooLarge.create({ what: "The answer in bytes", limit: this.limit });
  }
}
