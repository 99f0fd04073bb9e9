/** This file, as the list of committed files has it. */
export const TABLE = "tools/shape/once-table.mjs";

/** The calls that end a metric's name. */
const METRICS = [
  /^(?:balanced)?accuracy(?:score)?$/,
  /^(?:precision|recall|f1|fbeta|cohenkappa|brier|rocauc|averageprecision)(?:score(?:loss)?)?(?:onevsrest)?$/,
  /^(?:logloss|matthewscorrcoef|confusionmatrix|classificationreport|expectedcalibrationerror)$/,
  /^(?:roc|precisionrecall|calibration)curve$/,
]
  .map(({ source }) => source)
  .join("|");

/**
 * What is written once: the thing, the file or folder that holds it (`home`), and the signs that betray a second one.
 * Every kind of sign must be found at home, else it would not find a copy either. `besides` names the seconds that
 * stay, for the reason given there. The kinds of signs:
 * - `names`: names of functions and classes that are not inside a function
 * - `imports`: what is imported from a module; all of it counts too
 * - `strings`: in the text of a string or template
 * - `code`: in the text without comments
 * - `fetches`: the global `fetch` is taken
 * - `library`: an import of a package that does the same; not looked for at home
 * - `csv`: characters are compared with a quote, a delimiter and a line break
 */
