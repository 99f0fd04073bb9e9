/** A request, independent of its source: a Web-standard `Request` or a request of Node. */
export interface Incoming {
  readonly method: string;
  /** The path, without the query, still percent-encoded. */
  readonly path: string;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /** Reads the body. @throws `TOO_LARGE` for more than `limit` bytes, `INVALID_BODY` when the connection is closed before its end. */
  body(limit: number): Promise<Uint8Array>;
  /** The address of the client, if it is known. Rate limits use it where there are no keys. */
  readonly clientAddress?: string | undefined;
  /**
   * Calls a function when the answer is written or its connection is gone. A source that cannot tell has none: there,
   * an answer counts as written when it is made.
   */
  onWritten?(done: () => void): void;
}

/** An answer. Its body is one string: answers are small. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What a route gets with a request. */
export interface RequestContext {
  readonly incoming: Incoming;
  readonly requestId: string;
  /** Path parameters by name, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The time of its arrival, in `performance.now()` milliseconds. */
  readonly startedAt: number;
}

/** One path and method of a service. */
export interface Route {
  readonly method: "GET" | "POST";
  /** In the notation of OpenAPI: `/v2/models/{name}`. */
  readonly path: string;
  /** `"open"`: everyone may call it, as probes do. `"keyed"`: callers need a key if the service has keys. */
  readonly access: "open" | "keyed";
  handle(context: RequestContext): Answer | Promise<Answer>;
}

/** A JSON answer. */
export function json(value: unknown): Answer {
  return { status: 200, headers: JSON_HEADERS, body: JSON.stringify(value) };
}

/** An answer that is not JSON. */
export function textAnswer(body: string, type: string): Answer {
  return { status: 200, headers: { "content-type": type }, body };
}

/** An answer without a body. */
export const empty: Answer = { status: 200, headers: {}, body: null };

const JSON_HEADERS = { "content-type": "application/json" };
