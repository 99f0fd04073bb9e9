export type {
  BundleFiles,
  Classifier,
  Codec,
  ConfidenceRule,
  CostRule,
  CsrMatrix,
  Deciding,
  DecisionRule,
  ErrorDefinition,
  Example,
  FitReport,
  FittedClassifier,
  FittedOf,
  FittedTextEstimator,
  FittedVectorizer,
  ImdbError,
  JsonValue,
  Labels,
  LinearClassifier,
  Progress,
  Random,
  Role,
  RunLogger,
  RunOptions,
  Split,
  SupervisedVectorizer,
  TextEstimator,
  Texts,
  ThresholdRule,
  TrainData,
  TrainLabels,
  TrainTexts,
  Vectorizer,
} from "@imdb/core";
export {
  type AnyVectorizer,
  fitVectorizer,
} from "@imdb/core";
export {
  type CalibratedClassifier,
  type CalibratedFitOptions,
  type CalibratedOptions,
  calibratedClassifier,
  type FittedCalibrated,
  withCalibration,
} from "./calibration/calibrated-classifier.js";
export {
  type CalibratedValues,
  type CalibrationMethod,
  type Calibrator,
  type CalibratorOptions,
  calibrate,
  fitCalibrator,
} from "./calibration/calibrator.js";
export {
  type ChosenThreshold,
  chooseThreshold,
  type LabelledProbabilities,
  type ThresholdTarget,
} from "./calibration/choose-threshold.js";
export { type CrossValCalibratorOptions, crossValCalibrator } from "./calibration/cross-val-calibrator.js";
export { CLASSIFIERS, classifierFromRecipe } from "./classifier-from-recipe.js";
export {
  type DenseLogisticRegression,
  type DenseLogisticRegressionOptions,
  denseLogisticRegression,
} from "./dense/dense-logistic-regression.js";
export type { FittedDense } from "./dense/fitted-dense.js";
export {
  type DummyClassifier,
  type DummyOptions,
  dummyClassifier,
  type FittedDummy,
} from "./dummy-classifier.js";
export {
  type FittedOneVsRest,
  type OneVsRestClassifier,
  oneVsRestClassifier,
} from "./ensemble/one-vs-rest-classifier.js";
export {
  type FittedVoting,
  type VotingClassifier,
  type VotingOptions,
  votingClassifier,
} from "./ensemble/voting-classifier.js";
export { ClassWithoutRows, FitDiverged, SingleClass, TooFewForFolds, UnknownLabel } from "./errors.js";
export { evaluate } from "./evaluate.js";
export { type ConfidentError, confidentErrors } from "./explain/confident-errors.js";
export {
  type FeatureImportance,
  type PermutationImportanceOptions,
  permutationImportance,
} from "./explain/permutation-importance.js";
export type { ClassWeight } from "./fitting/class-weight.js";
export { classifierIdentity } from "./fitting/classifier-identity.js";
export type { FitOptions, LinearFitOptions, SolverReport } from "./fitting/fit-options.js";
export { type Recipe, recipeOf } from "./fitting/recipe.js";
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
export * from "./measures.js";
export { type ComplementNbOptions, complementNb } from "./naive-bayes/complement-nb.js";
export { type MultinomialNbOptions, multinomialNb } from "./naive-bayes/multinomial-nb.js";
export type { NaiveBayes } from "./naive-bayes/naive-bayes.js";
export {
  type NbLogisticRegression,
  type NbLogisticRegressionOptions,
  nbLogisticRegression,
} from "./naive-bayes/nb-logistic-regression.js";
export { type EvaluationReportOptions, evaluationReport } from "./report/evaluation-report.js";
export { type ModelCardOptions, modelCard } from "./report/model-card.js";
export { type CrossValPredictOptions, crossValPredict } from "./selection/cross-val-predict.js";
export {
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
  type EvaluationOf,
  type FoldResult,
  type TextCrossValidateOptions,
} from "./selection/cross-validate.js";
export {
  type FoldMatrices,
  type FoldRun,
  type FoldRunner,
  type FoldScore,
  fitFold,
  inThisThread,
} from "./selection/fit-fold.js";
export { gridSearchCV } from "./selection/grid-search-cv.js";
export { groupKFold } from "./selection/group-k-fold.js";
export {
  type HalvingOptions,
  type HalvingResult,
  type HalvingRound,
  halvingGridSearchCV,
} from "./selection/halving-grid-search-cv.js";
export { type LearningCurve, type LearningCurveOptions, learningCurve } from "./selection/learning-curve.js";
export type {
  AveragedScoring,
  CostScoring,
  FbetaScoring,
  MetricScoring,
  PrecisionAtRecallScoring,
  RankingScoring,
  RecallAtPrecisionScoring,
} from "./selection/metric-scoring.js";
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
export type { ScoredRows, ScoreFunction, Scorer } from "./selection/scored-rows.js";
export { makeScorer, type ScorerOptions, type ScoringOption } from "./selection/scorer.js";
export { SCORINGS, type Scoring } from "./selection/scoring.js";
export type {
  PointScores,
  SearchMemory,
  SearchOptions,
  SearchPoint,
  SearchProgress,
  SearchResult,
  SearchSettings,
  TextSearchOptions,
  TextSearchPoint,
  TextSearchResult,
} from "./selection/search-options.js";
export type { SmallClasses } from "./selection/small-classes.js";
export type { CvSplitter, Fold } from "./selection/splitter.js";
export { stratifiedGroupKFold } from "./selection/stratified-group-k-fold.js";
export { type KFoldOptions, stratifiedKFold } from "./selection/stratified-k-fold.js";
export {
  type SmallClassesOfSplit,
  type TrainTest,
  type TrainTestOptions,
  trainTestSplit,
} from "./selection/train-test-split.js";
export {
  type SgdClassifier,
  type SgdClassifierOptions,
  type SgdLearner,
  sgdClassifier,
} from "./sgd/sgd-classifier.js";
export { createTrainCodecs, trainCodecs } from "./train-codecs.js";
