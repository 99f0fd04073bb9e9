import type { WireError } from "@imdb/core";
import { checkOption, type OptionRule, rule } from "@imdb/core/options";
import {
  badge,
  details,
  formatDuration,
  formatTime,
  type Html,
  type HtmlChild,
  html,
  keyValues,
  link,
  notice,
  page,
  preformatted,
  stats,
  type TableColumn,
  table,
} from "@imdb/report";
import type { Artifact, LogEvent } from "../contracts/events.js";
import type { RunRecord, TaskRecord } from "../contracts/run-record.js";
import { isTerminal } from "../contracts/state.js";
import { runGraph } from "./run-graph.js";
import { runTimeline } from "./run-timeline.js";
import { STATES, secondsOf, type TaskGroup, TONES, taskGroups } from "./task-groups.js";

/** Limit of listed task runs. A larger run lists those that need attention, then the longest. */
const MAX_TASKS = 200;
/** Limit of log lines on the page. */
const MAX_LINES = 1_000;

const recordRule: OptionRule<RunRecord> = rule("the record of a run", (value) => {
  const { state, tasks, artifacts } = Object(value) as Partial<RunRecord>;
  return typeof state === "string" && Array.isArray(tasks) && Array.isArray(artifacts);
});

/**
 * A run as one self-contained HTML page: state, graph, timeline, tasks, artifacts and logs. It loads nothing and
 * runs no script; all texts of the run are escaped. The same record has the same bytes.
 *
 * @throws `INVALID_OPTION`
 * @param record  From `folderRunStore(…).read(runId)`, or from a `runRecorder` that got the events of a run.
 * @example
 * const recorder = runRecorder();
 * await flow({ name: "empty" }, () => 1).run(undefined, { onEvent: recorder.add });
 * runPage(recorder.record()).startsWith("<!doctype html>"); // => true
 */
export function runPage(record: RunRecord): string {
  checkOption("record", record, recordRule, "runPage");
  const groups = taskGroups(record);
  return page({
    title: `${record.flow} – ${record.state}`,
    subtitle: html`${badge(TONES[record.state], record.state)} run ${record.runId}, started ${formatTime(new Date(record.startedAt))}${
      record.sessions > 1 ? `, resumed, session ${record.sessions}` : null
    }`,
    lead: [record.error && failure(record), figures(record)],
    sections: [
      { title: "Graph", body: runGraph(record) },
      { title: "Timeline", body: runTimeline(record) },
      { title: "Tasks", body: [groupTable(groups), taskTable(record)] },
      ...(record.artifacts.length > 0 ? [{ title: "Artifacts", body: artifacts(record) }] : []),
      { title: "Log", body: logLines(record) },
    ],
    footer: "Made by @imdb/flow. States are named as Prefect names them.",
  });
}

function failure({ error, state }: RunRecord): Html {
  const { message, remedy, code } = error as WireError;
  return notice(TONES[state], html`<strong>${message}</strong> ${remedy} [${code}]`);
}

function figures(record: RunRecord): Html {
  const { tasks, startedAt, endedAt } = record;
  const countOf = (name: string) => tasks.filter((task) => task.state === name).length;
  const failed = countOf("Failed") + countOf("Crashed");
  const retried = tasks.filter((task) => task.attempts > 1).length;
  const seconds = endedAt === undefined ? undefined : (endedAt - startedAt) / 1000;
  return stats([
    { label: "took", value: seconds === undefined ? "not ended" : formatDuration(seconds) },
    { label: "task runs", value: tasks.length },
    { label: "completed", value: countOf("Completed") },
    { label: "cached", value: countOf("Cached"), note: "not computed again" },
    { label: "failed", value: failed, ...(failed > 0 && { tone: "fail" as const }) },
    { label: "retried", value: retried },
  ]);
}

function groupTable(groups: readonly TaskGroup[]): Html {
  return table({
    caption: "By task",
    columns: [...textColumns("task", "states"), ...numberColumns("runs", "attempts", "median", "longest")],
    rows: groups.map((group) => [
      group.name,
      group.states.map(([state, n]) => [
        badge(TONES[state], group.tasks.length === 1 ? state : `${n} ${state}`),
        " ",
      ]),
      group.tasks.length,
      group.attempts,
      formatDuration(group.median),
      formatDuration(group.longest),
    ]),
    empty: "no tasks were called",
  });
}

