import { blankComments, lineOf } from "./imports.mjs";

/**
 * What is written once: the thing, the file or folder that holds it, and what betrays a second one. `pending` names
 * seconds that are still to go; who takes one away strikes it here. `besides` names those that stay, for the reason
 * given there.
 */
const ONCE = [
  {
    thing: "start of a thread",
    home: "packages/runtime/src/threads/",
    sign: /\bimport \{[^}]*\bWorker\b[^}]*\} from "node:worker_threads"/g,
  },
  {
    thing: "metric",
    home: "packages/measures/src/metrics/",
    sign: /\bfunction (?:\w+Score(?:Loss|OneVsRest)?|logLoss|matthewsCorrcoef|confusionMatrix|classificationReport|expectedCalibrationError|(?:roc|precisionRecall|calibration)Curve)\b/g,
  },
  {
    thing: "area under the ROC curve",
    home: "packages/measures/src/metrics/",
    sign: /\b(?:twiceArea|tiedNegatives)\b/g,
  },
  {
    thing: "isotonic regression",
    home: "packages/measures/src/calibration/isotonic.ts",
    sign: /\bpools\.push\(|\bfunction (?:poolAdjacent\w*|\w*[iI]sotonic(?!ally)\w*)\(/g,
  },
  {
    thing: "interval of a share",
    home: "packages/measures/src/intervals/wilson.ts",
    sign: /\bfunction wilson\w*\(|\b1\.9599\d*/g,
  },
  {
    thing: "chi² of features",
    home: "packages/measures/src/association/chi2.ts",
    sign: /\bfunction chi2\w*\(/g,
  },
  {
    thing: "explanation of linear models",
    home: "packages/measures/src/explanation/explain.ts",
    sign: /\bcontributions\.(?:push|sort)\(|\bfunction linear(?:Reasons|Contributions|Explanation)\b/g,
  },
  {
    thing: "Prometheus text writer",
    home: "packages/runtime/src/telemetry/prometheus-text.ts",
    sign: /# (?:HELP|TYPE) \$\{/g,
  },
  {
    thing: "rule of an abort signal",
    home: "packages/core/src/options/run-rules.ts",
    sign: /"an AbortSignal"/g,
  },
  {
    thing: "rule of a matrix or a fitted model",
    home: "packages/core/src/options/contract-rules.ts",
    sign: /"a CSR matrix, as|"a fitted linear classifier"|\bhaving(?:<.*>)?\("a fitted vectorizer"/g,
  },
  {
    thing: "HTTP listener",
    home: "packages/runtime/src/http/serve-http.ts",
    sign: /\bcreateServer\(/g,
  },
  {
    thing: "wait for a file to be on the disk",
    home: "packages/runtime/src/files/sync.ts",
    sign: /\bf(?:data)?sync\b(?!Sync)|\b(?:file|out|handle)\.(?:data)?sync\(\)/g,
  },
  {
    thing: "remote call",
    home: "packages/runtime/src/remote/call-remote.ts",
    sign: /(?:\bawait|\breturn|=>|=|\() ?fetch\(/g,
    // A download goes on where it stopped and has a deadline between any two bytes; the page's script runs in browsers.
    besides: ["packages/data-pipeline/src/download/request-range.ts", "packages/serve/src/protocols/page.ts"],
  },
  {
    thing: "loader of optional packages",
    home: "packages/core/src/load-peer.ts",
    sign: /\bMissingPeer\.create\(/g,
  },
  {
    thing: "promotion gate",
    home: "packages/core/src/gate/promotion-gate.ts",
    sign: /\bfunction (?:\w*[pP]romotionGate|minimumGain)\b/g,
  },
  {
    thing: "CSV scanner",
    home: "packages/rows/src/",
    sign: /\bfrom "csv-parse"|\bQUOTE\s*=\s*0x22\b/g,
  },
];

/** Finds second implementations, and entries of the table that are out of date. */
export function writtenOnce({ packages }) {
  const sources = packages.flatMap(({ sources }) => sources.filter(({ isTest }) => !isTest));
  return sources.flatMap(({ file, text }) => {
    const code = blankComments(text);
    return ONCE.flatMap(({ thing, home, sign, pending = [], besides = [] }) => {
      const found = [...code.matchAll(sign)];
      const listed = [home, ...pending, ...besides].includes(file);
      if (listed && found.length === 0) {
        const message = `holds no ${thing} any more, and tools/shape/written-once.mjs says that it does`;
        return [{ file, line: 1, message }];
      }
      if (listed || file.startsWith(home)) return [];
      return found.map(({ index }) => ({
        file,
        line: lineOf(code, index),
        message: `a second ${thing}; the one is ${home}`,
      }));
    });
  });
}
