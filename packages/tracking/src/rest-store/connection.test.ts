import { expect, test } from "vitest";
import { restStore } from "./rest-store.js";

test.each<[string, object, RegExp]>([
  ["outbox", { outbox: "folder" }, /syncedStore keeps records while the server is unreachable/],
  ["an unknown name", { tokn: "secret" }, /tokn/],
  ["retries", { retries: -1 }, /a whole number, 0 or more/],
  ["timeoutMs", { timeoutMs: "2" }, /timeoutMs/],
])("a wrong option is refused before any request: %s", (_, options, message) => {
  const refused = { code: "INVALID_OPTION", message: expect.stringMatching(message) };
  expect(() => restStore("http://127.0.0.1:1", options)).toThrow(expect.objectContaining(refused));
});
