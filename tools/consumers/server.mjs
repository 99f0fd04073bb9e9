import { start } from "../release/processes.mjs";

/**
 * Starts a server, works with it and ends it. Where the work fails, the error has what the server printed.
 *
 * @param command  The program and its arguments.
 * @param ready    Matches what the server prints when it listens; its first group is the address.
 * @param work     Gets `fetch` for paths of the server, and its address.
 */
export async function withServer(command, { cwd, env, ready }, work) {
  const server = start(command[0], command.slice(1), { cwd, env: { ...env, NO_COLOR: "1" } });
  try {
    const [, url] = await server.seen(ready, 60);
    return await work((path, request) => fetch(url + path, request), url);
  } catch (error) {
    await server.end("SIGTERM", 20).catch(() => {});
    const { output } = await server.ended;
    throw new Error(`${error.message}\nThe server printed: ${output.trim()}`);
  } finally {
    await server.end("SIGTERM", 20).catch(() => {});
  }
}

/** The program, which a service runs at `GET /program`. */
export async function programOf(fetchFrom) {
  const answer = await fetchFrom("/program");
  if (answer.status !== 200) throw new Error(`GET /program: HTTP ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
