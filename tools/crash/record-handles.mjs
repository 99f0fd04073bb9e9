// Replaces the methods of file handles by ones that are recorded.
import { bytesOf, writeAll, writtenBytes } from "./record-calls.mjs";

export async function recordHandles(real, operations) {
  const any = await real.promises.open(process.execPath, "r");
  const prototype = Object.getPrototypeOf(any);
  await any.close();
  const { known, forget, writeBytes, truncate, sync } = operations;

  const methods = {
    async write(...args) {
      const { bytes, position } = writtenBytes(args);
      return { bytesWritten: writeBytes(this.fd, bytes, position ?? undefined), buffer: args[0] };
    },
    async writev(buffers, position) {
      const bytes = Buffer.concat(buffers.map((buffer) => bytesOf(buffer)));
      return { bytesWritten: writeBytes(this.fd, bytes, position ?? undefined), buffers };
    },
    async writeFile(data, options) {
      const parts = typeof data === "string" || ArrayBuffer.isView(data) ? [data] : data;
      for await (const part of parts)
        writeAll(operations, this.fd, bytesOf(part, options?.encoding ?? options));
    },
    async truncate(size) {
      truncate(this.fd, size);
    },
    async sync() {
      sync(this.fd);
    },
  };
  const close = prototype.close;
  prototype.close = function () {
    forget(this.fd);
    return Reflect.apply(close, this, []);
  };
  methods.appendFile = methods.writeFile;
  methods.datasync = methods.sync;
  for (const [name, method] of Object.entries(methods)) {
    const original = prototype[name];
    prototype[name] = function (...args) {
      return Reflect.apply(known(this.fd) ? method : original, this, args);
    };
  }
}
