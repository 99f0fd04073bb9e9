/**
 * A message between a pool and its threads, wrapped in a map. Deno searches every message for ports to transfer:
 * property by property, and an array of numbers element by element, so that 30 MB of bytes took 15 seconds. It does
 * not search a map.
 */
export type Envelope<T> = ReadonlyMap<"message", T>;

/** Wraps a message. It is cloned, and its buffers are moved, as without the map. */
export function enclose<T>(message: T): Envelope<T> {
  return new Map([["message", message]]);
}

/** Unwraps a message. */
export function open<T>(envelope: Envelope<T>): T {
  return envelope.get("message") as T;
}

/** Whether a message is wrapped; another program's are not. */
export function isEnvelope<T>(message: unknown): message is Envelope<T> {
  return typeof Object(message).has === "function" && (message as Envelope<T>).has("message");
}
