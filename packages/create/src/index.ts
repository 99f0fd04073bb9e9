export type { ErrorDefinition, ImdbError } from "@imdb/core";
export { createProject, type Project, type ProjectOptions } from "./create-project.js";
export { FolderTaken, InvalidProjectFolder, InvalidProjectName, UnusableData } from "./errors.js";
export type { ProjectColumns, ProjectData, ProjectReading } from "./project-data.js";
