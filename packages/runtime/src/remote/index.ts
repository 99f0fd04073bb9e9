export { readLimited } from "../read-limited.js";
export { type Address, isAddress, parseAddress } from "./address.js";
export { callOnHost } from "./call-on-host.js";
export { callRemote, type RemoteOptions } from "./call-remote.js";
export { httpUrl } from "./http-url.js";
export { type ReadAddressOptions, readAddress } from "./read-address.js";
export { type RemoteFailure, reasonOf } from "./remote-failure.js";
export { backoff, isTransient, retryAfter } from "./retry.js";
export { type ObjectName, type S3Calls, type S3Objects, statusOf } from "./s3-calls.js";
