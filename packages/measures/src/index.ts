export type {
  ConfidenceRule,
  CostRule,
  CsrMatrix,
  Deciding,
  DecisionRule,
  ErrorDefinition,
  FittedClassifier,
  FittedVectorizer,
  ImdbError,
  Labels,
  LinearClassifier,
  Role,
  ThresholdRule,
  TrainLabels,
} from "@imdb/core";
export type { OptionalRule } from "@imdb/core/options";
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
export {
  type Contribution,
  type Explanation,
  type ExplanationOptions,
  explain,
} from "./explanation/explain.js";
export {
  type FeatureWeight,
  type StrongestFeatures,
  strongestFeatures,
} from "./explanation/strongest-features.js";
export { type BootstrapOptions, bootstrapIntervals, type Interval } from "./intervals/bootstrap-intervals.js";
export { quantileSorted } from "./intervals/quantile-sorted.js";
export { type Estimate, wilson, Z95 } from "./intervals/wilson.js";
export {
  type BinOptions,
  type CalibrationBin,
  calibrationCurve,
  expectedCalibrationError,
} from "./metrics/calibration-curve.js";
export {
  type Codes,
  checkCodes,
  checkLabels,
  checkLength,
  checkProbabilities,
  checkScores,
  orderByScore,
} from "./metrics/checks.js";
export {
  type ClassificationReport,
  classificationReport,
  type ReportRow,
} from "./metrics/classification-report.js";
export {
  accuracyScore,
  balancedAccuracyScore,
  cohenKappaScore,
  confusionMatrix,
  matthewsCorrcoef,
} from "./metrics/confusion-matrix.js";
export {
  type DecidedOptions,
  type EvaluationOptions,
  evaluateProbabilities,
  evaluationRules,
  type PositiveOptions,
} from "./metrics/evaluate-probabilities.js";
export {
  type ClassEvaluation,
  type DecidedEvaluation,
  type Evaluation,
  evaluationMetrics,
  type PositiveEvaluation,
} from "./metrics/evaluation.js";
export { type FormatOptions, formatClassificationReport } from "./metrics/format-classification-report.js";
export { brierScoreLoss, logLoss } from "./metrics/losses.js";
export {
  averagePrecisionScore,
  type PrecisionRecallCurve,
  precisionRecallCurve,
} from "./metrics/precision-recall-curve.js";
export {
  type Average,
  type AverageOptions,
  type FscoreOptions,
  f1Score,
  fbetaScore,
  type PrecisionRecallFscore,
  precisionRecallFscore,
  precisionRecallFscoreByClass,
  precisionScore,
  recallScore,
} from "./metrics/precision-recall-fscore.js";
export { ABSTAINED, column, decidedCodes, predictedCodes } from "./metrics/predicted-codes.js";
export { groupedVariance, type RocAucInfluence, rocAucInfluence } from "./metrics/roc-auc-influence.js";
export { rocAucScore, rocAucScoreOneVsRest, weightedRocAuc } from "./metrics/roc-auc-score.js";
export { type RocCurve, rocCurve, type ThresholdCounts, thresholdCounts } from "./metrics/roc-curve.js";
