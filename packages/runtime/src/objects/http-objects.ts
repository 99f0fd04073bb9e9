import { ImdbError } from "@imdb/core";
import { integer, optionsOf, recordOf, text } from "@imdb/core/options";
import { ObjectStoreFailure } from "../errors.js";
import { anySignal } from "../remote/any-signal.js";
import { callOnHost } from "../remote/call-on-host.js";
import { callRemote } from "../remote/call-remote.js";
import { receiveBody, silent } from "../remote/receive-body.js";
import { type RemoteFailure, reasonOf } from "../remote/remote-failure.js";
import { withinTime } from "../remote/within-time.js";
import { baseOf, checkHeaders } from "./http-place.js";
import {
  type ObjectBody,
  type ObjectStore,
  partsOfName,
  partsOfPrefix,
  withoutFirst,
} from "./object-store.js";
import { type Attempted, failureOfStatus } from "./store-failure.js";

/** Options of {@link httpObjects}. */
export interface HttpObjectsOptions {
  /** The address of the folder, over http or https. */
  readonly url: string;
  /** Headers of every request, such as `authorization`. They are in no message. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Attempts after the first of a request without a large content. Default 3. */
  readonly retries?: number;
  /** Milliseconds to wait for an answer, and for the next byte. Default 30,000. */
  readonly stalledMs?: number;
}

const objectsOptions = optionsOf<HttpObjectsOptions>({
  url: text,
  headers: [{}, recordOf(text)],
  retries: [3, integer(0)],
  stalledMs: [30_000, integer(1)],
});

/** The longest time that a timer of every runtime takes, 24 days: the content itself has no deadline. */
const LONGEST = 2 ** 31 - 1;

/** A server, and how it is called. */
interface Server extends Required<HttpObjectsOptions> {
  readonly base: URL;
  readonly shown: string;
}

/**
 * Objects below an address of http or https. Every server of files can be read, with ranges where it has them. Written are
 * they by PUT, which a server must take (WebDAV does): `OBJECT_STORE_FAILURE` with status 405, 403 or 501 where it does
 * not. HTTP has no listing: `list` is `OBJECT_STORE_FAILURE`. Redirects are followed on the same host only.
 *
 * @throws `INVALID_OPTION`, also for an address with a password, a query or a fragment: they belong into headers.
 * @example
 * const store = httpObjects({ url: "https://data.example/reviews", headers: { authorization: "Bearer key" } });
 */
export function httpObjects(options: HttpObjectsOptions): ObjectStore {
  const resolved = objectsOptions.resolve(options, "httpObjects");
  const base = baseOf(resolved.url);
  checkHeaders(resolved.headers);
  const server: Server = { ...resolved, base, shown: base.href };
  return {
    shown: base.href,
    size: (name, signal) => sizeOf(server, name, signal),
    read: (name, from, signal) => readObject(server, name, from, signal),
    write: (name, body, signal) => writeObject(server, name, body, signal),
    create: (name, bytes, signal) => createObject(server, name, bytes, signal),
    list: (prefix) => noListing(server, prefix),
  };
}

async function sizeOf(server: Server, name: string, signal?: AbortSignal): Promise<number | undefined> {
  const request = () => ({ method: "HEAD", headers: headersOf(server) });
  try {
    const answer = await callOnHost(urlOf(server, name), request, small(server, "look up", name, signal));
    const length = answer.headers.get("content-length");
    // A server that does not say it: an object of no known size counts as another one.
    return length === null ? -1 : Number(length);
  } catch (cause) {
    if (ObjectStoreFailure.is(cause) && cause.details.problem === "missing") return undefined;
    throw cause;
  }
}

