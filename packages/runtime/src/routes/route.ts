/** What a handler asks of whatever carries its requests: a Web-standard Request, or Node's own message. */
export interface Incoming {
  readonly method: string;
  /** The path, without the query, still percent-encoded. */
  readonly path: string;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /** The body's bytes. @throws `TOO_LARGE` beyond `limit`, `INVALID_BODY` when it breaks off. */
  body(limit: number): Promise<Uint8Array>;
  /** The peer's address, where it is known; limits rates where there are no keys. */
  readonly clientAddress?: string | undefined;
}

/** What goes back: small enough to be one piece. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A request on its way through a handler. */
export interface RequestContext {
  readonly incoming: Incoming;
  readonly requestId: string;
  /** Path parameters by name, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** When it arrived, in `performance.now()` milliseconds. */
  readonly startedAt: number;
}

/** One path and method of a service. */
export interface Route {
  readonly method: "GET" | "POST";
  /** As OpenAPI writes it: `/v2/models/{name}`. */
  readonly path: string;
  /** Who may call: everyone, as probes must; or who has a key, where keys are asked for. */
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
