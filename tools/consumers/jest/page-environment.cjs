const { TestEnvironment } = require("jest-environment-jsdom");

/** jsdom lacks these parts of a browser; bytes must be of one kind with those that they make. */
module.exports = class PageEnvironment extends TestEnvironment {
  constructor(...args) {
    super(...args);
    const parts = { TextEncoder, TextDecoder, Request, Response, Headers, ReadableStream, structuredClone };
    Object.assign(this.global, parts, { Uint8Array, ArrayBuffer });
  }
};
