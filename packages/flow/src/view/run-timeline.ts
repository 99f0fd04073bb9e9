import { type Html, type TimelineBar, timeline } from "@imdb/report";
import type { RunRecord, TaskRecord } from "../contracts/run-record.js";
import { TONES } from "./task-groups.js";

/** Up to this number, each task run has a row; more task runs share the row of their task. */
const MAX_ROWS = 60;
/** Limit of marks in a shared row; task runs that are closer together share a mark. */
const MAX_MARKS = 150;

/** When each task ran (a Gantt chart). */
export function runTimeline(record: RunRecord): Html {
  const ran = record.tasks.filter((task) => task.startedAt !== undefined);
  const now = ran.reduce(
    (last, task) => Math.max(last, task.endedAt ?? task.startedAt!),
    record.endedAt ?? 0,
  );
  const single = ran.length <= MAX_ROWS;
  const bars = single ? ran.map((task) => bar(task, now)) : sharedRows(ran, now);
  const note = single ? undefined : "Task runs of one task share a row; those close together are one mark.";
  return timeline({ title: "When each task ran", bars, ...(note && { note }) });
}

function bar(task: TaskRecord, now: number): TimelineBar {
  const { startedAt = now, endedAt = now, state, attempts } = task;
  const note = attempts > 1 ? `${state}, ${attempts} attempts` : state;
  return { label: task.id, start: startedAt, end: endedAt, tone: TONES[state], note };
}

/** One row for each task. Task runs that start in the same cell share a mark, from the first start to the last end. */
function sharedRows(ran: readonly TaskRecord[], now: number): TimelineBar[] {
  const origin = ran.reduce((first, task) => Math.min(first, task.startedAt!), now);
  const width = Math.max(1, now - origin) / MAX_MARKS;
  const marks = new Map<string, { bar: TimelineBar; count: number }>();
  for (const task of ran) {
    const own = bar(task, now);
    const cell = Math.floor((own.start - origin) / width);
    const key = `${task.name}\n${own.tone}\n${cell}`;
    const known = marks.get(key);
    const count = (known?.count ?? 0) + 1;
    const start = Math.min(known?.bar.start ?? own.start, own.start);
    const end = Math.max(known?.bar.end ?? own.end, own.end);
    const label = count === 1 ? own.label : `${task.name}, ${count} runs`;
    marks.set(key, { bar: { ...own, label, lane: task.name, start, end }, count });
  }
  return [...marks.values()].map((mark) => mark.bar);
}
