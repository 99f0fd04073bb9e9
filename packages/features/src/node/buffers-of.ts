/** The buffers that arrays lie in, each once: what moves to another thread with them. */
export function buffersOf(arrays: Readonly<Record<string, ArrayBufferView>>): ArrayBuffer[] {
  return [...new Set(Object.values(arrays).map((array) => array.buffer as ArrayBuffer))];
}
