import { type Html, html } from "@imdb/report";
import type { RunRecord } from "../contracts/run-record.js";
import { subflowRunId } from "../contracts/step.js";
import { type TaskGroup, TONES, taskGroups } from "./task-groups.js";

const BOX = { width: 184, height: 46, gapX: 56, gapY: 18 } as const;
/** Limit of characters in a box: of its name, and of the smaller line below. */
const MAX_CHARACTERS = { name: 23, states: 27 } as const;

interface Node {
  readonly group: TaskGroup;
  readonly x: number;
  readonly y: number;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  /** `data`: `to` used a result of `from`; `call`: `from` called it. */
  readonly kind: "data" | "call";
}

/** Which task used the results of which: one box for each task, from left to right. Calls of tasks by tasks are dashed. */
export function runGraph(record: RunRecord): Html {
  const groups = taskGroups(record);
  const edges = edgesOf(record);
  const nodes = place(groups, edges);
  const width = Math.max(...[...nodes.values()].map((node) => node.x + BOX.width), 0) + 2;
  const height = Math.max(...[...nodes.values()].map((node) => node.y + BOX.height), 0) + 2;
  if (nodes.size === 0) return html`<p class="note">no tasks</p>`;
  const lines = edges.map((edge) => path(nodes.get(edge.from)!, nodes.get(edge.to)!, edge.kind));
  const summary =
    edges.map(({ from, to }) => `${from} → ${to}`).join(", ") || "no task used the result of another";
  return html`<figure class="wide"><div class="scroll" role="region" aria-label="Graph" tabindex="0">
<svg viewBox="0 0 ${Math.max(width, 880)} ${height}" role="img" focusable="false"><title>Graph of the tasks</title><desc>${summary}</desc>
${lines}${[...nodes.values()].map(box)}</svg></div></figure>
`;
}

function box({ group, x, y }: Node): Html {
  const states = group.states.map(([state, n]) => `${n} ${state}`).join(", ");
  const shown = group.tasks.length === 1 ? group.states[0]![0] : states;
  const title = `${group.name}: ${states}`;
  return html`<g><title>${title}</title><rect class="axis" fill="var(--bg)" rx="4" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}"/><rect class="f-${TONES[group.states[0]![0]]}" x="${x}" y="${y}" width="6" height="${BOX.height}"/><text class="strong" x="${x + 14}" y="${y + 19}">${shortened(group.kind === "flow" ? `${group.name} (flow)` : group.name, MAX_CHARACTERS.name)}</text><text class="tick" x="${x + 14}" y="${y + 36}">${shortened(shown, MAX_CHARACTERS.states)}</text></g>
`;
}

function path(from: Node, to: Node, kind: Edge["kind"]): Html {
  const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
  const [x2, y2] = [to.x, to.y + BOX.height / 2];
  const bend = Math.max(BOX.gapX / 2, Math.abs(x2 - x1) / 2);
  const d = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  return html`<path class="${kind === "data" ? "axis" : "rule"}" fill="none" d="${d}"/><circle class="f-muted" cx="${x2}" cy="${y2}" r="3"/>
`;
}

/** Places tasks in layers, by the longest path from a source; within a layer, in the order of their first calls. */
function place(groups: readonly TaskGroup[], edges: readonly Edge[]): Map<string, Node> {
  const layer = new Map(groups.map(({ name }) => [name, 0]));
  // There may be cycles, since a group has many task runs: the number of rounds is limited.
  for (let round = 0; round < groups.length; round++) {
    let moved = false;
    for (const { from, to } of edges) {
      const required = layer.get(from)! + 1;
      if (layer.get(to)! >= required || required >= groups.length) continue;
      layer.set(to, required);
      moved = true;
    }
    if (!moved) break;
  }
  const rows = new Map<number, number>();
  const nodes = new Map<string, Node>();
  for (const group of groups) {
    const column = layer.get(group.name)!;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    const [x, y] = [1 + column * (BOX.width + BOX.gapX), 1 + row * (BOX.height + BOX.gapY)];
    nodes.set(group.name, { group, x, y });
  }
  return nodes;
}

function edgesOf(record: RunRecord): Edge[] {
  const nameOf = new Map<string, string>();
  for (const { runId, id, map, name, kind } of record.tasks) {
    nameOf.set(`${runId}/${id}`, name);
    if (map !== undefined) nameOf.set(`${runId}/${map}`, name);
    if (kind === "flow") nameOf.set(subflowRunId(runId, id), name);
  }
  const edges = new Map<string, Edge>();
  const add = (from: string | undefined, to: string, kind: Edge["kind"]) => {
    if (from !== undefined && from !== to) edges.set(`${from}\n${to}`, { from, to, kind });
  };
  for (const task of record.tasks) {
    for (const source of task.dependsOn) add(nameOf.get(`${task.runId}/${source}`), task.name, "data");
    if (task.parent !== undefined) add(nameOf.get(`${task.runId}/${task.parent}`), task.name, "call");
    else if (task.dependsOn.length === 0) add(nameOf.get(task.runId), task.name, "call");
  }
  return [...edges.values()];
}

function shortened(text: string, limit: number): string {
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join("")}…`;
}
