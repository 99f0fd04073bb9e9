import { defineError } from "@imdb/core";

/** A threshold was to be chosen on the test split. */
export const ChosenOnTest = /* @__PURE__ */ defineError("CHOSEN_ON_TEST", "input", (d: { role: string }) => ({
  message: `A threshold cannot be chosen on a ${d.role} split: its figures would be too good.`,
  remedy: "Choose it on the validation split, and look at the test split once, at the end.",
}));

/** A threshold was to be chosen on the split that the model was fitted on. */
export const ChosenOnFitted = /* @__PURE__ */ defineError(
  "CHOSEN_ON_FITTED",
  "input",
  (_: Record<string, never>) => ({
    message:
      "A threshold cannot be chosen on the split that the model was fitted on: it has seen the answers.",
    remedy:
      "Choose it on the validation split (validationSize of the splitter makes one), or with chooseThreshold on the result of crossValPredict.",
  }),
);

/** A text classifier was to be fitted on texts of which nothing says whether they were cleaned. */
export const CleaningUnknown = /* @__PURE__ */ defineError(
  "CLEANING_UNKNOWN",
  "input",
  (d: { documents: number }) => ({
    message: `Nothing says how the ${d.documents} training texts were cleaned, so the model cannot clean the texts of production in the same way.`,
    remedy:
      "Say it: createSplit(role, examples, version, { cleaning: [] }) for texts as they were read, with the steps for cleaned ones. The dataset of a pipeline and the examples of its splits know it.",
  }),
);

/** A model was to be saved to a path, or loaded from one, where there is no file system. */
export const NoFileSystem = /* @__PURE__ */ defineError("NO_FILE_SYSTEM", "state", (d: { path: string }) => ({
  message: `The path ${JSON.stringify(d.path.slice(0, 200))} cannot be used: there is no file system here.`,
  remedy: "Take the files of a model with toBundle, and load one from a URL or from bytes.",
}));
