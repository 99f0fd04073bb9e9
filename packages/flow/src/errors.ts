import { defineError } from "@imdb/core";

/** A task or a flow did not end within its timeout. */
export const Timeout = defineError(
  "FLOW_TIMEOUT",
  "state",
  (d: { what: string; name: string; seconds: number }) => ({
    message: `The ${d.what} ${quote(d.name)} did not end within ${d.seconds} s.`,
    remedy: "Give it a longer timeout, or less work; long work should check ctx.signal.",
  }),
);

/** A result cannot be cached, because the input of its task has no content hash. */
export const UncacheableInput = defineError(
  "UNCACHEABLE_INPUT",
  "input",
  (d: { task: string; path: string; value: string }) => ({
    message: `The task ${quote(d.task)} is cached by its inputs, and ${d.path} is ${d.value}, which has no content hash.`,
    remedy: "Pass plain data, or return what identifies the input: cache: { key: (input) => input.version }.",
  }),
);

/** A value cannot be written to a result store, a thread or a queue and read back as the same value. */
export const UnstorableValue = defineError(
  "UNSTORABLE_VALUE",
  "input",
  (d: { path: string; value: string }) => ({
    message: `${d.path} is ${d.value}, which cannot be stored and read back unchanged.`,
    remedy:
      "Use plain data, typed arrays or fitted objects whose codecs the task has; or give the task a serializer.",
  }),
);

/** The bytes of a stored result are not those that were written. */
export const DamagedResult = defineError(
  "DAMAGED_RESULT",
  "dependency",
  (d: { key: string; problem: string }) => ({
    message: `The stored result ${d.key} is damaged: ${d.problem}.`,
    remedy: "Nothing: a flow computes the result again and stores it.",
  }),
);

/** A bucket of results cannot be used. */
export const BucketFailure = defineError(
  "BUCKET_FAILURE",
  "dependency",
  (d: { bucket: string; action: string; status: number | undefined; reason: string }) => ({
    message: `Cannot ${d.action} the bucket ${quote(d.bucket)}${d.status === undefined ? "" : ` (HTTP ${d.status})`}: ${d.reason}`,
    remedy:
      "Check that the bucket is there, the client's endpoint and region, and its rights to read, write, list and delete.",
  }),
);

/** A task failed, and its flow did not await it. */
export const UnobservedFailure = defineError(
  "UNOBSERVED_FAILURE",
  "state",
  (d: { flow: string; task: string; reason: string }) => ({
    message: `In the flow ${quote(d.flow)} the task ${quote(d.task)} failed, and it was not awaited: ${d.reason}`,
    remedy: "Await every task that the flow starts, or catch its error.",
  }),
);

/** A task was called under a run that has already ended. */
export const FlowRunEnded = defineError("FLOW_RUN_ENDED", "state", (d: { runId: string; work: string }) => ({
  message: `${quote(d.work)} was called after its run ${d.runId} had ended.`,
  remedy: "Await what the flow starts before the flow returns; timers and listeners outlive it.",
}));

/** A living process holds the run. */
export const RunActive = defineError(
  "RUN_ACTIVE",
  "state",
  (d: { runId: string; flow: string; holder: string }) => ({
    message: `The run ${d.runId} of ${quote(d.flow)} is held by ${d.holder}.`,
    remedy: "Wait until it ends, stop it, or start another run without this run id.",
  }),
);

/** A run id belongs to a run of another flow. */
export const RunMismatch = defineError(
  "RUN_MISMATCH",
  "input",
  (d: { runId: string; flow: string; actual: string }) => ({
    message: `The run ${d.runId} is a run of the flow ${quote(d.actual)}, not of ${quote(d.flow)}.`,
    remedy: "Resume a run with the flow that began it.",
  }),
);

/** A run in a store cannot be read: its files are damaged. */
export const DamagedRun = defineError(
  "DAMAGED_RUN",
  "dependency",
  (d: { runId: string; path: string; problem: string }) => ({
    message: `The run ${d.runId} is damaged: ${d.path}: ${d.problem}.`,
    remedy: "Put the file back, or move the folder of the run away: other runs do not need it.",
  }),
);

