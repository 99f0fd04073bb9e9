import { expect, test } from "vitest";
import { createMetrics, prometheusText } from "./index.js";

test("a histogram counts a value in the buckets whose bound is not below it, as Prometheus does", () => {
  const metrics = createMetrics();
  const seconds = metrics.histogram("seconds", "Time.", ["route"], [0.5, 1, 2]);
  for (const value of [0.25, 0.5, 0.75, 1, 2, 2.5, 100]) seconds.observe(["a"], value);
  expect(prometheusText(metrics.snapshot())).toBe(
    `# HELP seconds Time.
# TYPE seconds histogram
seconds_bucket{route="a",le="0.5"} 2
seconds_bucket{route="a",le="1"} 4
seconds_bucket{route="a",le="2"} 5
seconds_bucket{route="a",le="+Inf"} 7
seconds_sum{route="a"} 107
seconds_count{route="a"} 7
`,
  );
});
