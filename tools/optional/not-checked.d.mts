import type { MissingTool, OptionalTool } from "./tools.mjs";

/**
 * The path of an optional tool for a test, or undefined after a line that says what is not checked without it. Of
 * several tools that are needed together, the path of the last.
 */
export function toolFor(name: OptionalTool | readonly OptionalTool[], what: string): string | undefined;

/** Says that something is not checked for want of something outside the list of optional tools. */
export function sayNotChecked(what: string, missing: MissingTool): void;

/** What was not checked for want of one thing. */
export interface NotChecked extends MissingTool {
  readonly what: readonly string[];
}

/** Reads what was not checked out of the output of tests. */
export function readNotChecked(output: string): NotChecked[];

/** The closing list of a run of tests, as lines to print. */
export function closingList(entries: readonly NotChecked[]): string[];