/** A file in which a schedule keeps its due times cannot be read. */
export const DamagedSchedule = defineError(
  "DAMAGED_SCHEDULE",
  "dependency",
  (d: { key: string; path: string; problem: string; others?: number }) => ({
    message: `The schedule ${quote(d.key)} is damaged: ${d.path}: ${d.problem}${d.others ? `; and ${d.others} other notes beside it` : ""}.`,
    remedy:
      "Put the file back, or remove it. Without begun-….json the run of that due time is not begun again; without schedule.json nothing before the next start counts as missed.",
  }),
);

/** The run of a schedule was killed with its process again and again. */
export const ScheduledRunKilled = defineError(
  "SCHEDULED_RUN_KILLED",
  "state",
  (d: { key: string; scheduledFor: Date; processes: number }) => ({
    message: `The run of the schedule ${quote(d.key)} that was due at ${d.scheduledFor.toISOString()} is given up: ${d.processes} processes that ran it were killed.`,
    remedy: "Check the memory and the logs of these processes; then start it with trigger().",
  }),
);

/** There is no run with this id. */
export const UnknownRun = defineError("UNKNOWN_RUN", "input", (d: { runId: string; folder: string }) => ({
  message: `There is no run ${quote(d.runId)} in ${d.folder}.`,
  remedy: "Use an id from the list of the run store.",
}));

/** A worker got a job for a task that it does not have. */
export const UnknownTask = defineError(
  "UNKNOWN_TASK",
  "input",
  (d: { task: string; known: readonly string[]; where: string }) => ({
    message: `${d.where} has no task ${quote(d.task)}; it has ${d.known.map(quote).join(", ") || "none"}.`,
    remedy: "Give the worker every task that the flow runs, under the same names.",
  }),
);

/** A flow and a worker have different versions of a task. */
export const TaskVersionMismatch = defineError(
  "TASK_VERSION_MISMATCH",
  "state",
  (d: { task: string; expected: string; actual: string }) => ({
    message: `The flow runs version ${quote(d.expected)} of the task ${quote(d.task)}, the worker has ${quote(d.actual)}.`,
    remedy: "Deploy the same code to the flow and its workers.",
  }),
);

/** A task killed its workers several times. */
export const PoisonTask = defineError("POISON_TASK", "internal", (d: { task: string; reason: string }) => ({
  message: `The task ${quote(d.task)} was stopped: its workers died (${d.reason}).`,
  remedy:
    "Check the memory and the logs of the workers. The task is in the dead letters, from which it can be retried.",
}));

/** The server of the queue cannot be reached or does not answer. */
export const QueueFailure = defineError(
  "QUEUE_FAILURE",
  "dependency",
  (d: { server: string; reason: string }) => ({
    message: `The queue's server ${d.server} does not answer: ${d.reason}.`,
    remedy: "Start Redis or Valkey there, and check address, password and firewall.",
  }),
);

/** The flow cannot find a result that a worker has stored. */
export const ResultMissing = defineError("RESULT_MISSING", "state", (d: { task: string; key: string }) => ({
  message: `A worker completed the task ${quote(d.task)}, and its result ${d.key} is not in the flow's store.`,
  remedy:
    "Give the flow and its workers the same store: the same folder on a shared file system, or the same bucket.",
}));

/** All candidates of a search failed. */
export const NoCandidate = defineError(
  "NO_CANDIDATE",
  "state",
  (d: { flow: string; candidates: number }) => ({
    message: `The search ${quote(d.flow)} has no result: all of its ${d.candidates} candidates failed.`,
    remedy: "See the cause, which is the first failure; add candidates if there were none.",
  }),
);

/** Two tasks of a worker have the same name. */
export const DuplicateTask = defineError("DUPLICATE_TASK", "input", (d: { task: string }) => ({
  message: `Two tasks are named ${quote(d.task)}.`,
  remedy: "Give every task its own name: workers find tasks by name.",
}));

function quote(name: string): string {
  return JSON.stringify(name);
}
