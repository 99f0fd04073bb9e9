import type { IncomingMessage } from "node:http";
import { InvalidBody } from "../errors.js";
import { joined } from "../read-limited.js";
import type { Incoming } from "../routes/route.js";
import { tooLarge } from "../routes/web-request.js";

/** Reads Node's request for a handler, without the cost of a Web-standard one. */
export function incomingOfNode(message: IncomingMessage): Incoming {
  const { method = "GET", url = "/", headers } = message;
  const query = url.indexOf("?");
  return {
    method,
    path: query < 0 ? url : url.slice(0, query),
    clientAddress: message.socket.remoteAddress,
    header(name) {
      const value = headers[name];
      return typeof value === "string" ? value : undefined;
    },
    body: (limit) => readBytes(message, limit),
  };
}

/** A declared length is checked before a byte is kept; whatever was declared, no more than `limit` is. */
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
    message.on("error", (cause) => reject(brokenOff(cause)));
    // Every request closes: an error is made, with its stack, for those alone that had not ended before.
    message.on("close", () => message.complete || reject(brokenOff()));
  });
}

function brokenOff(cause?: Error): Error {
  return InvalidBody.create({ problem: "it broke off" }, { cause });
}
