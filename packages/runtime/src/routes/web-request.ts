import { InvalidBody, TooLarge } from "../errors.js";
import { readLimited } from "../read-limited.js";
import type { Incoming } from "./route.js";

/** Makes the request that a handler takes of a Web-standard `Request`. */
export function incomingOf(request: Request, clientAddress: string | undefined): Incoming {
  return {
    method: request.method,
    path: pathOf(request.url),
    clientAddress,
    header: (name) => request.headers.get(name) ?? undefined,
    body: (limit) => readBytes(request, limit),
  };
}

function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.slice(start).search(/[?#]/);
  return start < 0 ? "/" : url.slice(start, end < 0 ? undefined : start + end);
}

/** Reads a body. A declared length is checked first, and reading stops at the limit in any case. */
async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > limit) throw tooLarge(limit);
  const bytes = await readLimited(request.body, limit).catch((cause) => {
    throw InvalidBody.create({ problem: "the connection was closed before its end" }, { cause });
  });
  if (!bytes) throw tooLarge(limit);
  return bytes;
}

/** The error of a body that is larger than the limit. */
export function tooLarge(limit: number): Error {
  return TooLarge.create({ what: "The request body in bytes", limit });
}
