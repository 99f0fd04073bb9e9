import { absolutePath } from "@imdb/runtime/files";
import type { ScoreFileOptions } from "./score-file-options.js";
import type { ThreadModel } from "./threads.js";

/** The options of a batch with absolute paths: a process may change its working directory while it scores. */
export function withAbsolutePaths(options: ScoreFileOptions): ScoreFileOptions {
  const { input, output, quarantine, model } = options;
  return {
    ...options,
    input: absolutePath(input),
    output: absolutePath(output),
    ...(quarantine !== undefined && { quarantine: absolutePath(quarantine) }),
    ...(model !== undefined && { model: withAbsoluteSource(model) }),
  };
}

/** Only the loader knows what its source is; that of the default one is a path, a URL or the name of a model. */
function withAbsoluteSource(model: ThreadModel): ThreadModel {
  const isPath = model.loader === undefined && typeof model.source === "string" && !SCHEME.test(model.source);
  return isPath ? { ...model, source: absolutePath(model.source) } : model;
}

/** Of two letters or more: one letter is a drive of Windows. */
const SCHEME = /^[a-z][a-z\d+.-]+:/i;
