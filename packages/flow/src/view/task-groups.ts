import type { Tone } from "@imdb/report";
import type { RunRecord, TaskRecord } from "../contracts/run-record.js";
import type { StateName } from "../contracts/state.js";

/** All task runs of one task: a map of 10,000 elements is one group. */
export interface TaskGroup {
  readonly name: string;
  readonly kind: "task" | "flow";
  readonly tasks: readonly TaskRecord[];
  /** The number of task runs in each state, in the order of {@link STATES}. */
  readonly states: readonly (readonly [StateName, number])[];
  /** Median and longest duration, in seconds. */
  readonly median: number;
  readonly longest: number;
  readonly attempts: number;
}

/** The colour of each state, from the state that needs most attention to the one that needs least. */
export const TONES = {
  Crashed: "fail",
  Failed: "fail",
  Cancelled: "warn",
  Retrying: "warn",
  Running: "info",
  Pending: "muted",
  Scheduled: "muted",
  Completed: "pass",
  Cached: "muted",
} as const satisfies Readonly<Record<StateName, Tone>>;

/** All states, from the one that needs most attention to the one that needs least. */
export const STATES = Object.keys(TONES) as readonly StateName[];

/** Groups the task runs of a run by name, in the order of their first call. */
export function taskGroups(record: RunRecord): TaskGroup[] {
  const byName = new Map<string, TaskRecord[]>();
  for (const task of record.tasks) {
    const group = byName.get(task.name);
    if (group) group.push(task);
    else byName.set(task.name, [task]);
  }
  return [...byName].map(([name, tasks]) => {
    const seconds = tasks.map(secondsOf).sort((a, b) => a - b);
    return {
      name,
      kind: tasks[0]!.kind,
      tasks,
      states: statesOf(tasks),
      median: seconds[seconds.length >> 1] ?? 0,
      longest: seconds.at(-1) ?? 0,
      attempts: tasks.reduce((sum, task) => sum + task.attempts, 0),
    };
  });
}

/** Duration of a task run in seconds, with its retries; 0 when it did not run or has not ended. */
export function secondsOf({ startedAt, endedAt }: TaskRecord): number {
  return startedAt === undefined || endedAt === undefined ? 0 : (endedAt - startedAt) / 1000;
}

/** The number of task runs in each state. */
function statesOf(tasks: readonly TaskRecord[]): (readonly [StateName, number])[] {
  return STATES.map((state) => [state, tasks.filter((task) => task.state === state).length] as const).filter(
    ([, n]) => n > 0,
  );
}
