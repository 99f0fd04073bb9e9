import type { Row } from "./table.ts";

const LEFT = 322;
const WIDTH = 880;
const LINE = 26;
const TOP = 44;

/** Ratios as bars on a logarithmic scale, readable on light and dark pages. */
export function picture(rows: readonly Row[]): string {
  const largest = Math.max(10, ...rows.map(({ ratio }) => ratio));
  const smallest = Math.min(1, ...rows.map(({ ratio }) => ratio));
  const [low, high] = [Math.log10(smallest) - 0.05, Math.log10(largest)];
  const x = (ratio: number) =>
    Math.round(LEFT + ((Math.log10(ratio) - low) / (high - low)) * (WIDTH - LEFT - 70));
  const height = TOP + rows.length * LINE + 16;
  const ticks = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].filter((tick) => tick <= largest);
  const grid = ticks.map(
    (tick) =>
      `<line class="${tick === 1 ? "one" : "grid"}" x1="${x(tick)}" x2="${x(tick)}" y1="${TOP - 8}" y2="${height - 12}"/>` +
      `<text class="tick" x="${x(tick)}" y="${TOP - 16}" text-anchor="middle">${tick} ×</text>`,
  );
  const bars = rows.map(({ id, ratio }, i) => {
    const y = TOP + i * LINE;
    const [from, to] = [Math.min(x(1), x(ratio)), Math.max(x(1), x(ratio))];
    return (
      `<text class="name" x="${LEFT - 10}" y="${y + 14}" text-anchor="end">${escaped(id)}</text>` +
      `<rect class="${ratio >= 1 ? "better" : "worse"}" x="${from}" y="${y + 2}" width="${Math.max(1, to - from)}" height="16" rx="2"/>` +
      `<text class="value" x="${to + 6}" y="${y + 14}">${ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(2)}</text>`
    );
  });
  const said = rows.map(({ id, peer, ratio }) => `${id} ${ratio.toPrecision(2)} times ${peer}`).join("; ");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="t d" font-family="system-ui, sans-serif">
<title id="t">How many times as good as its peer each measured piece of work is</title>
<desc id="d">${escaped(said)}</desc>
<style>
 .name,.value{font-size:13px;fill:#1f2328} .tick{font-size:12px;fill:#57606a} .grid{stroke:#d0d7de} .one{stroke:#57606a;stroke-width:1.5} .better{fill:#0969da} .worse{fill:#bc4c00}
 @media (prefers-color-scheme: dark){ .name,.value{fill:#f0f6fc} .tick{fill:#9da7b1} .grid{stroke:#30363d} .one{stroke:#9da7b1} .better{fill:#58a6ff} .worse{fill:#f0883e} }
</style>
${[...grid, ...bars].join("\n")}
</svg>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
