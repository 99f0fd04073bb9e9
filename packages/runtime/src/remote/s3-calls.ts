/**
 * The five calls of the S3 protocol that a result store makes, as the class `S3` of `@aws-sdk/client-s3` has them. Any
 * client with these methods works: for Amazon S3, Google Cloud Storage, Cloudflare R2, MinIO, Ceph.
 */
export interface S3Calls {
  getObject(input: ObjectName): Promise<{
    readonly ContentLength?: number | undefined;
    readonly Body?: { transformToByteArray(): Promise<Uint8Array>; destroy?(): unknown } | undefined;
  }>;
  putObject(input: ObjectName & { readonly Body: Uint8Array; readonly IfNoneMatch?: "*" }): Promise<unknown>;
  headObject(input: ObjectName): Promise<unknown>;
  deleteObject(input: ObjectName): Promise<unknown>;
  listObjectsV2(input: {
    readonly Bucket: string;
    readonly Prefix: string;
    readonly ContinuationToken?: string;
  }): Promise<{
    readonly Contents?: readonly { readonly Key?: string | undefined }[] | undefined;
    readonly NextContinuationToken?: string | undefined;
  }>;
}

export interface ObjectName {
  readonly Bucket: string;
  readonly Key: string;
}

/** The HTTP status of an answer or of a failed call; undefined where the server did not answer. */
export function statusOf(answer: unknown): number | undefined {
  return (answer as { readonly $metadata?: { readonly httpStatusCode?: number } } | undefined)?.$metadata
    ?.httpStatusCode;
}

/** The call of the S3 protocol that reads an object, as the class `S3` of `@aws-sdk/client-s3` has it. */
export interface S3Objects {
  getObject(
    input: ObjectName,
    options: { readonly abortSignal: AbortSignal },
  ): Promise<{
    readonly ContentLength?: number | undefined;
    readonly Body?: { transformToWebStream(): unknown } | undefined;
  }>;
}
