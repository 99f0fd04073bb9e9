/**
 * Lets the stack of an error start at the caller of the function that made it.
 *
 * @param maker  The function that made the error. It must call this function directly.
 */
export function startStackAtCaller(error: Error, maker: (...args: never[]) => unknown): void {
  if (typeof Error.captureStackTrace === "function") Error.captureStackTrace(error, maker);
  else error.stack = callerStack(new Error().stack, `${error.name}: ${error.message}`);
}

/**
 * The stack text of an error made in {@link startStackAtCaller}, without that function and its caller. For engines
 * without `Error.captureStackTrace`, such as Firefox before version 138: their stacks are lines without a heading.
 *
 * @param heading  Replaces the heading of engines that write one.
 */
export function callerStack(stack: string | undefined, heading: string): string {
  const lines = (stack ?? "").split("\n");
  return /^Error\b/.test(lines[0]!) ? [heading, ...lines.slice(3)].join("\n") : lines.slice(2).join("\n");
}
