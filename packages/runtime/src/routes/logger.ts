/** A structured logger. A pino logger can be used. */
export interface Logger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** A logger that logs nothing: the default of servers. */
export const silentLogger: Logger = { info() {}, warn() {}, error() {} };
