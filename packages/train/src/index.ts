export {
  type CalibratedClassifier,
  type CalibratedFitOptions,
  type CalibratedOptions,
  calibratedClassifier,
  type FittedCalibrated,
  withCalibration,
} from "./calibration/calibrated-classifier.js";
export {
  type CalibrationMethod,
  type Calibrator,
  calibrate,
  fitCalibrator,
} from "./calibration/calibrator.js";
export {
  type ChosenThreshold,
  chooseThreshold,
  type ThresholdTarget,
} from "./calibration/choose-threshold.js";
export type { ClassWeight } from "./class-weight.js";
export { CLASSIFIERS, classifierFromRecipe } from "./classifier-from-recipe.js";
export {
  type BootstrapOptions,
  bootstrapIntervals,
  type Interval,
} from "./comparison/bootstrap-intervals.js";
export { type McNemarResult, mcnemarTest } from "./comparison/mcnemar-test.js";
export {
  type PermutationOptions,
  type PermutationResult,
  pairedPermutationTest,
} from "./comparison/paired-permutation-test.js";
export { evaluationSectionSchema, modelRecipe, modelSectionSchema } from "./config/sections.js";
export { type Trained, type TrainInputs, train } from "./config/train.js";
export {
  parseTrainConfig,
  type TrainConfig,
  type TrainConfigInput,
  trainConfigSchema,
} from "./config/train-config.js";
export {
  type DenseLogisticRegressionOptions,
  denseLogisticRegression,
  type FittedDense,
} from "./dense/dense-logistic-regression.js";
export { type DummyOptions, dummyClassifier, type FittedDummy } from "./dummy-classifier.js";
export { type FittedOneVsRest, oneVsRestClassifier } from "./ensemble/one-vs-rest-classifier.js";
export { type FittedVoting, type VotingOptions, votingClassifier } from "./ensemble/voting-classifier.js";
export {
  ClassWithoutRows,
  FitDiverged,
  LabelOutOfRange,
  NotFinite,
  SingleClass,
  TooFewForFolds,
  UndefinedMetric,
  UnknownLabel,
} from "./errors.js";
export {
  type ClassEvaluation,
  type Evaluation,
  evaluate,
  evaluateProbabilities,
  evaluationMetrics,
} from "./evaluate.js";
export { type ConfidentError, confidentErrors } from "./explain/confident-errors.js";
export { type Contribution, type Explanation, explain } from "./explain/explain.js";
export {
  type FeatureImportance,
  type PermutationImportanceOptions,
  permutationImportance,
} from "./explain/permutation-importance.js";
export {
  type FeatureWeight,
  type StrongestFeatures,
  strongestFeatures,
} from "./explain/strongest-features.js";
export type { FitOptions, LinearFitOptions, SolverReport } from "./fit-options.js";
export { type LinearModel, type LinearParts, linearModel } from "./linear/linear-model.js";
export { type LinearSvc, type LinearSvcOptions, linearSvc } from "./linear/linear-svc.js";
export type {
  CoordinateDescentL1Options,
  CoordinateDescentOptions,
  ElasticNetOptions,
  LiblinearL1Options,
  LiblinearOptions,
  LogisticRegressionOptions,
  SmoothOptions,
} from "./linear/logistic-options.js";
export { type LogisticRegression, logisticRegression } from "./linear/logistic-regression.js";
export type { Link } from "./linear/probabilities.js";
export { accuracyScore } from "./metrics/accuracy-score.js";
export { averagePrecisionScore } from "./metrics/average-precision-score.js";
export { balancedAccuracyScore } from "./metrics/balanced-accuracy-score.js";
export { brierScoreLoss } from "./metrics/brier-score-loss.js";
export { type BinOptions, type CalibrationBin, calibrationCurve } from "./metrics/calibration-curve.js";
export type { Codes } from "./metrics/check-codes.js";
export {
  type ClassificationReport,
  classificationReport,
  type ReportRow,
} from "./metrics/classification-report.js";
export { cohenKappaScore } from "./metrics/cohen-kappa-score.js";
export { confusionMatrix } from "./metrics/confusion-matrix.js";
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
} from "./metrics/precision-recall-fscore.js";
export { precisionScore } from "./metrics/precision-score.js";
export { recallScore } from "./metrics/recall-score.js";
export { rocAucScore, rocAucScoreOneVsRest } from "./metrics/roc-auc-score.js";
export { type RocCurve, rocCurve } from "./metrics/roc-curve.js";
export { type ComplementNbOptions, complementNb } from "./naive-bayes/complement-nb.js";
export { type MultinomialNbOptions, multinomialNb, type NaiveBayes } from "./naive-bayes/multinomial-nb.js";
export {
  type NbLogisticRegression,
  type NbLogisticRegressionOptions,
  nbLogisticRegression,
} from "./naive-bayes/nb-logistic-regression.js";
export { type Recipe, recipeOf } from "./recipe.js";
export { type EvaluationReportOptions, evaluationReport } from "./report/evaluation-report.js";
export { type ModelCardOptions, modelCard } from "./report/model-card.js";
export { crossValPredict } from "./selection/cross-val-predict.js";
export {
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
  type FoldResult,
} from "./selection/cross-validate.js";
export {
  type FoldMatrices,
  type FoldRunner,
  type FoldScore,
  fitFold,
  inThisThread,
} from "./selection/fit-fold.js";
export { type AnyVectorizer, fitVectorizer } from "./selection/fit-vectorizer.js";
export { gridSearchCV } from "./selection/grid-search-cv.js";
export { groupKFold } from "./selection/group-k-fold.js";
export {
  type HalvingOptions,
  type HalvingResult,
  halvingGridSearchCV,
} from "./selection/halving-grid-search-cv.js";
export { type LearningCurve, type LearningCurveOptions, learningCurve } from "./selection/learning-curve.js";
export {
  type Candidate,
  choice,
  type Distribution,
  type Grid,
  logUniform,
  parameterGrid,
  parameterSample,
  uniform,
} from "./selection/parameter-grid.js";
export { type RandomizedOptions, randomizedSearchCV } from "./selection/randomized-search-cv.js";
export {
  type RepeatedFoldsOptions,
  repeatedStratifiedGroupKFold,
  repeatedStratifiedKFold,
} from "./selection/repeated-folds.js";
export { SCORINGS, type Scoring } from "./selection/scoring.js";
export type {
  SearchMemory,
  SearchOptions,
  SearchPoint,
  SearchProgress,
  SearchResult,
} from "./selection/search.js";
export type { CvSplitter, Fold } from "./selection/splitter.js";
export { stratifiedGroupKFold } from "./selection/stratified-group-k-fold.js";
export { type KFoldOptions, stratifiedKFold } from "./selection/stratified-k-fold.js";
export { type TrainTest, type TrainTestOptions, trainTestSplit } from "./selection/train-test-split.js";
export {
  type SgdClassifier,
  type SgdClassifierOptions,
  type SgdLearner,
  sgdClassifier,
} from "./sgd/sgd-classifier.js";
export { createTrainCodecs, trainCodecs } from "./train-codecs.js";
