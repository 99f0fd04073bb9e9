import { loadPeer } from "@imdb/core";

/** The optional packages that read and write Parquet. */
export interface ParquetPeers {
  readonly hyparquet: typeof import("hyparquet");
  readonly "hyparquet-compressors": typeof import("hyparquet-compressors");
  readonly "hyparquet-writer": typeof import("hyparquet-writer");
}

/** Loads one of them. @throws `MISSING_PEER` */
export function loadParquetPeer<P extends keyof ParquetPeers>(
  peer: P,
  feature: string,
): Promise<ParquetPeers[P]> {
  return loadPeer(
    peer,
    feature,
    (name) => import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ name),
  );
}