const textColumns = (...headers: string[]) => headers.map((header): TableColumn => ({ header }));
const numberColumns = (...headers: string[]) =>
  headers.map((header): TableColumn => ({ header, kind: "number" }));

function taskTable(record: RunRecord): HtmlChild {
  const listed = [...record.tasks]
    .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || secondsOf(b) - secondsOf(a))
    .slice(0, MAX_TASKS);
  const shown = record.tasks.length > MAX_TASKS ? listed : record.tasks;
  const summary =
    record.tasks.length > MAX_TASKS
      ? `${MAX_TASKS} of ${record.tasks.length.toLocaleString("en")} task runs: those that need attention, then the longest`
      : "Every task run";
  const rows = shown.map((task) => [
    task.id,
    badge(TONES[task.state], task.state),
    task.attempts,
    task.startedAt === undefined ? "" : `+${formatDuration((task.startedAt - record.startedAt) / 1000)}`,
    task.endedAt === undefined ? "" : formatDuration(secondsOf(task)),
    outcome(task),
  ]);
  const columns = [
    ...textColumns("task run", "state"),
    ...numberColumns("attempts", "started", "took"),
    ...textColumns("outcome"),
  ];
  return details(summary, table({ caption: "Task runs", columns, rows, empty: "no tasks were called" }));
}

function outcome({ error, progress, state }: TaskRecord): string {
  if (error) return `${error.message} [${error.code}]`;
  if (!progress || isTerminal(state)) return "";
  const { stage, done, total, unit } = progress;
  return `${stage}: ${done}${total === undefined ? "" : ` of ${total}`} ${unit}`;
}

function artifacts(record: RunRecord): HtmlChild {
  return record.artifacts.map(({ taskRunId, artifact }) => [
    html`<h3>${artifact.key}${taskRunId === undefined ? null : html` <span class="note">of ${taskRunId}</span>`}</h3>`,
    artifact.description === undefined ? null : html`<p>${artifact.description}</p>`,
    artifactBody(artifact),
  ]);
}

function artifactBody(artifact: Artifact): HtmlChild {
  switch (artifact.kind) {
    case "link":
      return html`<p>${link(artifact.href)}</p>`;
    case "text":
      return preformatted(artifact.text);
    case "table": {
      const { key, columns } = artifact;
      const rows = artifact.rows.map((row) =>
        columns.map((_, i) => (typeof row[i] === "boolean" ? String(row[i]) : (row[i] ?? ""))),
      );
      const numeric = (i: number) => rows.length > 0 && rows.every((row) => typeof row[i] === "number");
      const headers = columns.flatMap((header, i) =>
        numeric(i) ? numberColumns(header) : textColumns(header),
      );
      return table({ caption: key, columns: headers, rows });
    }
  }
}

function logLines({ logs, logsLeftOut, startedAt }: RunRecord): HtmlChild {
  if (logs.length === 0) return html`<p class="note">no lines</p>`;
  const shown = logs.slice(-MAX_LINES);
  const omitted = logsLeftOut + logs.length - shown.length;
  const lines = shown.map((line) => logLine(line, startedAt)).join("\n");
  const counts = keyValues([
    ["lines", shown.length],
    ["warnings and errors", shown.filter((line) => line.level === "warn" || line.level === "error").length],
  ]);
  return [
    omitted > 0 ? html`<p class="note">${omitted} earlier lines are in the run's events.jsonl</p>` : null,
    shown.length > 20 ? counts : null,
    shown.length > 20 ? details(`${shown.length} lines`, preformatted(lines)) : preformatted(lines),
  ];
}

function logLine({ time, level, taskRunId, message, fields }: LogEvent, start: number): string {
  const at = `+${((time - start) / 1000).toFixed(3)} s`.padStart(12);
  const more = fields === undefined ? "" : ` ${JSON.stringify(fields)}`;
  return `${at}  ${level.padEnd(5)}  ${taskRunId === undefined ? "" : `${taskRunId}: `}${message}${more}`;
}
