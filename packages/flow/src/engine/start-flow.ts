import { Cancelled } from "@imdb/core";
import { checkOption, type OptionRule, rule, text } from "@imdb/core/options";
import { toSeconds } from "../contracts/duration.js";
import type { FlowEvent } from "../contracts/events.js";
import {
  type FlowDefinition,
  type FlowRun,
  type RunSettings,
  runSettings,
} from "../definition/flow-definition.js";
import { UnstorableValue } from "../errors.js";
import { inProcessRunner } from "../runners/in-process-runner.js";
import { newRunId } from "../runs/run-id.js";
import type { FlowRunStart } from "../runs/run-store.js";
import { hashValue } from "../value/hash-value.js";
import { createRun, reportFlow } from "./run.js";
import { runFlow } from "./run-flow.js";

/** Runs a flow that no other flow called. Throws `INVALID_OPTION`. */
export async function startFlow<In, Out>(
  flow: FlowDefinition<In, Out>,
  input: unknown,
  settings: RunSettings,
): Promise<FlowRun<Out>> {
  const owner = `a run of ${JSON.stringify(flow.name)}`;
  const { runs, runId, resume, scheduledFor, onEvent, ...given } = runSettings.resolve(settings, owner);
  const { signal } = given;
  const beginning: FlowRunStart = {
    flow: flow.name,
    version: flow.version,
    inputKey: inputKey(input, given.seed),
    runId,
    resume,
    signal,
  };
  const session = await runs?.begin(beginning).catch((error: unknown) => {
    // A run that was cancelled while it waited for its lease ends as any other one that was cancelled.
    if (!signal?.aborted || !Cancelled.is(error)) throw error;
    return undefined;
  });
  const id = session?.runId ?? runId ?? newRunId();
  const run = createRun({
    id,
    flow: flow.name,
    parentRunId: undefined,
    resumeScope: id,
    signal: AbortSignal.any([signal, session?.signal].filter((signal) => signal !== undefined)),
    store: given.store,
    runner: given.runner ?? inProcessRunner(),
    limits: given.limits,
    threads: given.threads,
    seed: given.seed,
    grace: toSeconds(given.grace),
    emit: emitter([session?.append, onEvent]),
  });
  if (scheduledFor) reportFlow(run, "Scheduled");
  const result = await runFlow(run, flow, input);
  try {
    await session?.end(result.state);
  } catch (error) {
    // The run has its result: a journal that could not be written is logged, and does not lose it.
    run.emit({ type: "log", time: Date.now(), runId: id, level: "error", message: String(error) });
  }
  return result;
}

/** A hash of the input and the seed. A run without one is not found again by its input. */
function inputKey(input: unknown, seed: number): string | undefined {
  try {
    return hashValue({ input, seed });
  } catch (error) {
    if (UnstorableValue.is(error)) return undefined;
    throw error;
  }
}

const runRule: OptionRule<unknown> = rule("the run of a flow, as run returns it", (value) =>
  text.accepts(Object(value).state),
);

/** The result of a run. Throws the run's error when it did not complete. @throws `INVALID_OPTION` */
export function resultOf<Out>(run: FlowRun<Out>): Out {
  checkOption<unknown>("run", run, runRule, "resultOf");
  if (run.state === "Completed") return run.result;
  throw run.error ?? Cancelled.create({ what: `The flow ${JSON.stringify(run.flow)}` });
}

/** Calls listeners with each event. A listener that throws is not called again, and the others get a log event. */
function emitter(given: readonly (((event: FlowEvent) => void) | undefined)[]): (event: FlowEvent) => void {
  let listeners = given.filter((listener) => listener !== undefined);
  return function emit(event) {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        listeners = listeners.filter((other) => other !== listener);
        const message = `a listener of the run's events threw, and is not called again: ${String(error)}`;
        emit({ type: "log", time: event.time, runId: event.runId, level: "error", message });
      }
    }
  };
}
