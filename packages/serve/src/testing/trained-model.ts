import {
  type BundleFiles,
  createSplit,
  type Example,
  encodeBundle,
  labelsOf,
  seededRandom,
} from "@imdb/core";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { logisticRegression, trainCodecs } from "@imdb/train";

const WORDS =
  "a the film plot acting good great superb bad dull awful not but and very café 1990s don't".split(" ");

/** Texts of some words in random order, with unusual characters in some of them. */
export function someTexts(count: number, seed: number): string[] {
  const random = seededRandom(seed);
  const odd = [
    "",
    "\ud800",
    "GOOD\u0000",
    "naïve \u{1F600} İstanbul",
    "ＦＵＬＬ width",
    'line\nbreak, "quoted"',
  ];
  return Array.from({ length: count }, (_, i) => {
    if (i % 40 === 7) return odd[random.integer(odd.length)]!;
    return Array.from({ length: 1 + random.integer(40) }, () => WORDS[random.integer(WORDS.length)]).join(
      " ",
    );
  });
}

/** Positive and negative texts about films, with their labels. */
function someExamples(): Example[] {
  return someTexts(300, 1).map((text, i) => ({
    id: String(i),
    text,
    label: /good|great|superb/.test(text) && !/awful/.test(text) ? "pos" : "neg",
  }));
}

/** The files of a TF-IDF and logistic regression bundle. */
export async function trainedFiles(examples: readonly Example[] = someExamples()): Promise<BundleFiles> {
  const split = createSplit("train", examples, `sha256:${"0".repeat(64)}`);
  const options = { ngramRange: [1, 2], sublinearTf: true } as const;
  const { vectorizer, matrix } = await tfidfVectorizer(options).fitTransform(split.texts);
  const classifier = await logisticRegression({ C: 10 }).fit(matrix, labelsOf(split));
  return encodeBundle(
    { vectorizer, classifier },
    {
      name: "trained",
      trainingData: { version: split.version, documents: examples.length, source: "made here" },
      metrics: {},
      seed: 0,
      libraries: {},
    },
    [...featureCodecs, ...trainCodecs],
  );
}
