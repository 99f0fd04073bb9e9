import type { TaskJob } from "../definition/runner.js";
import { aloneScope } from "./alone.js";
import { callUnder } from "./call.js";
import { scopeStorage } from "./scope.js";

/** A job as the process or thread sees it that runs it for a flow elsewhere. */
export function remoteJob(
  parts: Pick<TaskJob, "task" | "input" | "signal" | "log" | "progress" | "artifact"> & {
    readonly about: Pick<
      TaskJob,
      "runId" | "flow" | "taskRunId" | "attempt" | "last" | "threads" | "seed" | "grace"
    >;
  },
): TaskJob {
  const { task, input, signal, about, log, progress, artifact } = parts;
  // What the task calls in turn runs here, within it, and is no step of the flow.
  const scope = aloneScope(signal);
  return {
    ...about,
    ...{ task, input, signal, log, progress, artifact },
    key: undefined,
    store: undefined,
    call: (ctx) => scopeStorage().run(scope, async () => task.fn(input, ctx)),
    run: (work, value) => callUnder(scope, work, value),
  };
}
