export type { ErrorDefinition, ImdbError } from "@imdb/core";
export { ObjectStoreFailure } from "../errors.js";
export type { S3Calls } from "../remote/s3-calls.js";
export { folderObjects } from "./folder-objects.js";
export { type HttpObjectsOptions, httpObjects } from "./http-objects.js";
export type { ObjectBody, ObjectStore } from "./object-store.js";
export { type ConditionalWrites, isNoObject, keysInBucket, putUnlessTaken, reasonOfS3 } from "./s3-bucket.js";
export { type S3ObjectCalls, type S3ObjectsOptions, s3Objects } from "./s3-objects.js";
