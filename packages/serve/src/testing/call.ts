import type { App } from "../app/app.js";

/** Calls an app without a network: JSON in, status, headers and JSON out. */
export async function call(
  app: Pick<App, "fetch">,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  // biome-ignore lint/suspicious/noExplicitAny: each test asserts the contents of a body.
): Promise<{ status: number; headers: Headers; body: any }> {
  const init =
    body === undefined
      ? { headers }
      : {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: typeof body === "string" ? body : JSON.stringify(body),
        };
  const response = await app.fetch(new Request(`http://localhost${path}`, init));
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}
