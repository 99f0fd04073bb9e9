import { defineError } from "@imdb/core";

/** A project's name is no name that npm takes. */
export const InvalidProjectName = defineError(
  "INVALID_PROJECT_NAME",
  "input",
  (d: { name: string; problem: string }) => ({
    message: `${JSON.stringify(d.name)} cannot be a project's name: ${d.problem}.`,
    remedy: "Take up to 100 lower case letters, digits and hyphens, with a letter first.",
  }),
);

/** A project's folder leads somewhere else than below the present folder. */
export const InvalidProjectFolder = defineError(
  "INVALID_PROJECT_FOLDER",
  "input",
  (d: { folder: string; problem: string }) => ({
    message: `The project cannot be laid down in ${JSON.stringify(d.folder)}: ${d.problem}.`,
    remedy: "Give the name of a new folder below the present one.",
  }),
);

/** There is something where the project would go; nothing is ever written over. */
export const FolderTaken = defineError("PROJECT_FOLDER_TAKEN", "state", (d: { folder: string }) => ({
  message: `${d.folder} is there already, and not an empty folder.`,
  remedy: "Give another name, or move it away yourself.",
}));

/** Data that no classifier can be trained on. */
export const UnusableData = defineError("UNUSABLE_DATA", "input", (d: { file: string; problem: string }) => ({
  message: `${d.file} cannot be used: ${d.problem}.`,
  remedy: "Name the right columns with --text and --label, and give each label at least five rows.",
}));
