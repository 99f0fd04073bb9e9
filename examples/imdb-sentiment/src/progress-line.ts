import type { Progress } from "@imdb/core";

/** One line on a terminal that shows the progress. It prints nothing when the stream is not a terminal. */
export interface ProgressLine {
  update(progress: Progress): void;
  clear(): void;
}

const WIDTH = 30;
const INTERVAL_MS = 80;

/** Makes a progress line on standard error, so that standard output has only the result. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  let last = 0;
  return {
    update(progress) {
      const now = Date.now();
      if (!stream.isTTY || now - last < INTERVAL_MS) return;
      last = now;
      stream.write(`\r\x1b[K${render(progress)}`);
    },
    clear() {
      if (stream.isTTY) stream.write("\r\x1b[K");
    },
  };
}

function render({ stage, done, total, unit }: Progress): string {
  if (!total) return `${stage}: ${amount(done, unit)}`;
  const share = Math.min(1, done / total);
  const filled = Math.round(share * WIDTH);
  const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
  return `${stage.padEnd(14)} ${bar} ${Math.floor(100 * share)} %  ${amount(done, unit)} of ${amount(total, unit)}`;
}

function amount(n: number, unit: string): string {
  return unit === "bytes" ? `${(n / 1e6).toFixed(1)} MB` : `${Math.round(n)} ${unit}`;
}
