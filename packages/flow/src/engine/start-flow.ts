import { Cancelled, InvalidOption } from "@imdb/core";
import { toSeconds } from "../duration.js";
import type { FlowEvent } from "../events.js";
import type { FlowDefinition, FlowRun, RunSettings } from "../flow-definition.js";
import { inProcessRunner } from "../runners/in-process-runner.js";
import { createRun, newRunId } from "./run.js";
import { runFlow } from "./run-flow.js";

/** Runs a flow that no other flow called. */
export async function startFlow<In, Out>(
  flow: FlowDefinition<In, Out>,
  input: unknown,
  settings: RunSettings,
): Promise<FlowRun<Out>> {
  const { signal = new AbortController().signal, store, runner, limits, seed = 0, threads = 1 } = settings;
  const id = settings.runId === undefined ? newRunId() : checkRunId(settings.runId);
  const run = createRun({
    id,
    flow: flow.name,
    parentRunId: undefined,
    resumeScope: id,
    signal,
    store,
    runner: runner ?? inProcessRunner(),
    limits,
    threads,
    seed,
    grace: toSeconds(settings.grace ?? 2, "grace"),
    emit: emitter([settings.onEvent]),
  });
  return runFlow(run, flow, input);
}

/** The result of a run. Throws its error when it did not complete. */
export function resultOf<Out>(run: FlowRun<Out>): Out {
  if (run.state === "Completed") return run.result;
  throw run.error ?? Cancelled.create({ what: `The flow ${JSON.stringify(run.flow)}` });
}

/** A run id names files: nothing but letters, digits, `.`, `_` and `-` may. Throws `INVALID_OPTION`. */
export function checkRunId(id: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(id)) return id;
  const expected =
    "up to 100 letters, digits, dots, dashes and underscores, beginning with a letter or digit";
  throw InvalidOption.create({ option: "runId", value: id, expected });
}

/** Tells listeners in turn. One that throws is told no more, and the others are told why. */
function emitter(given: readonly (((event: FlowEvent) => void) | undefined)[]): (event: FlowEvent) => void {
  let listeners = given.filter((listener) => listener !== undefined);
  return function emit(event) {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        listeners = listeners.filter((other) => other !== listener);
        const message = `a listener of the run's events threw and is told no more: ${String(error)}`;
        emit({ type: "log", time: event.time, runId: event.runId, level: "error", message });
      }
    }
  };
}
