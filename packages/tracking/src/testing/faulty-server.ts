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

const run = {
  info: { run_id: "a".repeat(32), experiment_id: "7", artifact_uri: "mlflow-artifacts:/7/r/artifacts" },
};
const ONE_RUN: Readonly<Record<string, object>> = {
  "experiments/get-by-name": { experiment: { experiment_id: "7", name: "e" } },
  "runs/search": { runs: [] },
  "runs/create": { run },
  "runs/get": { run },
};

/** What a server answers that has one experiment with one run, and takes every change. */
export function oneRunAnswer({ path }: Pick<SeenRequest, "path">): Reaction {
  return { status: 200, json: ONE_RUN[path.split("/mlflow/")[1] ?? ""] ?? {} };
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
