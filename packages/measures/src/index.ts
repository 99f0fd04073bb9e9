export { chi2 } from "./association/chi2.js";
export { fitIsotonic, type IsotonicCurve, isotonicAt } from "./calibration/isotonic.js";
export { logOdds } from "./calibration/log-odds.js";
export { type McNemarResult, mcnemarTest } from "./comparison/mcnemar-test.js";
export {
  type PermutationOptions,
  type PermutationResult,
  pairedPermutationTest,
} from "./comparison/paired-permutation-test.js";
export { studentSf } from "./distributions/beta.js";
export { cramerVonMisesSf } from "./distributions/cramer-von-mises.js";
export { fisherExact } from "./distributions/fisher-exact.js";
export { chiSquaredSf, normalSf } from "./distributions/gamma.js";
export { kolmogorovSf } from "./distributions/kolmogorov.js";
export { LabelOutOfRange, NegativeFeature, NotFinite, UndefinedMetric } from "./errors.js";
export { type Contribution, type Explanation, explain } from "./explanation/explain.js";
export {
  type FeatureWeight,
  type StrongestFeatures,
  strongestFeatures,
} from "./explanation/strongest-features.js";
export { type BootstrapOptions, bootstrapIntervals, type Interval } from "./intervals/bootstrap-intervals.js";
export { type Estimate, wilson, Z95 } from "./intervals/wilson.js";
export { accuracyScore } from "./metrics/accuracy-score.js";
export { averagePrecisionScore } from "./metrics/average-precision-score.js";
export { balancedAccuracyScore } from "./metrics/balanced-accuracy-score.js";
export { brierScoreLoss } from "./metrics/brier-score-loss.js";
export { type BinOptions, type CalibrationBin, calibrationCurve } from "./metrics/calibration-curve.js";
export { type Codes, checkCodes, checkLength } from "./metrics/check-codes.js";
export { checkProbabilities } from "./metrics/check-probabilities.js";
export { byScore, checkScores } from "./metrics/check-scores.js";
export {
  type ClassificationReport,
  classificationReport,
  type ReportRow,
} from "./metrics/classification-report.js";
export { cohenKappaScore } from "./metrics/cohen-kappa-score.js";
export { confusionMatrix } from "./metrics/confusion-matrix.js";
export {
  type ClassEvaluation,
  type Evaluation,
  evaluateProbabilities,
  evaluationMetrics,
} from "./metrics/evaluate-probabilities.js";
export { expectedCalibrationError } from "./metrics/expected-calibration-error.js";
export { f1Score } from "./metrics/f1-score.js";
export { fbetaScore } from "./metrics/fbeta-score.js";
export { type FormatOptions, formatClassificationReport } from "./metrics/format-classification-report.js";
export { logLoss } from "./metrics/log-loss.js";
export { matthewsCorrcoef } from "./metrics/matthews-corrcoef.js";
export { type PrecisionRecallCurve, precisionRecallCurve } from "./metrics/precision-recall-curve.js";
export {
  type Average,
  type AverageOptions,
  type FscoreOptions,
  type PrecisionRecallFscore,
  precisionRecallFscore,
  precisionRecallFscoreByClass,
} from "./metrics/precision-recall-fscore.js";
export { precisionScore } from "./metrics/precision-score.js";
export { column, predictedCodes } from "./metrics/predicted-codes.js";
export { recallScore } from "./metrics/recall-score.js";
export { type AucParts, aucParts, groupedVariance } from "./metrics/roc-auc-influence.js";
export { rocAucScore, rocAucScoreOneVsRest } from "./metrics/roc-auc-score.js";
export { type RocCurve, rocCurve } from "./metrics/roc-curve.js";
export { type ThresholdCounts, thresholdCounts } from "./metrics/threshold-counts.js";
export { weightedRocAuc } from "./metrics/weighted-roc-auc.js";
