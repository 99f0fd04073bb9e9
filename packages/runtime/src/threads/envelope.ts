/**
 * A message between a pool and its threads. Deno looks through every message for ports, property by property and an
 * array of numbers element by element: 30 MB of bytes took it 15 seconds. It does not look into a map.
 */
export type Envelope<T> = ReadonlyMap<"message", T>;

/** Puts a message into its envelope; it is cloned and its buffers are moved as without one. */
export function enclose<T>(message: T): Envelope<T> {
  return new Map([["message", message]]);
}

/** Takes the message out. */
export function open<T>(envelope: Envelope<T>): T {
  return envelope.get("message") as T;
}
