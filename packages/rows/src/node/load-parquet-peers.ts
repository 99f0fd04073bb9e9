import { loadPeers } from "@imdb/core";

/** The optional packages that read and write Parquet. */
export interface ParquetPeers {
  readonly hyparquet: typeof import("hyparquet");
  readonly "hyparquet-compressors": typeof import("hyparquet-compressors");
  readonly "hyparquet-writer": typeof import("hyparquet-writer");
}

/** Loads some of them, in the given order. @throws `MISSING_PEER`, `UNLOADABLE_PEER` */
export function loadParquetPeers<const P extends readonly (keyof ParquetPeers)[]>(
  peers: P,
  feature: string,
): Promise<{ readonly [K in keyof P]: ParquetPeers[P[K]] }> {
  return loadPeers<{ readonly [K in keyof P]: ParquetPeers[P[K]] }>(
    peers,
    feature,
    (name) => import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ name),
  );
}
