import { checkOption, rule } from "@imdb/core/options";
import type { TaskDefinition } from "./definition/task-definition.js";
import { DuplicateTask, TaskVersionMismatch, UnknownTask } from "./errors.js";
import { isTask, type Task } from "./task.js";

/** Tasks by name, for a process or thread that runs them for a flow elsewhere. */
export interface TaskRegistry {
  /** Throws `UNKNOWN_TASK`, or `TASK_VERSION_MISMATCH` when the flow has another version. */
  find(name: string, version: string): TaskDefinition;
}

/** Any task, whatever its types. */
// biome-ignore lint/suspicious/noExplicitAny: tasks of different inputs share no other type.
export type AnyTask = Task<any, any>;

const TASK = rule<AnyTask>("a task, made by task(…)", isTask);

/**
 * Makes a registry.
 *
 * @param where  Who has the tasks, for error messages.
 * @throws `DUPLICATE_TASK`, `INVALID_OPTION` for what is not a task.
 */
export function taskRegistry(tasks: Iterable<AnyTask>, where: string): TaskRegistry {
  const byName = new Map<string, TaskDefinition>();
  for (const [index, task] of [...tasks].entries()) {
    const { definition } = checkOption(`tasks[${index}]`, task, TASK, "the list of tasks");
    const known = byName.get(definition.name);
    if (known !== undefined && known !== definition) throw DuplicateTask.create({ task: definition.name });
    byName.set(definition.name, definition);
  }
  return {
    find(name, version) {
      const task = byName.get(name);
      if (task === undefined) throw UnknownTask.create({ task: name, known: [...byName.keys()], where });
      if (task.version !== version) {
        throw TaskVersionMismatch.create({ task: name, expected: version, actual: task.version });
      }
      return task;
    },
  };
}
