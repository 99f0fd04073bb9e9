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
  readonly depth: number;
  readonly states: Map<string, StateName>;
  readonly ended: Map<StateName, number>;
  /** Whether its runs are elements of a map. */
  mapped: boolean;
  done: number;
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
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;

  function lineOf({ runId, task }: TaskStateEvent): Line {
    const key = `${runId}/${task}`;
    const known = lines.get(key);
    if (known) return known;
    const depth = runId.split(".").length - 1;
    const line: Line = {
      name: clean(task),
      depth,
      states: new Map(),
      ended: new Map(),
      mapped: false,
      done: 0,
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
    line.done++;
    line.progress = "";
    line.endedAt = event.time;
    line.ended.set(event.state, (line.ended.get(event.state) ?? 0) + 1);
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
          drawn = 0;
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
    if (live && drawn > 0) redraw();
  }

  function erase(): void {
    if (live && drawn > 0) stream.write(`\u001b[${drawn}A\u001b[0J`);
  }

  function redraw(): void {
    const width = Math.max(20, (stream.columns ?? 80) - 1);
    const texts = [...lines.values()].map((line) => Array.from(show(line)).slice(0, width).join(""));
    drawn = texts.length;
    if (drawn > 0) stream.write(`${texts.join("\n")}\n`);
  }

  function draw(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!live) return;
    erase();
    redraw();
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
  const ended = line.done >= total;
  const worst = [...line.ended.keys()].find((state) => state !== "Completed" && state !== "Cached");
  const mark = ended
    ? MARKS[worst ?? [...line.ended.keys()][0] ?? "Completed"]
    : line.startedAt === undefined
      ? "·"
      : "▸";
  const until = ended ? line.endedAt : Date.now();
  const seconds = line.startedAt === undefined ? 0 : (until - line.startedAt) / 1000;
  const name = `${"  ".repeat(line.depth)}${line.name}`.padEnd(24);
  const bar = total > 1 ? ` ${gauge(line.done / total)} ${line.done}/${total}` : "";
  const kinds = [...line.ended]
    .filter(([state]) => state !== "Completed")
    .map(([state, n]) => ` ${n > 1 ? `${n} ` : ""}${state}`);
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
