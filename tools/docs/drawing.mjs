/**
 * The drawing that a page describes in a block marked `drawing`, as a graph for Graphviz. One statement a line:
 *
 *     down                              boxes go from top to bottom; without it from left to right
 *     title What the drawing shows      for readers who cannot see it
 *     id = First line | second line     a box; the further lines are smaller
 *     id *= First line                  a box that stands out
 *     group Name: id id                 a frame around boxes
 *     id -> id id: what goes along      arrows; the text after the colon may be left out
 *     id --> id: what goes along        a dashed arrow
 *
 * @throws When a line is none of these, or names a box that there is not.
 */
export function parseDrawing(text) {
  const drawing = { direction: "LR", title: "", boxes: new Map(), groups: [], arrows: [] };
  for (const line of text.split("\n")) if (line.trim() !== "") addStatement(drawing, line.trim());
  for (const id of namedBoxes(drawing)) {
    if (!drawing.boxes.has(id)) throw new Error(`no box is called "${id}"`);
  }
  return drawing;
}

function addStatement(drawing, line) {
  const [, keyword, rest] = /^(down|title|group)\b\s*(.*)$/.exec(line) ?? [];
  const box = /^(\w+) (\*?)= (.+)$/.exec(line);
  const arrow = /^(\w+) (--?>) ([\w ]+?)(?:: (.+))?$/.exec(line);
  if (box) {
    drawing.boxes.set(box[1], { lines: box[3].split(" | "), standsOut: box[2] === "*" });
  } else if (arrow) {
    const [, from, line, targets, label = ""] = arrow;
    for (const to of targets.split(" ")) drawing.arrows.push({ from, to, label, isDashed: line === "-->" });
  } else if (keyword === "down" && rest === "") {
    drawing.direction = "TB";
  } else if (keyword === "title" && rest !== "") {
    drawing.title = rest;
  } else if (keyword === "group" && rest.includes(": ")) {
    const [name, ids] = rest.split(": ");
    drawing.groups.push({ name, ids: ids.split(" ") });
  } else {
    throw new Error(`cannot read "${line}"`);
  }
}

function namedBoxes({ groups, arrows }) {
  return [...groups.flatMap(({ ids }) => ids), ...arrows.flatMap(({ from, to }) => [from, to])];
}

// Graphviz measures texts in Helvetica of these sizes. They are shown smaller, so that wider fonts fit as well.
const BOX_FONT = { fontname: "Helvetica", fontsize: 16 };
const LABEL_FONT = { fontname: "Helvetica", fontsize: 13 };

/** The graph of a drawing, as `@viz-js/viz` takes it. */
export function graphOf({ direction, boxes, groups, arrows }) {
  return {
    directed: true,
    graphAttributes: {
      rankdir: direction,
      bgcolor: "transparent",
      nodesep: 0.3,
      ranksep: 0.4,
      pad: 0.1,
      ...LABEL_FONT,
    },
    nodeAttributes: { shape: "box", style: "rounded", margin: "0.17,0.08", ...BOX_FONT },
    edgeAttributes: { arrowsize: 0.8, ...LABEL_FONT },
    nodes: [...boxes].map(([name, { lines, standsOut }]) => ({
      name,
      attributes: { label: lines.join("\n"), class: standsOut ? "important" : "" },
    })),
    edges: arrows.map(({ from, to, label, isDashed }) => ({
      tail: from,
      head: to,
      attributes: { label: label.replaceAll(" | ", "\n"), style: isDashed ? "dashed" : "solid" },
    })),
    subgraphs: groups.map(({ name, ids }) => ({
      name: `cluster_${name}`,
      graphAttributes: { label: name, style: "rounded,dashed", labeljust: "l", labelloc: "b" },
      nodes: ids.map((id) => ({ name: id })),
    })),
  };
}

/** Fonts of the reader's system; colours for light and dark. */
const STYLE = `
text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: #1f2328; font-size: 12px }
.node text:first-of-type { font-size: 14px; font-weight: 600 }
.node path, .node polygon { fill: #f6f8fa; stroke: #57606a; stroke-width: 1.2 }
.important path, .important polygon { fill: #ddf4ff; stroke: #0969da }
.edge path { stroke: #57606a; stroke-width: 1.3 }
.edge polygon { fill: #57606a; stroke: #57606a }
.edge text, .cluster text { fill: #57606a; font-size: 11px }
.cluster path, .cluster polygon { stroke: #8c959f }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .node path, .node polygon { fill: #161b22; stroke: #8b949e }
  .important path, .important polygon { fill: #0c2d4a; stroke: #58a6ff }
  .edge path { stroke: #8b949e }
  .edge polygon { fill: #8b949e; stroke: #8b949e }
  .edge text, .cluster text { fill: #9da7b1 }
  .cluster path, .cluster polygon { stroke: #6e7681 }
}
`;

/**
 * The SVG file of a drawing: what Graphviz lays out, without its fonts, comments and tooltips.
 *
 * @param viz  An instance of `@viz-js/viz`.
 */
export function drawingToSvg(drawing, viz) {
  const svg = viz.renderString(graphOf(drawing), { format: "svg" });
  const body = svg
    .slice(svg.indexOf("<svg"))
    .replace(/<!--[\s\S]*?-->\n?/g, "")
    .replace(/<title>[\s\S]*?<\/title>\n?/g, "")
    .replace(/ font-(family|size)="[^"]*"/g, "");
  const head = `role="img" aria-label="${escapeXml(drawing.title)}"`;
  return body
    .replace(/<svg width="\d+pt" height="\d+pt"/, (size) => `${size.replaceAll("pt", "")} ${head}`)
    .replace(/<g id="graph0"/, `<title>${escapeXml(drawing.title)}</title>\n<style>${STYLE}</style>\n$&`);
}

function escapeXml(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
