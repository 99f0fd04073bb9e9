import { having, oneOf, optional, optionsOf } from "@imdb/core/options";
import { type DestinationStream, destination, type Logger as PinoLogger, pino } from "pino";

/** Options of {@link createLogger}. */
export interface LoggerOptions {
  /** Default `"info"`; with `"warn"` there is no line for each request. */
  readonly level?: "debug" | "info" | "warn" | "error" | "silent" | undefined;
  /** Default: standard output, each line when it is logged. */
  readonly destination?: DestinationStream | undefined;
}

/** A logger of pino. It has a name of its own, by which declarations can name it where pino is not installed directly. */
export interface ServiceLogger extends PinoLogger {}

const loggerOptions = optionsOf<LoggerOptions, "destination">({
  level: ["info", oneOf("debug", "info", "warn", "error", "silent")],
  destination: optional(having<DestinationStream>("a stream", "write")),
});

/**
 * Makes a pino logger with the settings of the service: each line is a JSON object with the time in ISO 8601, the name of
 * the level, and errors with code and remedy. The service logs neither texts nor keys.
 *
 * @throws `INVALID_OPTION`
 */
export function createLogger(options: LoggerOptions = {}): ServiceLogger {
  const { level, destination: to } = loggerOptions.resolve(options, "createLogger");
  return pino(
    {
      level,
      base: { service: "imdb-serve" },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    // A line that waits would stay until the process ends where a function is paused between calls, and the flush at
    // the end of a process does not return when the reader of the output has gone.
    to ?? destination({ dest: 1, sync: true }),
  );
}
