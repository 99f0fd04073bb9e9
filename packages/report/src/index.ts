export {
  badge,
  details,
  keyValues,
  notice,
  paragraph,
  preformatted,
  type Stat,
  stats,
  type Tone,
} from "./blocks.js";
export { type BarChart, type BarSeries, barChart } from "./chart/bar-chart.js";
export { binCounts, binEdges } from "./chart/bins.js";
export { type ChartBase, charts } from "./chart/figure.js";
export { type Heatmap, heatmap } from "./chart/heatmap.js";
export { type HistogramChart, histogram } from "./chart/histogram.js";
export { type LineChart, type LineSeries, lineChart, type Rule } from "./chart/line-chart.js";
export {
  type ParallelAxis,
  type ParallelCoordinates,
  parallelCoordinates,
} from "./chart/parallel-coordinates.js";
export type { Axis } from "./chart/scale.js";
export { type Timeline, type TimelineBar, timeline } from "./chart/timeline.js";
export { formatBytes, formatDuration, formatNumber, formatPercent, formatTime } from "./format.js";
export { highlightedText, type TextSpan } from "./highlighted-text.js";
export { escapeHtml, type Html, type HtmlChild, html, isHtml, raw, renderHtml } from "./html.js";
export { link } from "./link.js";
export { type PageContent, type PageSection, page } from "./page.js";
export { type TableColumn, type TableContent, table } from "./table.js";
