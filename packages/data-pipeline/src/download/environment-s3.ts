import { loadPeer } from "@imdb/core";
import type { S3Objects } from "@imdb/runtime/remote";

const PEER = "@aws-sdk/client-s3" as string;

/**
 * A client of S3 as the environment has it: `AWS_REGION`, `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, `AWS_PROFILE`, or the role of
 * the machine. `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL` names another server that speaks its protocol; the bucket is in the path there,
 * since those servers seldom have a host name for each bucket.
 *
 * @throws `MISSING_PEER`
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 */
export async function environmentS3(): Promise<S3Objects> {
  const { S3 } = await loadPeer<{
    readonly S3: new (config: { readonly forcePathStyle?: boolean }) => S3Objects;
  }>(
    PEER,
    "Reading s3:// addresses of a settings file",
    () => import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ PEER),
  );
  const { AWS_ENDPOINT_URL_S3: own, AWS_ENDPOINT_URL: all } = process.env;
  return new S3(own || all ? { forcePathStyle: true } : {});
}
