/** What a server needs of a structured logger. A pino logger is one. */
export interface Logger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Keeps nothing: for a server that is given no logger. */
export const silentLogger: Logger = { info() {}, warn() {}, error() {} };
