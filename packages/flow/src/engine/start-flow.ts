import { Cancelled } from "@imdb/core";
import { toSeconds } from "../contracts/duration.js";
import type { FlowEvent } from "../contracts/events.js";
import type { FlowDefinition, FlowRun, RunSettings } from "../definition/flow-definition.js";
import { UnstorableValue } from "../errors.js";
import { inProcessRunner } from "../runners/in-process-runner.js";
import { checkRunId, newRunId } from "../runs/run-id.js";
import { hashValue } from "../value/hash-value.js";
import { createRun, tellFlow } from "./run.js";
import { runFlow } from "./run-flow.js";

/** Runs a flow that no other flow called. */
export async function startFlow<In, Out>(
  flow: FlowDefinition<In, Out>,
  input: unknown,
  settings: RunSettings,
): Promise<FlowRun<Out>> {
  const { signal = new AbortController().signal, store, runner, limits, seed = 0, threads = 1 } = settings;
  if (settings.runId !== undefined) checkRunId(settings.runId);
  const grace = toSeconds(settings.grace ?? 2, "grace");
  const session = await settings.runs?.begin({
    flow: flow.name,
    version: flow.version,
    inputKey: inputKey(input, seed),
    runId: settings.runId,
    resume: settings.resume ?? "unfinished",
  });
  const id = session?.runId ?? settings.runId ?? newRunId();
  const emit = emitter([session?.append, settings.onEvent]);
  const parts = { id, flow: flow.name, parentRunId: undefined, resumeScope: id, signal, store };
  const own = runner ?? inProcessRunner();
  const run = createRun({ ...parts, runner: own, limits, threads, seed, grace, emit });
  if (settings.scheduledFor) tellFlow(run, "Scheduled");
  const result = await runFlow(run, flow, input);
  try {
    await session?.end(result.state);
  } catch (error) {
    // The result is there; that its journal is not must be said, and must not cost it.
    emit({ type: "log", time: Date.now(), runId: id, level: "error", message: String(error) });
  }
  return result;
}

/** Identifies what a run is of; one without cannot be found again by itself. */
function inputKey(input: unknown, seed: number): string | undefined {
  try {
    return hashValue({ input, seed });
  } catch (error) {
    if (UnstorableValue.is(error)) return undefined;
    throw error;
  }
}

/** The result of a run. Throws its error when it did not complete. */
export function resultOf<Out>(run: FlowRun<Out>): Out {
  if (run.state === "Completed") return run.result;
  throw run.error ?? Cancelled.create({ what: `The flow ${JSON.stringify(run.flow)}` });
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
