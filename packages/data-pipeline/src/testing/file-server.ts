import { once } from "node:events";
import { createServer } from "node:http";

/** A server of files for a test, over HTTP and as a bucket of S3 whose name is the first folder. */
export interface FileServer {
  readonly url: string;
  /** The paths that were asked for, with their queries. */
  readonly asked: string[];
  stop(): Promise<void>;
}

/** An answer that is not just the content of a file. */
interface OwnAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

/** Starts it. @param files  Their contents by their paths, such as `/bucket/a.csv`; an address redirects there. */
export async function serveFiles(
  files: Readonly<Record<string, Uint8Array | string | URL | OwnAnswer>>,
): Promise<FileServer> {
  const asked: string[] = [];
  const server = createServer(({ url = "/" }, response) => {
    asked.push(url);
    const file = files[new URL(url, "http://files").pathname];
    if (file instanceof URL) response.writeHead(302, { location: file.href }).end();
    else if (file === undefined) {
      response.writeHead(404, { "content-type": "application/xml" });
      response.end('<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>');
    } else if (typeof file === "string" || file instanceof Uint8Array) response.end(file);
    else response.writeHead(file.status ?? 200, file.headers).end(file.body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
