export { readLimited } from "../read-limited.js";
export { callRemote, type RemoteFailure, type RemoteOptions, reasonOf } from "./call-remote.js";
export { httpUrl } from "./http-url.js";
export { backoff, isTransient, retryAfter } from "./retry.js";
