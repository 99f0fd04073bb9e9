import { loadPeers } from "@imdb/core";
import {
  anObject,
  callback,
  either,
  integer,
  nested,
  type OptionRules,
  optional,
  optionsOf,
  type Resolved,
  rule,
  text,
} from "@imdb/core/options";
import type { Queue } from "bullmq";
import { QueueFailure } from "../errors.js";

/**
 * A Redis or Valkey server: a URL such as `redis://localhost:6379/0` (or `rediss://` for TLS), or its parts.
 */
export type QueueConnection = string | ServerParts;

interface ServerParts {
  readonly host: string;
  readonly port?: number;
  readonly username?: string;
  readonly password?: string;
  readonly db?: number;
  /** TLS options as Node's `tls.connect` takes them; `{}` for the defaults. */
  readonly tls?: Readonly<Record<string, unknown>>;
}

/** The server and the name of a queue. */
export interface QueuePlace {
  readonly connection: QueueConnection;
  /** Name of the queue, the same for flows and workers. Default `"imdb-flow"`. */
  readonly queue?: string;
  /** Called when the connection is interrupted, and with other errors after which the work continues. */
  readonly onError?: (error: Error) => void;
}

const serverParts = optionsOf<ServerParts, Exclude<keyof ServerParts, "host">>({
  host: text,
  port: optional(integer(1, 65_535)),
  username: optional(text),
  password: optional(text),
  db: optional(integer(0)),
  tls: optional(anObject()),
});

/** The rules of {@link QueuePlace}. The name of a queue becomes part of Redis keys. */
export const placeRules: OptionRules<QueuePlace> = {
  connection: either(text, nested(serverParts)),
  queue: [
    "imdb-flow",
    rule(
      "up to 100 letters, digits, dots, dashes and underscores, beginning with a letter or digit",
      (value) => typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(value),
    ),
  ],
  onError: [() => {}, callback()],
};

/** The parts of the optional packages bullmq and ioredis that are used. */
export type QueuePeers = Pick<typeof import("bullmq"), "Queue" | "QueueEvents" | "Worker"> &
  Pick<typeof import("ioredis"), "Redis">;

/** Loads the optional packages, when a queue is first used. Throws `MISSING_PEER`, `UNLOADABLE_PEER`. */
export async function loadQueuePeers(): Promise<QueuePeers> {
  const [{ Queue, QueueEvents, Worker }, { Redis }] = await loadPeers<
    [typeof import("bullmq"), typeof import("ioredis")]
  >(["bullmq", "ioredis"], "A task queue", importPeer);
  return { Queue, QueueEvents, Worker, Redis };
}

function importPeer(peer: string): Promise<unknown> {
  return import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ peer);
}

/** A connection to Redis. */
export type RedisClient = InstanceType<QueuePeers["Redis"]>;

/** Time limit of the first connection, in milliseconds. */
const CONNECT_MS = 5_000;

/**
 * Connects, and waits for the first answer. During later interruptions commands wait until the server is available
 * again.
 *
 * @param onError  Called with every interruption.
 * @throws `QUEUE_FAILURE` when no server answers within 5 s.
 */
export async function connect(
  { Redis }: QueuePeers,
  connection: QueueConnection,
  onError: (error: Error) => void,
): Promise<RedisClient> {
  const options = {
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => Math.min(50 * times, 1000),
  };
  const client =
    typeof connection === "string"
      ? new Redis(connection, options)
      : new Redis({ ...connection, ...options });
  let last: Error | undefined;
  client.on("error", (error: Error) => {
    last = error;
    onError(error);
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(last ?? new Error("no answer")), CONNECT_MS);
  });
  try {
    await Promise.race([client.ping(), late]);
    return client;
  } catch (cause) {
    client.disconnect();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw QueueFailure.create({ server: describeConnection(connection), reason }, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** Opens the queue of tasks and the queue of its dead letters, over one connection. Throws as {@link connect} does. */
export async function openQueues({ connection, queue: name, onError }: Resolved<QueuePlace>) {
  const peers = await loadQueuePeers();
  const redis = await connect(peers, connection, onError);
  const queue: Queue = new peers.Queue(name, { connection: redis });
  const deadLetters: Queue = new peers.Queue(`${name}.dead-letters`, { connection: redis });
  for (const one of [queue, deadLetters]) one.on("error", onError);
  return { peers, redis, queue, deadLetters };
}

/** The host of a connection, without its password. */
function describeConnection(connection: QueueConnection): string {
  if (typeof connection !== "string") return `${connection.host}:${connection.port ?? 6379}`;
  return URL.canParse(connection) ? new URL(connection).host : "the given address";
}
