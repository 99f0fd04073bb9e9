import type { Tone } from "../blocks.js";
import { formatDuration, formatTime } from "../format.js";
import { type Html, type HtmlChild, html } from "../html.js";
import { type ChartBase, clipped, figure, noData, px, widest } from "./figure.js";
import { gridBelow } from "./plot.js";
import { isDrawable, placeAxis, type Scale } from "./scale.js";

/** One stretch of time on a {@link timeline}. */
export interface TimelineBar {
  /** What ran. */
  readonly label: string;
  /** Milliseconds since 1970, or since the start of the run. */
  readonly start: number;
  /** Not before `start`; the same for a moment. */
  readonly end: number;
  /** Bars of the same lane share a row, named after it; default: each label has a row of its own. */
  readonly lane?: string | undefined;
  /** Colour by outcome; default `info`. */
  readonly tone?: Tone | undefined;
  /** Shown where the pointer rests, besides label and duration: a state, a reason. */
  readonly note?: string | undefined;
}

/** What a {@link timeline} shows. */
export interface Timeline extends ChartBase {
  /** In any order; rows follow their order here. */
  readonly bars: readonly TimelineBar[];
  /** `elapsed` counts seconds from the first start, `clock` writes UTC. Default `elapsed`. */
  readonly axis?: "elapsed" | "clock" | undefined;
}

const WIDTH = 880;
const ROW = 24;
const UNITS = [
  [3_600_000, "hours"],
  [60_000, "minutes"],
  [1000, "seconds"],
] as const;

/** When what ran, and for how long (a Gantt chart): a row a lane, in order of first appearance. */
export function timeline(chart: Timeline): Html {
  const bars = chart.bars.filter((bar) => isDrawable(bar.start) && isDrawable(bar.end));
  const lanes = [...new Set(bars.map((bar) => bar.lane ?? bar.label))];
  const row = new Map(lanes.map((lane, i) => [lane, i]));
  const names = Math.min(WIDTH * 0.28, 10 + widest(lanes));
  const origin = bars.reduce((first, bar) => Math.min(first, bar.start), bars[0]?.start ?? 0);
  const x = axisOf(chart, bars, origin, [names + 8, WIDTH - 70]);
  const bottom = 8 + Math.max(1, lanes.length) * ROW;
  const sides = lanes.map((lane, i) => html`${clipped("end", names, 8 + i * ROW + 16, lane, names)}\n`);
  const single = lanes.length === bars.length;
  const marks = bars.map((bar) =>
    barMark(bar, 8 + row.get(bar.lane ?? bar.label)! * ROW, x, chart, origin, single),
  );
  return figure(
    { ...chart, size: "wide" },
    {
      width: WIDTH,
      height: bottom + 44,
      summary: summary(bars, lanes.length, origin),
      marks: [
        gridBelow(x, [8, bottom], WIDTH / 2),
        sides,
        bars.length === 0 ? noData(WIDTH / 2, bottom / 2 + 8) : marks,
      ],
    },
  );
}

function axisOf(
  chart: Timeline,
  bars: readonly TimelineBar[],
  origin: number,
  range: readonly [number, number],
): Scale {
  const times = bars.flatMap((bar) => [bar.start, bar.end]);
  if (chart.axis === "clock") return placeAxis({ label: "time (UTC)", scale: "time" }, times, range, 8);
  const last = times.reduce((latest, time) => Math.max(latest, time), origin);
  const [unit, name] = UNITS.find(([size]) => last - origin >= 5 * size) ?? [1, "milliseconds"];
  const scale = placeAxis({ label: `${name} from the start`, min: 0 }, [0, (last - origin) / unit], range, 8);
  return {
    ...scale,
    at: (time) => scale.at((time - origin) / unit),
    ticks: scale.ticks.map((tick) => ({ ...tick, value: origin + tick.value * unit })),
  };
}

function barMark(
  bar: TimelineBar,
  y: number,
  x: Scale,
  chart: Timeline,
  origin: number,
  single: boolean,
): HtmlChild {
  const { label, start, end, tone = "info", note } = bar;
  const from = x.at(start);
  const width = Math.max(2, x.at(Math.max(start, end)) - from);
  const took = formatDuration((end - start) / 1000);
  const begun =
    chart.axis === "clock" ? formatTime(new Date(start)) : `at ${formatDuration((start - origin) / 1000)}`;
  const title = `${label}: ${took}, ${begun}${note ? `, ${note}` : ""}`;
  const written = html`<text class="tick" x="${px(from + width + 5)}" y="${px(y + 16)}">${took}</text>`;
  return html`<rect class="f-${tone}" rx="2" x="${px(from)}" y="${px(y + 4)}" width="${px(width)}" height="${ROW - 8}"><title>${title}</title></rect>${single ? written : null}\n`;
}

function summary(bars: readonly TimelineBar[], lanes: number, origin: number): string {
  if (bars.length === 0) return "Timeline without data.";
  const end = bars.reduce((last, bar) => Math.max(last, bar.end), origin);
  const longest = bars.reduce((a, b) => (b.end - b.start > a.end - a.start ? b : a));
  const took = formatDuration((longest.end - longest.start) / 1000);
  return `Timeline of ${bars.length} bars in ${lanes} rows over ${formatDuration((end - origin) / 1000)}. The longest is ${longest.label}: ${took}.`;
}
