import { having, optionsOf } from "@imdb/core/options";
import type { FlowEvent, TaskStateEvent } from "../contracts/events.js";
import { isTerminal, type StateName } from "../contracts/state.js";

/** A stream to draw on: `process.stderr`, or any object with `write`. */
export interface TerminalStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** A live view of runs. */
export interface TerminalView {
  /** For `flow.run`, as its `onEvent`. */
  readonly onEvent: (event: FlowEvent) => void;
  /** Draws the last state and stops drawing. */
  close(): void;
}

interface ViewOptions {
  readonly stream: TerminalStream;
}

const viewOptions = optionsOf<ViewOptions>({ stream: having<TerminalStream>("a stream", "write") });

/** A line of the view: a task, with all its runs. */
interface Line {
  readonly name: string;
  readonly states: Map<string, StateName>;
  /** Whether its runs are elements of a map. */
  mapped: boolean;
  startedAt: number | undefined;
  endedAt: number;
  progress: string;
}

/** A view and what it has drawn. */
interface ViewState {
  readonly stream: TerminalStream;
  /** Whether the stream is a terminal, on which lines are drawn again. */
  readonly live: boolean;
  /** By run and task. */
  readonly lines: Map<string, Line>;
  /** The lines on the terminal that are drawn again. */
  drawn: readonly string[];
  timer: NodeJS.Timeout | undefined;
}

const REDRAW_MS = 100;
const MARKS: Readonly<Record<StateName, string>> = {
  Scheduled: "·",
  Pending: "·",
  Running: "▸",
  Retrying: "↻",
  Completed: "✓",
  Cached: "=",
  Failed: "✗",
  Crashed: "✗",
  Cancelled: "–",
};

/**
 * Draws runs while they run: one line for each task, with a bar for maps, and the log above. On a terminal the lines are
 * drawn again in place; elsewhere (a file, a CI log) it writes a line for each task that ends.
 *
 * @throws `INVALID_OPTION`
 * @example
 * const view = terminalView({ stream: process.stderr });
 * await flow({ name: "training" }, () => 1).run(undefined, { onEvent: view.onEvent });
 * view.close();
 */
export function terminalView(options: { readonly stream: TerminalStream }): TerminalView {
  const { stream } = viewOptions.resolve(options, "terminalView");
  const live = stream.isTTY === true;
  const view: ViewState = { stream, live, lines: new Map(), drawn: [], timer: undefined };
  return {
    onEvent: (event) => handleEvent(view, event),
    close() {
      if (view.timer !== undefined) draw(view);
    },
  };
}

function handleEvent(view: ViewState, event: FlowEvent): void {
  switch (event.type) {
    case "taskState":
      addState(view, event);
      break;
    case "progress": {
      const { stage, done, total, unit } = event.progress;
      const line = [...view.lines.values()].find(({ states }) => states.has(event.taskRunId));
      if (line)
        line.progress = printable(`${stage} ${done}${total === undefined ? "" : `/${total}`} ${unit}`);
      break;
    }
    case "log":
      if (event.level !== "debug") {
        const source = event.taskRunId === undefined ? "" : `${printable(event.taskRunId)}: `;
        writeLine(view, `${event.level.padEnd(5)} ${source}${printable(event.message)}`);
      }
      break;
    case "artifact":
      break;
    case "flowState":
      if (event.parentRunId === undefined && isTerminal(event.state)) {
        draw(view);
        view.drawn = [];
        writeLine(view, `${MARKS[event.state]} ${printable(event.flow)} ${event.state}${errorOf(event)}`);
        return;
      }
  }
  if (view.live) view.timer ??= setTimeout(draw, REDRAW_MS, view);
}

function addState(view: ViewState, event: TaskStateEvent): void {
  const line = lineOf(view, event);
  const { state } = event;
  line.states.set(event.taskRunId, state);
  if (event.map !== undefined) line.mapped = true;
  if (state === "Running") line.startedAt ??= event.time;
  if (!isTerminal(state)) return;
  line.progress = "";
  line.endedAt = event.time;
  // Where nothing is drawn again, an element of a map has a line of its own only when it failed.
  if (view.live || (line.mapped && event.error === undefined)) return;
  writeLine(view, `${MARKS[state]} ${printable(event.taskRunId)} ${state}${errorOf(event)}`);
}

function lineOf({ lines }: ViewState, { runId, task }: TaskStateEvent): Line {
  const key = `${runId}/${task}`;
  const known = lines.get(key);
  if (known) return known;
  // The run id of a subflow is that of its caller and one more part: it is indented below it.
  const indent = "  ".repeat(runId.split(".").length - 1);
  const line: Line = {
    name: `${indent}${printable(task)}`,
    states: new Map(),
    mapped: false,
    startedAt: undefined,
    endedAt: 0,
    progress: "",
  };
  lines.set(key, line);
  return line;
}

/** Writes a line that stays, above those that are drawn again. */
function writeLine(view: ViewState, text: string): void {
  erase(view);
  view.stream.write(`${text}\n`);
  redraw(view, view.drawn);
}

function erase({ stream, drawn }: ViewState): void {
  if (drawn.length > 0) stream.write(`\u001b[${drawn.length}A\u001b[0J`);
}

function redraw(view: ViewState, texts: readonly string[]): void {
  view.drawn = texts;
  if (texts.length > 0) view.stream.write(`${texts.join("\n")}\n`);
}

function draw(view: ViewState): void {
  clearTimeout(view.timer);
  view.timer = undefined;
  if (!view.live) return;
  erase(view);
  const width = Math.max(20, (view.stream.columns ?? 80) - 1);
  redraw(
    view,
    [...view.lines.values()].map((line) => Array.from(lineText(line)).slice(0, width).join("")),
  );
}

function lineText(line: Line): string {
  const total = line.states.size;
  const counts = new Map<StateName, number>();
  for (const state of line.states.values()) {
    if (isTerminal(state)) counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const done = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const worst = [...counts.keys()].find((state) => state !== "Completed" && state !== "Cached");
  const running = line.startedAt === undefined ? "·" : "▸";
  const mark = done < total ? running : MARKS[worst ?? [...counts.keys()][0] ?? "Completed"];
  const until = done < total ? Date.now() : line.endedAt;
  const seconds = line.startedAt === undefined ? 0 : (until - line.startedAt) / 1000;
  const progressBar = total > 1 ? ` ${bar(done / total)} ${done}/${total}` : "";
  const kinds = [...counts]
    .filter(([state]) => state !== "Completed")
    .map(([state, n]) => ` ${n > 1 ? `${n} ` : ""}${state}`);
  const name = line.name.padEnd(24);
  return `${mark} ${name}${progressBar} ${seconds.toFixed(1).padStart(6)} s${kinds.join("")} ${line.progress}`.trimEnd();
}

function bar(share: number): string {
  const full = Math.floor(20 * share);
  return `${"█".repeat(full)}${"░".repeat(20 - full)}`;
}

function errorOf(event: { readonly error?: { readonly message: string } }): string {
  return event.error ? `: ${printable(event.error.message)}` : "";
}

/** A text without control characters, which a terminal would obey. */
function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}
