import { type DestinationStream, destination, type Logger as PinoLogger, pino } from "pino";

/** How {@link createLogger} writes. */
export interface LoggerOptions {
  /** Default `"info"`; `"warn"` leaves out the line a request. */
  readonly level?: "debug" | "info" | "warn" | "error" | "silent" | undefined;
  /** Default: standard output, in chunks of 4 KiB. */
  readonly destination?: DestinationStream | undefined;
}

/**
 * A pino logger as the service likes it: one JSON object a line with time in ISO 8601, level by name, errors with
 * code and remedy. Texts and keys are never given to it.
 */
export function createLogger({ level = "info", destination: to }: LoggerOptions = {}): PinoLogger {
  return pino(
    {
      level,
      base: { service: "imdb-serve" },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    to ?? destination({ dest: 1, minLength: 4096, sync: false }),
  );
}
