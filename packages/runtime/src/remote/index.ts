export { readLimited } from "../read-limited.js";
export { callRemote, type RemoteOptions } from "./call-remote.js";
export { httpUrl } from "./http-url.js";
export { type RemoteFailure, reasonOf } from "./remote-failure.js";
export { backoff, isTransient, retryAfter } from "./retry.js";
