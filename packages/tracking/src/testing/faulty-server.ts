import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that the server got. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

/** What the server does with a request: it answers, or drops the connection. */
export type Reaction = (Answer & ({ readonly json: object } | { readonly text: string })) | "drop";

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A loopback server whose answers a test decides, for faults that a real MLflow server does not have on demand. */
export async function faultyServer(react: (request: SeenRequest) => Reaction) {
  const seen: SeenRequest[] = [];
  const server = createServer(async (message, response) => {
    const request = await read(message);
    seen.push(request);
    const reaction = react(request);
    if (reaction === "drop") return void message.socket.destroy();
    response.writeHead(reaction.status, { "content-type": "application/json", ...reaction.headers });
    response.end("text" in reaction ? reaction.text : JSON.stringify(reaction.json));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function read(message: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return {
    method: message.method ?? "",
    path: (message.url ?? "").split("?")[0]!,
    authorization: message.headers.authorization,
    body: text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}
