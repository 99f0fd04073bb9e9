import { anyNumber, oneOf, optional, optionsOf, text } from "@imdb/core/options";
import { type Tone, toneRule } from "../blocks.js";
import { checkEach, list } from "../checks.js";
import { formatDuration, formatTime } from "../format.js";
import { type Html, type HtmlChild, html } from "../html.js";
import {
  type ChartBase,
  type ChartOptional,
  chartRules,
  clipped,
  figure,
  noData,
  px,
  widest,
} from "./figure.js";
import { gridBelow } from "./plot.js";
import { isDrawable, placeAxis, type Scale } from "./scale.js";

/** One bar of a {@link timeline}. */
export interface TimelineBar {
  /** Name of what ran. */
  readonly label: string;
  /** Start in milliseconds since 1970, or since the start of the run. */
  readonly start: number;
  /** End in milliseconds; at least `start`. */
  readonly end: number;
  /** Bars with the same lane are in one row with its name. Default: the label. */
  readonly lane?: string | undefined;
  /** Colour, such as that of the status. Default `info`. */
  readonly tone?: Tone | undefined;
  /** Text of the tooltip besides label and duration, such as a status. */
  readonly note?: string | undefined;
}

/** What a {@link timeline} shows. */
export interface Timeline extends ChartBase {
  /** In any order. Rows are in order of their first bar. */
  readonly bars: readonly TimelineBar[];
  /** `elapsed`: the time since the first start. `clock`: UTC. Default `elapsed`. */
  readonly axis?: "elapsed" | "clock" | undefined;
}

const WIDTH = 880;
const ROW = 24;
const UNITS = [
  [3_600_000, "hours"],
  [60_000, "minutes"],
  [1000, "seconds"],
] as const;

const barOptions = optionsOf<TimelineBar, "lane" | "note">({
  label: text,
  start: anyNumber,
  end: anyNumber,
  lane: optional(text),
  tone: ["info", toneRule],
  note: optional(text),
});
const timelineOptions = optionsOf<Timeline, ChartOptional>({
  ...chartRules,
  bars: list(),
  axis: ["elapsed", oneOf("elapsed", "clock")],
});

/**
 * A Gantt chart: when each bar started and how long it took, with one row for each lane.
 *
 * @throws `INVALID_OPTION`
 */
export function timeline(options: Timeline): Html {
  const chart = timelineOptions.resolve(options, "timeline");
  const given = checkEach(chart.bars, barOptions, "bars", "timeline");
  const bars = given.filter((bar) => isDrawable(bar.start) && isDrawable(bar.end));
  const lanes = [...new Set(bars.map((bar) => bar.lane ?? bar.label))];
  const row = new Map(lanes.map((lane, i) => [lane, i]));
  const names = Math.min(WIDTH * 0.28, 10 + widest(lanes));
  const origin = bars.reduce((first, bar) => Math.min(first, bar.start), bars[0]?.start ?? 0);
  const x = axisOf(chart, bars, origin, [names + 8, WIDTH - 70]);
  const bottom = 8 + Math.max(1, lanes.length) * ROW;
  const laneNames = lanes.map((lane, i) => html`${clipped("end", names, 8 + i * ROW + 16, lane, names)}\n`);
  const isSingle = lanes.length === bars.length;
  const marks = bars.map((bar) =>
    barMark(bar, 8 + row.get(bar.lane ?? bar.label)! * ROW, x, chart, origin, isSingle),
  );
  return figure(
    { ...chart, size: "wide" },
    {
      width: WIDTH,
      height: bottom + 44,
      summary: summary(bars, lanes.length, origin),
      marks: [
        gridBelow(x, [8, bottom], WIDTH / 2),
        laneNames,
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
  isSingle: boolean,
): HtmlChild {
  const { label, start, end, tone = "info", note } = bar;
  const from = x.at(start);
  const width = Math.max(2, x.at(Math.max(start, end)) - from);
  const duration = formatDuration((end - start) / 1000);
  const started =
    chart.axis === "clock" ? formatTime(new Date(start)) : `at ${formatDuration((start - origin) / 1000)}`;
  const title = `${label}: ${duration}, ${started}${note ? `, ${note}` : ""}`;
  const durationLabel = html`<text class="tick" x="${px(from + width + 5)}" y="${px(y + 16)}">${duration}</text>`;
  return html`<rect class="f-${tone}" rx="2" x="${px(from)}" y="${px(y + 4)}" width="${px(width)}" height="${ROW - 8}"><title>${title}</title></rect>${isSingle ? durationLabel : null}\n`;
}

function summary(bars: readonly TimelineBar[], lanes: number, origin: number): string {
  if (bars.length === 0) return "Timeline without data.";
  const end = bars.reduce((last, bar) => Math.max(last, bar.end), origin);
  const longest = bars.reduce((a, b) => (b.end - b.start > a.end - a.start ? b : a));
  const duration = formatDuration((longest.end - longest.start) / 1000);
  return `Timeline of ${bars.length} bars in ${lanes} rows over ${formatDuration((end - origin) / 1000)}. The longest is ${longest.label}: ${duration}.`;
}
