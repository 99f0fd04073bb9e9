import type { TaskContext } from "../context.js";
import { isTask, type Task, task } from "../task.js";

/**
 * A part of a ready-made flow: a task of your own, with its options, or a plain function that becomes a task
 * with the options' defaults.
 */
export type StepOf<In, Out> = (input: In, ctx: TaskContext) => Out | Promise<Out>;

/** The task of a part. */
export function asTask<In, Out>(name: string, step: StepOf<In, Out>): Task<In, Out> {
  return isTask(step) ? (step as Task<never, unknown> as Task<In, Out>) : task<In, Out>({ name }, step);
}
