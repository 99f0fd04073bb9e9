import { InvalidOption, MissingPeer } from "@imdb/core";
import type { Queue } from "bullmq";
import { QueueFailure } from "../errors.js";

/**
 * A Redis or Valkey server: a URL such as `redis://localhost:6379/0` (or `rediss://` for TLS), or its parts.
 */
export type QueueConnection =
  | string
  | {
      readonly host: string;
      readonly port?: number;
      readonly username?: string;
      readonly password?: string;
      readonly db?: number;
      /** TLS options as Node's `tls.connect` takes them; `{}` for the defaults. */
      readonly tls?: Readonly<Record<string, unknown>>;
    };

/** Where a queue is. */
export interface QueuePlace {
  readonly connection: QueueConnection;
  /** Name of the queue; flows and workers name the same. Default `"imdb-flow"`. */
  readonly queue?: string;
  /** Told of interruptions of the connection, which are waited out, and of other troubles that are survived. */
  readonly onError?: (error: Error) => void;
}

/** What the queue is made of. */
export type QueuePeers = Pick<typeof import("bullmq"), "Queue" | "QueueEvents" | "Worker"> &
  Pick<typeof import("ioredis"), "Redis">;

/** Loads the peers, when a queue is first used. Throws `MISSING_PEER`. */
export async function loadQueuePeers(): Promise<QueuePeers> {
  const [{ Queue, QueueEvents, Worker }, { Redis }] = await Promise.all([
    import("bullmq").catch(missing("bullmq")),
    import("ioredis").catch(missing("ioredis")),
  ]);
  return { Queue, QueueEvents, Worker, Redis };
}

/** A connection to Redis. */
export type RedisClient = InstanceType<QueuePeers["Redis"]>;

/** How long the first connection may take, in milliseconds. */
const CONNECT_MS = 5_000;

/**
 * Connects, and waits for the first answer. Later interruptions are waited out: commands stay in line until
 * the server is back.
 *
 * @param onError  Told of every interruption.
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

/** The queue of tasks and that of those which failed for good, over one connection. Throws as {@link connect} does. */
export async function openQueues(place: QueuePlace) {
  const { connection, onError = () => {} } = place;
  const name = queueName(place);
  const peers = await loadQueuePeers();
  const redis = await connect(peers, connection, onError);
  const queue: Queue = new peers.Queue(name, { connection: redis });
  const dead: Queue = new peers.Queue(`${name}.dead-letters`, { connection: redis });
  for (const one of [queue, dead]) one.on("error", onError);
  return { name, peers, redis, queue, dead, onError };
}

/** The name of a queue. It becomes part of Redis keys. Throws `INVALID_OPTION`. */
export function queueName({ queue = "imdb-flow" }: Pick<QueuePlace, "queue">): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(queue)) return queue;
  const expected = "up to 100 letters, digits, dots, dashes and underscores";
  throw InvalidOption.create({ option: "queue", value: queue, expected });
}

/** Where a connection leads, without its password. */
function describeConnection(connection: QueueConnection): string {
  if (typeof connection !== "string") return `${connection.host}:${connection.port ?? 6379}`;
  return URL.canParse(connection) ? new URL(connection).host : "the given address";
}

function missing(peer: string): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    if (!["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes(String(cause.code))) throw cause;
    throw MissingPeer.create({ peer, feature: "The queue runner" }, { cause });
  };
}
