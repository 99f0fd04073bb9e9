import type { TaskContext } from "../contracts/context.js";
import type { TaskOptions } from "../definition/task-definition.js";
import { isTask, type Task, task } from "../task.js";

/**
 * A step of a ready-made flow: a task of your own, with its options, or a plain function that becomes a task
 * with default options. A plain function runs in the flow's process: threads and workers find tasks by
 * name, and do not have it.
 */
export type StepOf<In, Out> = (input: In, ctx: TaskContext) => Out | Promise<Out>;

/** The task of a step. The options apply where the step is a plain function. */
export function asTask<In, Out>(
  name: string,
  step: StepOf<In, Out>,
  options: Pick<TaskOptions<In, Out>, "cache"> = {},
): Task<In, Out> {
  if (isTask(step)) return step as Task<never, unknown> as Task<In, Out>;
  return task<In, Out>({ name, runsIn: "flow", ...options }, step);
}
