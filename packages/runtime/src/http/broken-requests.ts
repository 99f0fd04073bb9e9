import { randomUUID } from "node:crypto";
import { type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { InvalidBody } from "../errors.js";
import { problemAnswer, problemOf } from "../routes/problem.js";

const BY_CODE: Readonly<Record<string, readonly [status: number, problem: string]>> = {
  HPE_HEADER_OVERFLOW: [431, "its headers are too large"],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, "its chunk extensions are too large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "it did not arrive in time"],
};

/**
 * Answers what Node does not pass on as a request: wrong syntax, headers that are too large, clients that are too slow,
 * CONNECT and unknown expectations. The answer has a problem body like every other refusal, and the connection is closed.
 */
export function answerBrokenRequests(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    const [status, problem] = BY_CODE[error.code ?? ""] ?? [400, "it is not HTTP"];
    refuse(socket, status, problem);
  });
  server.on("connect", (_request, socket) => refuse(socket, 405, "this is not a proxy"));
  server.on("checkExpectation", (_request, response) => {
    refuseRequest(response, 417, "its expectation cannot be met");
  });
}

/** Refuses a request that Node has read, and closes its connection. */
export function refuseRequest(response: ServerResponse, status: number, problem: string): void {
  const { socket } = response.req;
  if (response.headersSent) return void socket.destroy();
  const { body, headers } = refusal(status, problem);
  response.writeHead(status, { ...headers, connection: "close" }).end(body);
  destroyAfter(socket, LINGER_MS);
}

/** Time for a client to read a refusal before its connection is destroyed, in milliseconds. */
const LINGER_MS = 1000;

/**
 * Destroys a socket after a time. An end alone leaves it open until the client closes its side, which a hostile one
 * never does: the sockets of a server are half open.
 */
function destroyAfter(socket: Duplex, milliseconds: number): void {
  const timer = setTimeout(() => socket.destroy(), milliseconds);
  timer.unref();
  socket.once("close", () => clearTimeout(timer));
}

function refuse(socket: Duplex, status: number, problem: string): void {
  const { headers, body } = refusal(status, problem);
  const all = { ...headers, connection: "close", "content-length": Buffer.byteLength(body ?? "") };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.on("error", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("\r\n")}\r\n\r\n${body ?? ""}`);
  // What still arrives is read and dropped, so that the refusal is not lost in a reset.
  socket.resume();
  destroyAfter(socket, LINGER_MS);
}

function refusal(status: number, problem: string) {
  return problemAnswer(problemOf(InvalidBody.create({ problem }), randomUUID(), () => status));
}
