import type { TaskDefinition } from "./definition/task-definition.js";
import { DuplicateTask, TaskVersionMismatch, UnknownTask } from "./errors.js";
import type { Task } from "./task.js";

/** Tasks by name, as whoever runs them for a flow elsewhere finds them. */
export interface TaskRegistry {
  /** Throws `UNKNOWN_TASK`, or `TASK_VERSION_MISMATCH` when the flow has another version. */
  find(name: string, version: string): TaskDefinition;
}

/** Any task, whatever its types. */
// biome-ignore lint/suspicious/noExplicitAny: tasks of different inputs share no type but this.
export type AnyTask = Task<any, any>;

/** Makes a registry. Throws `DUPLICATE_TASK`. */
export function taskRegistry(tasks: Iterable<AnyTask>, where: string): TaskRegistry {
  const byName = new Map<string, TaskDefinition>();
  for (const { definition } of tasks) {
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