export const ONCE = [
  {
    thing: "start of a thread",
    home: "packages/runtime/src/threads/",
    signs: { imports: { from: /^(?:node:)?worker_threads$/, names: ["Worker"] } },
  },
  {
    thing: "opening of a file, which may be a pipe or a link",
    home: "packages/runtime/src/files/",
    signs: {
      imports: {
        from: /^(?:node:)?fs(?:\/promises)?$/,
        names: ["readFile", "readFileSync", "open", "openSync", "createReadStream"],
      },
    },
    besides: [
      // Files of the package itself, of the system and of the program's own folder.
      "packages/create/src/create-project.ts",
      "packages/create/src/this-package.ts",
      "packages/runtime/src/command/command-version.ts",
      "packages/tracking/src/run/environment-tags.ts",
      // Files of the user's own project.
      "packages/create/template/src/config.ts",
      // Configuration: `--config <(…)` is a pipe.
      "packages/data-pipeline/src/config/load-config.ts",
      "packages/serve/src/cli/serve-command.ts",
      // New files only ("wx"), or one that was just written.
      "packages/data-pipeline/src/store/materialize-stream.ts",
      "packages/data-pipeline/src/store/shard-writer.ts",
      "packages/rows/src/node/parquet-writer.ts",
      "packages/tracking/src/file-store/metric-journal.ts",
      "packages/tracking/src/file-store/small-file.ts",
      // By the number of a file that is open.
      "packages/data-pipeline/src/download/download-file.ts",
      "packages/flow/src/runs/journal.ts",
      "packages/runtime/src/leases/lease-file.ts",
      // After `statPlainFile`.
      "packages/tracking/src/rest-store/rest-artifacts.ts",
    ],
  },
  { thing: "metric", home: "packages/measures/src/metrics/", signs: { names: new RegExp(METRICS, "i") } },
  {
    thing: "area under the ROC curve",
    home: "packages/measures/src/metrics/",
    signs: { code: /\b(?:twiceArea|tiedNegatives)\b/g },
  },
  {
    thing: "isotonic regression",
    home: "packages/measures/src/calibration/isotonic.ts",
    signs: { names: /^(?:poolAdjacent\w*|\w*[iI]sotonic(?!ally)\w*)$/, code: /\bpools\.push\(/g },
  },
  {
    thing: "interval of a share",
    home: "packages/measures/src/intervals/wilson.ts",
    signs: { names: /^wilson/, code: /\b1\.9599\d*/g },
  },
  { thing: "chi² of features", home: "packages/measures/src/association/chi2.ts", signs: { names: /^chi2/ } },
  {
    thing: "quantile",
    home: "packages/measures/src/intervals/quantile-sorted.ts",
    signs: { names: /^(?:quantile(?:Sorted|Of)?|percentile)$/ },
    // Of values with counts, without interpolation.
    besides: ["packages/monitor/src/drift/column-statistics.ts"],
  },
  {
    thing: "explanation of linear models",
    home: "packages/measures/src/explanation/explain.ts",
    signs: {
      names: /^explain(?:Linear\w*|Prediction)?$|^linear(?:Reasons|Contributions|Explanation)$/,
      code: /\bcontributions\.(?:push|sort)\(/g,
    },
  },
  {
    thing: "Prometheus text writer",
    home: "packages/runtime/src/telemetry/prometheus-text.ts",
    signs: { names: /^\w*prometheusText$/i, strings: /# (?:HELP|TYPE) /, library: /^prom-client$/ },
  },
  {
    thing: "rule of an abort signal",
    home: "packages/core/src/options/run-rules.ts",
    signs: { strings: /^an AbortSignal$/ },
  },
  {
    thing: "rule of a matrix or a fitted model",
    home: "packages/core/src/options/contract-rules.ts",
    signs: {
      code: /"a CSR matrix, as|"a fitted linear classifier"|\bhaving(?:<.*>)?\("a fitted vectorizer"/g,
    },
  },
  {
    thing: "check of option names",
    home: "packages/core/src/options/options-of.ts",
    signs: {
      names:
        /^(?:optionsOf|resolveOptions|(?:refuse|reject|assertNo)Unknown\w*|(?:check|assert|validate)(?:Known)?Options)$/,
    },
  },
  {
    thing: "text about an unknown option",
    home: "packages/core/src/errors/codes.ts",
    signs: { strings: /There is no option|[uU]nknown option/ },
  },
  {
    thing: "search for the nearest name",
    home: "packages/core/src/options/nearest-name.ts",
    signs: { names: /^(?:nearestName|changesBetween|levenshtein\w*|editDistance)$/ },
  },
  {
    thing: "maker of configuration sections",
    home: "packages/core/src/config/config-fields.ts",
    signs: { names: /^(?:configFields|optionsFromConfig|(?:to)?snakeCase)$/i },
  },
  {
    thing: "maker of folds",
    home: "packages/train/src/selection/",
    signs: {
      names: /^(?:\w*kFold|foldsOf|\w*GroupFolds?|(?:make|assign|stratified|split)\w*Folds?)$/i,
      code: /% ?(?:folds|k|nFolds|n_splits|splits)\b/g,
    },
    // Whole groups, for the splits of the data pipeline too, which knows nothing of training.
    besides: ["packages/core/src/folds/group-folds.ts"],
  },
  {
    thing: "HTTP listener",
    home: "packages/runtime/src/http/serve-http.ts",
    signs: {
      imports: {
        from: /^(?:node:)?(?:https?|http2)$/,
        names: ["createServer", "createSecureServer", "Server"],
      },
      code: /\b(?:create(?:Secure)?Server|new (?:\w+\.)?Server)\(/g,
    },
  },
  {
    thing: "wait for a file to be on the disk",
    home: "packages/runtime/src/files/sync.ts",
    signs: {
      names: /^sync(?:Folder|File|Tree|Path)\w*$/,
      code: /\bf(?:data)?sync\b(?!Sync)|\b(?:file|out|handle)\.(?:data)?sync\(\)/g,
    },
  },
  {
    thing: "remote call",
    home: "packages/runtime/src/remote/call-remote.ts",
    signs: { fetches: true },
    // A download goes on where it stopped and has a deadline between any two bytes.
    besides: ["packages/data-pipeline/src/download/request-range.ts"],
  },
  {
    thing: "decoder of texts in other encodings",
    home: "packages/rows/src/",
    signs: {
      names: /^(?:[tT]ranscode\w*|decodeText|\w*[gG]uessEncoding)$/,
      library: /^(?:chardet|jschardet|iconv|iconv-lite)$/,
    },
  },
  {
    thing: "reader of zip archives",
    home: "packages/rows/src/node/unpack/zip.ts",
    signs: { names: /^\w*(?:ZipEntry|[uU]nzip)\w*$/, library: /^(?:yauzl|fflate|jszip|adm-zip|unzipper)$/ },
  },
  {
    thing: "options of a command that say how a file is read",
    home: "packages/rows/src/node/reading-arguments.ts",
    signs: { code: /"escape-char"/g },
  },
  {
    thing: "loader of optional packages",
    home: "packages/core/src/load-peer.ts",
    signs: { code: /\bMissingPeer\.create\(/g },
  },
  {
    thing: "promotion gate",
    home: "packages/core/src/gate/promotion-gate.ts",
    signs: { names: /^(?:\w*promotionGate|minimumGain)$/i },
  },
  {
    thing: "CSV scanner",
    home: "packages/rows/src/csv/",
    signs: {
      csv: true,
      library: /^(?:csv-parse|csv-parser|fast-csv|papaparse|d3-dsv)\b/,
      names: /^(?:\w*CsvScanner|csvFinder|csvReader|(?:parse|split|scan|tokenize|read)Csv\w*)$/i,
    },
    // Texts of files: it has the rows of the package rows.
    besides: ["packages/data-pipeline/src/sources/files.ts"],
  },
];