async function* readObject(
  server: Server,
  name: string,
  from: number,
  given: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const { stalledMs } = server;
  const attempted = { store: server.shown, action: "read", object: name } as const;
  const end = new AbortController();
  const signal = given === undefined ? end.signal : anySignal([end.signal, given]);
  const range = from > 0 ? { range: `bytes=${from}-` } : undefined;
  const request = () => ({ headers: { ...headersOf(server), ...range } });
  const options = { failed: failureAt(attempted), timeoutMs: LONGEST, signal };
  try {
    const late = new Error(silent(stalledMs));
    const call = callOnHost(urlOf(server, name), request, options);
    const { status, headers, body } = await withinTime(call, stalledMs, { end, signal, late });
    const encoding = headers.get("content-encoding") ?? "identity";
    if (encoding !== "identity") {
      throw failureOfStatus(attempted, status, `the server packs it on the way (${encoding})`, undefined);
    }
    const starts = Number(/^bytes (\d+)-/.exec(headers.get("content-range") ?? "")?.[1] ?? 0);
    if (starts > from || (status !== 200 && status !== 206)) {
      throw failureOfStatus(
        attempted,
        status,
        `the server answered ${status} from byte ${starts} on`,
        undefined,
      );
    }
    const length = headers.get("content-length");
    const chunks = receiveBody(body, {
      stalledMs,
      length: length === null ? undefined : Number(length),
      end,
      signal,
    });
    // A server that does not know ranges answers with the whole object.
    yield* withoutFirst(chunks, from - starts);
  } catch (cause) {
    throw failureOfStatus(attempted, undefined, reasonOf(cause), cause);
  } finally {
    end.abort();
  }
}

async function writeObject(
  server: Server,
  name: string,
  { open }: ObjectBody,
  given: AbortSignal | undefined,
): Promise<void> {
  const attempted = { store: server.shown, action: "write", object: name } as const;
  const end = new AbortController();
  const signal = given === undefined ? end.signal : anySignal([end.signal, given]);
  const stalled = () => end.abort(new Error(`no byte was sent for ${server.stalledMs} ms`));
  let timer = setTimeout(stalled, server.stalledMs);
  let broken: unknown;
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of open()) {
        clearTimeout(timer);
        timer = setTimeout(stalled, server.stalledMs);
        yield chunk;
      }
    } catch (cause) {
      broken = cause;
      throw cause;
    }
  }
  const body = streamOf(watched());
  // `duplex` is what `fetch` asks for with a body that is a stream, and its type does not know.
  const request: RequestInit & { readonly duplex: "half" } = {
    method: "PUT",
    headers: { ...headersOf(server), "content-type": "application/octet-stream" },
    body,
    duplex: "half",
  };
  try {
    const options = { failed: failureAt(attempted), timeoutMs: LONGEST, signal };
    const answer = await callRemote(urlOf(server, name), () => request, options);
    await answer.body?.cancel();
  } catch (cause) {
    throw ImdbError.isInstance(broken) ? broken : cause;
  } finally {
    clearTimeout(timer);
  }
}

/** Chunks as a body that is read when it is asked for more, and not ahead. */
function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function createObject(
  server: Server,
  name: string,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<"written" | "kept"> {
  const request = () => ({
    method: "PUT",
    headers: { ...headersOf(server), "if-none-match": "*", "content-type": "application/octet-stream" },
    body: bytes as NonNullable<RequestInit["body"]>,
  });
  try {
    const answer = await callRemote(urlOf(server, name), request, small(server, "write", name, signal));
    await answer.body?.cancel();
    return "written";
  } catch (cause) {
    if (ObjectStoreFailure.is(cause) && cause.details.status === 412) return "kept";
    throw cause;
  }
}

function noListing(server: Server, prefix: string): AsyncIterable<string> {
  partsOfPrefix(prefix);
  const attempted = { store: server.shown, action: "list", object: prefix } as const;
  const reason = "HTTP has no listing of objects";
  const failure = ObjectStoreFailure.create({ ...attempted, problem: "final", status: undefined, reason });
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(failure) }) };
}

function urlOf({ base }: Server, name: string): URL {
  return new URL(partsOfName(name).join("/"), base);
}

/** A content that is packed on its way would have another size and hash. */
function headersOf({ headers }: Server): Record<string, string> {
  return { ...headers, "accept-encoding": "identity" };
}

/** How a request without a large content is made. */
function small(server: Server, action: Attempted["action"], object: string, signal: AbortSignal | undefined) {
  const { retries, stalledMs: timeoutMs, shown: store } = server;
  return { failed: failureAt({ store, action, object }), retries, timeoutMs, ...(signal && { signal }) };
}

function failureAt(attempted: Attempted) {
  return ({ status, reason, location, cause }: RemoteFailure) =>
    location === undefined
      ? failureOfStatus(attempted, status, reason, cause)
      : ObjectStoreFailure.create({ ...attempted, problem: "final", status, reason: `${reason} (redirect)` });
}
