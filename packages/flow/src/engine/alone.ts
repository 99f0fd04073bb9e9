import { inProcessRunner } from "../runners/in-process-runner.js";
import { newRunId } from "../runs/run-id.js";
import { createRun } from "./run.js";
import type { Scope } from "./scope.js";

/** The scope of a task that no flow of this process called: a run of its own, which keeps and tells nothing. */
export function aloneScope(signal: AbortSignal = new AbortController().signal): Scope {
  const id = newRunId();
  const run = createRun({
    id,
    flow: "",
    parentRunId: undefined,
    resumeScope: id,
    signal,
    store: undefined,
    runner: inProcessRunner(),
    limits: undefined,
    threads: 1,
    seed: 0,
    grace: 2,
    emit: () => {},
  });
  return { run, within: undefined };
}
