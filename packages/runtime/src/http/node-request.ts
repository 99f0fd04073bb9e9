import type { IncomingMessage } from "node:http";
import { InvalidBody } from "../errors.js";
import { joined } from "../read-limited.js";
import type { Incoming } from "../routes/route.js";
import { tooLarge } from "../routes/web-request.js";

/** What to call when an answer is written or its connection is gone. */
export interface Writing {
  done?: () => void;
}

/** Makes the request that a handler takes of Node's own, without the cost of a Web-standard `Request`. */
export function incomingOfNode(message: IncomingMessage, writing: Writing): Incoming {
  const { method = "GET", url = "/", headers } = message;
  return {
    method,
    path: pathOf(url),
    clientAddress: message.socket.remoteAddress,
    header(name) {
      const value = headers[name];
      return typeof value === "string" ? value : undefined;
    },
    body: (limit) => readBytes(message, limit),
    onWritten(done) {
      writing.done = done;
    },
  };
}

const ABSOLUTE = /^https?:\/\/[^/?]*/i;

/** The path of a target, which may also be absolute, as for a proxy (RFC 9112, section 3.2.2). */
function pathOf(target: string): string {
  const local = target.startsWith("/") ? target : target.replace(ABSOLUTE, "");
  const query = local.indexOf("?");
  const path = query < 0 ? local : local.slice(0, query);
  return path === "" ? "/" : path;
}

/** Reads a body. A declared length is checked first, and at most `limit` bytes are kept in any case. */
function readBytes(message: IncomingMessage, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (Number(message.headers["content-length"] ?? 0) > limit) return reject(tooLarge(limit));
    const chunks: Buffer[] = [];
    let size = 0;
    message.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        chunks.length = 0;
        reject(tooLarge(limit));
      }
    });
    message.on("end", () => resolve(joined(chunks, size)));
    message.on("error", (cause) => reject(interrupted(cause)));
    // Every request emits "close". Making an error with its stack takes time, so it is made for incomplete requests only.
    message.on("close", () => message.complete || reject(interrupted()));
  });
}

function interrupted(cause?: Error): Error {
  return InvalidBody.create({ problem: "the connection was closed before its end" }, { cause });
}
