import type { BundleInfo, Cleaning, DecisionRule, FittedClassifier, FittedVectorizer } from "@imdb/core";
import { describeFit, displayed, shown, stepsOf } from "@imdb/core/display";

interface ShownParts {
  readonly vectorizer: FittedVectorizer;
  readonly classifier: FittedClassifier;
  readonly positive: string | undefined;
  readonly decision: DecisionRule | undefined;
  readonly cleaning: Cleaning;
  readonly info: BundleInfo;
}

/** Gives a fitted text classifier a short view of what it is made of. */
export function displayTextClassifier<T extends object>(model: T, parts: ShownParts): T {
  return displayed(() => {
    const { vectorizer, classifier, positive, decision, cleaning, info } = parts;
    const { documents, source, version } = info.trainingData;
    return {
      title: `Text classifier ${info.name} (fitted)`,
      rows: {
        classes: classifier.classes,
        "positive class": positive,
        decision,
        "cleans by": stepsOf(cleaning),
        vectorizer: `${vectorizer.kind}, ${shown(vectorizer.featureCount)} features`,
        classifier: classifier.kind,
        fit: classifier.report && describeFit(classifier.report),
        "trained on": `${shown(documents)} documents${source === "" ? "" : ` of ${source}`}`,
        "data version": version,
      },
    };
  })(model);
}
