import { withRole } from "@imdb/core";
import type { BenchEntry } from "@imdb/core/testing";
import { tfidfVectorizer } from "@imdb/features";
import { reviewTexts } from "../../../tools/bench/reviews.mjs";
import { importPeer } from "../../../tools/peers/javascript.mjs";
import { plainMapTfidf } from "./plain-map.ts";
import { seconds } from "./seconds.ts";

// Both packages keep every document as objects, and natural counts the documents of a term again for each term, so
// that its time grows with the square of their number: they get as many reviews as take seconds.
const FEW = 1000;

interface Natural {
  readonly default: {
    readonly TfIdf: new () => { addDocument(text: string): void; listTerms(document: number): unknown };
  };
}

interface TinyTfidf {
  readonly Corpus: new (
    names: readonly string[],
    texts: readonly string[],
  ) => { getDocumentVector(name: string): unknown };
}

/** Seconds of one thread for the 1-grams of the first `count` train reviews. */
function ours(count: number): () => Promise<number> {
  return () => {
    const train = withRole("train", reviewTexts("train").slice(0, count));
    return seconds(() => tfidfVectorizer().fitTransform(train));
  };
}

/** The weight of every term in every document, as the package returns it. */
async function natural(): Promise<number> {
  const { default: module } = await importPeer<Natural>("natural");
  return seconds(() => {
    const tfidf = new module.TfIdf();
    for (const text of reviewTexts("train").slice(0, FEW)) tfidf.addDocument(text);
    for (let d = 0; d < FEW; d++) tfidf.listTerms(d);
  });
}

async function tinyTfidf(): Promise<number> {
  const { Corpus } = await importPeer<TinyTfidf>("tiny-tfidf");
  const texts = reviewTexts("train").slice(0, FEW);
  const names = texts.map((_, d) => String(d));
  return seconds(() => {
    const corpus = new Corpus(names, texts);
    for (const name of names) corpus.getDocumentVector(name);
  });
}

const common = { unit: "s", needs: ["archive", "javascript"] } as const;
const id = "features.fitTransform.unigrams";

/** TF-IDF of 1-grams on one thread against JavaScript packages, and as it is usually written by hand. */
export const entries: BenchEntry[] = [
  { ...common, id: `${id}.natural`, peer: "natural 5.2 (1,000 reviews)", ours: ours(FEW), theirs: natural },
  {
    ...common,
    id: `${id}.tinyTfidf`,
    peer: "tiny-tfidf 1.0 (1,000 reviews)",
    ours: ours(FEW),
    theirs: tinyTfidf,
  },
  {
    id: `${id}.plainMap`,
    peer: "a plain Map",
    unit: "s",
    needs: ["archive"],
    ours: ours(25_000),
    theirs: () => seconds(() => plainMapTfidf(reviewTexts("train"), 1)),
  },
];
