import { defineError } from "@imdb/core";

/** The name of a project is not valid for npm. */
export const InvalidProjectName = defineError(
  "INVALID_PROJECT_NAME",
  "input",
  (d: { name: string; problem: string }) => ({
    message: `${JSON.stringify(d.name)} cannot be the name of a project: ${d.problem}.`,
    remedy: "Use up to 100 lower case letters, digits and hyphens, with a letter first.",
  }),
);

/** The folder of a project is not below the current folder. */
export const InvalidProjectFolder = defineError(
  "INVALID_PROJECT_FOLDER",
  "input",
  (d: { folder: string; problem: string }) => ({
    message: `The project cannot be created in ${JSON.stringify(d.folder)}: ${d.problem}.`,
    remedy: "Use the name of a new folder below the current one.",
  }),
);

/** The folder of the project is not empty. Existing files are never overwritten. */
export const FolderTaken = defineError("PROJECT_FOLDER_TAKEN", "state", (d: { folder: string }) => ({
  message: `${d.folder} exists, and is not an empty folder.`,
  remedy: "Use another name, or move it first.",
}));

/** Data that no classifier can be trained on. */
export const UnusableData = defineError(
  "UNUSABLE_DATA",
  "input",
  (d: { file: string; problem: string; remedy?: string }) => ({
    message: `${d.file} cannot be used: ${d.problem}.`,
    remedy: d.remedy ?? "Name the columns with --text and --label; each label needs at least five rows.",
  }),
);
