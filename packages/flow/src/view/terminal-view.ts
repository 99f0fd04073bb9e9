import type { FlowEvent, TaskStateEvent } from "../contracts/events.js";
import { isTerminal, type StateName } from "../contracts/state.js";

/** A stream to draw on: `process.stderr`, or anything with `write`. */
export interface TerminalStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** A live view of runs. */
export interface TerminalView {
  /** Give it to `flow.run` as `onEvent`. */
  readonly onEvent: (event: FlowEvent) => void;
  /** Draws the last state and lets go of the terminal. */
  close(): void;
}

/** What a line of the view is about: a task, with all its runs. */
interface Line {
  readonly name: string;
  readonly states: Map<string, StateName>;
  /** Whether its runs are elements of a map. */
  mapped: boolean;
  startedAt: number | undefined;
  endedAt: number;
  progress: string;
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
 * Draws runs while they run: a line a task, with a bar for maps, and the log above. On a terminal it redraws
 * itself in place; elsewhere (a file, a CI log) it writes a line for each task that ends.
 *
 * @example
 * const view = terminalView({ stream: process.stderr });
 * await flow({ name: "training" }, () => 1).run(undefined, { onEvent: view.onEvent });
 * view.close();
 */
export function terminalView(options: { readonly stream: TerminalStream }): TerminalView {
  const { stream } = options;
  const live = stream.isTTY === true;
  const lines = new Map<string, Line>();
  /** What stands on the terminal and is redrawn. */
  let drawn: readonly string[] = [];
  let timer: NodeJS.Timeout | undefined;

  function lineOf({ runId, task }: TaskStateEvent): Line {
    const key = `${runId}/${task}`;
    const known = lines.get(key);
    if (known) return known;
    // A subflow's run is named after its caller's, and stands below it.
    const name = `${"  ".repeat(runId.split(".").length - 1)}${clean(task)}`;
    const line: Line = {
      name,
      states: new Map(),
      mapped: false,
      startedAt: undefined,
      endedAt: 0,
      progress: "",
    };
    lines.set(key, line);
    return line;
  }

  function addState(event: TaskStateEvent): void {
    const line = lineOf(event);
    line.states.set(event.taskRunId, event.state);
    if (event.map !== undefined) line.mapped = true;
    if (event.state === "Running") line.startedAt ??= event.time;
    if (!isTerminal(event.state)) return;
    line.progress = "";
    line.endedAt = event.time;
    // A map's elements are counted; each of its failures, and everything else, has a line where nothing is redrawn.
    const worthALine = !line.mapped || event.error !== undefined;
    if (!live && worthALine)
      say(`${MARKS[event.state]} ${clean(event.taskRunId)} ${event.state}${because(event)}`);
  }

  function onEvent(event: FlowEvent): void {
    switch (event.type) {
      case "taskState":
        addState(event);
        break;
      case "progress": {
        const { stage, done, total, unit } = event.progress;
        const line = [...lines.values()].find((one) => one.states.has(event.taskRunId));
        if (line) line.progress = clean(`${stage} ${done}${total === undefined ? "" : `/${total}`} ${unit}`);
        break;
      }
      case "log":
        if (event.level !== "debug") {
          const who = event.taskRunId === undefined ? "" : `${clean(event.taskRunId)}: `;
          say(`${event.level.padEnd(5)} ${who}${clean(event.message)}`);
        }
        break;
      case "artifact":
        break;
      case "flowState":
        if (event.parentRunId === undefined && isTerminal(event.state)) {
          draw();
          drawn = [];
          say(`${MARKS[event.state]} ${clean(event.flow)} ${event.state}${because(event)}`);
          return;
        }
    }
    if (live) timer ??= setTimeout(draw, REDRAW_MS);
  }

  /** Writes a line that stays, above those that are redrawn. */
  function say(text: string): void {
    erase();
    stream.write(`${text}\n`);
    write(drawn);
  }

  function erase(): void {
    if (drawn.length > 0) stream.write(`\u001b[${drawn.length}A\u001b[0J`);
  }

  function write(texts: readonly string[]): void {
    drawn = texts;
    if (texts.length > 0) stream.write(`${texts.join("\n")}\n`);
  }

  function draw(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!live) return;
    erase();
    const width = Math.max(20, (stream.columns ?? 80) - 1);
    write([...lines.values()].map((line) => Array.from(show(line)).slice(0, width).join("")));
  }

  return {
    onEvent,
    close() {
      if (timer !== undefined) draw();
    },
  };
}

function show(line: Line): string {
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
  const bar = total > 1 ? ` ${gauge(done / total)} ${done}/${total}` : "";
  const kinds = [...counts]
    .filter(([state]) => state !== "Completed")
    .map(([state, n]) => ` ${n > 1 ? `${n} ` : ""}${state}`);
  const name = line.name.padEnd(24);
  return `${mark} ${name}${bar} ${seconds.toFixed(1).padStart(6)} s${kinds.join("")} ${line.progress}`.trimEnd();
}

function gauge(part: number): string {
  const full = Math.floor(20 * part);
  return `${"█".repeat(full)}${"░".repeat(20 - full)}`;
}

function because(event: { readonly error?: { readonly message: string } }): string {
  return event.error ? `: ${clean(event.error.message)}` : "";
}

/** Names and messages may hold anything; a terminal obeys control characters. */
function clean(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}
