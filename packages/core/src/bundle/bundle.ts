import type { FittedClassifier } from "../contracts/classifier.js";
import { describeCleaning } from "../contracts/cleaning.js";
import { createDecision, type DecisionRule } from "../contracts/decision.js";
import type { FittedVectorizer } from "../contracts/vectorizer.js";
import { assertBytes, assertObject } from "../errors/assert-argument.js";
import { CleaningLeftOut, InvalidBundle, parseWith } from "../errors/codes.js";
import { safeParseWith } from "../errors/safe-parse-with.js";
import { canonicalJson, type JsonValue } from "../hash/canonical-json.js";
import { type ContentHash, contentHash, hashBytes } from "../hash/content-hash.js";
import { depthProblem, isDeeper, JSON_DEPTH } from "../limits/json-depth.js";
import { assertFiles, type BundleFiles } from "./bundle-files.js";
import type { Codec } from "./codec.js";
import { type Manifest, manifestSchema } from "./manifest.js";
import { mlmodelYaml } from "./mlmodel.js";
import { decodeParts, encodeParts } from "./nested-parts.js";
import { assertPart } from "./part-tensors.js";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.js";

/** A model that can predict, with its origin. */
export interface ModelBundle {
  /** Everything about the model except the numbers, verified. */
  readonly manifest: Manifest;
  /** Turns texts into rows of features. */
  readonly vectorizer: FittedVectorizer;
  /** Turns rows of features into probabilities. */
  readonly classifier: FittedClassifier;
  /** The profile of the training data that monitoring compares with; `null` when none was saved. */
  readonly reference: JsonValue;
}

/** What a bundle contains besides the two fitted objects. */
export interface BundleInfo {
  /** The name of the model, for registries and pages. */
  readonly name: string;
  /** The training data: version, number of documents, source. */
  readonly trainingData: Manifest["trainingData"];
  /** The metrics of its evaluation; finite. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The seed of every random choice of the training. */
  readonly seed: number;
  /** The version of each library that was used. */
  readonly libraries: Readonly<Record<string, string>>;
  /** The class, of two, that precision, recall and the threshold are about. Default: none; a metric that needs one is refused. */
  readonly positive?: string | undefined;
  /** How probabilities become a label, wherever the bundle predicts. Default: the most probable label. */
  readonly decision?: DecisionRule | undefined;
  /** The profile of the training data for monitoring; default `null`. */
  readonly reference?: JsonValue;
}

const FILES = ["manifest.json", "model.safetensors", "reference.json", "MLmodel", "model.onnx"] as const;
/** Whether a file of this name belongs in a bundle. */
export function isBundleFile(name: string): boolean {
  return (FILES as readonly string[]).includes(name);
}

const MANIFEST_LIMIT = 4 << 20;

/**
 * Writes a model as the files of a bundle. The same model and information have the same bytes.
 *
 * @param codecs  Must contain the codecs of the vectorizer and the classifier.
 * @throws `UNKNOWN_CODEC`; `INVALID_BUNDLE` when vectorizer and classifier have different numbers of features;
 *         `CLEANING_LEFT_OUT` when the vectorizer was fitted on cleaned texts and does not clean texts itself;
 *         `INVALID_OPTION` for a positive class or a decision rule that does not fit the classes;
 *         `SCHEMA_MISMATCH` when `info` cannot be written (a metric that is NaN, an empty name);
 *         `NOT_CANONICAL` when `info.reference` cannot.
 */
export function encodeBundle(
  model: { readonly vectorizer: FittedVectorizer; readonly classifier: FittedClassifier },
  info: BundleInfo,
  codecs: readonly Codec[],
): BundleFiles {
  assertObject("model", model);
  const { vectorizer, classifier } = model;
  assertObject("model.vectorizer", vectorizer, "a fitted vectorizer");
  assertObject("model.classifier", classifier, "a fitted classifier");
  assertObject("info", info);
  assertFit(vectorizer, classifier);
  assertCleans(vectorizer);
  const { positive, decision } = info;
  createDecision({ classes: classifier.classes, positive, decision });
  const encoded = encodeParts({ vectorizer, classifier }, codecs);
  const tensors = encodeSafetensors(encoded.tensors);
  const [ofVectorizer, ofClassifier] = encoded.descriptions;
  const parts = { vectorizer: ofVectorizer, classifier: ofClassifier } as Manifest["parts"];
  const labels = [...classifier.classes];
  const { name, trainingData, metrics, seed, libraries } = info;
  const deciding = { ...(positive !== undefined && { positive }), ...(decision && { decision }) };
  const described = { labels, ...deciding, parts };
  const version = identity(described, trainingData.version, hashBytes(tensors));
  const files = new Map<string, Uint8Array>([
    ["model.safetensors", tensors],
    ["reference.json", json(info.reference ?? null)],
    ["MLmodel", new TextEncoder().encode(mlmodelYaml(name, version, labels))],
  ]);
  const about = {
    schemaVersion: 1,
    name,
    version,
    ...described,
    trainingData,
    metrics,
    seed,
    libraries,
    files: Object.fromEntries([...files].map(([file, bytes]) => [file, fingerprint(bytes)])),
  };
  const manifest = parseWith(manifestSchema, about, "The manifest of the bundle");
  return new Map([["manifest.json", json(manifest)], ...files]);
}

/**
 * Reads and verifies the manifest of a bundle only.
 *
 * @throws `INVALID_BUNDLE`
 */
export function decodeManifest(bytes: Uint8Array): Manifest {
  assertBytes("bytes", bytes);
  if (bytes.length > MANIFEST_LIMIT) throw invalid("manifest.json", `it has ${bytes.length} bytes`);
  const parsed = safeParseWith(manifestSchema, parseJson("manifest.json", bytes));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid("manifest.json", `${issue?.path.join(".") || "(root)"}: ${issue?.message}`);
}

/**
 * Makes a model of the files of a bundle. The size and the SHA-256 of every file are verified first.
 *
 * @param codecs  The allow-list of kinds.
 * @throws `INVALID_BUNDLE`, `UNKNOWN_CODEC`
 */
export function decodeBundle(files: BundleFiles, codecs: readonly Codec[]): ModelBundle {
  assertFiles(files);
  const manifestBytes = files.get("manifest.json");
  if (!manifestBytes) throw invalid("manifest.json", "it is missing");
  const manifest = decodeManifest(manifestBytes);
  verifyFiles(files, manifest);
  verifyVersion(manifest);
  verifyDecision(manifest);
  const tensors = decodeSafetensors(requireFile(files, "model.safetensors"));
  const { vectorizer: ofVectorizer, classifier: ofClassifier } = manifest.parts;
  const inOrder = { vectorizer: ofVectorizer, classifier: ofClassifier };
  const decoded = decodeParts({ tensors }, inOrder, codecs);
  const [vectorizer, classifier] = decoded as [FittedVectorizer, FittedClassifier];
  assertPart(!("classes" in vectorizer), "its vectorizer is a classifier");
  assertFit(vectorizer, classifier);
  if (canonicalJson(classifier.classes) !== canonicalJson(manifest.labels)) {
    throw invalid("manifest.json", "its labels are not the classifier's classes");
  }
  const reference = parseJson("reference.json", requireFile(files, "reference.json")) as JsonValue;
  return { manifest, vectorizer, classifier, reference };
}

function verifyFiles(files: BundleFiles, manifest: Manifest): void {
  for (const name of files.keys()) {
    if (name === "manifest.json") continue;
    if (!Object.hasOwn(manifest.files, name))
      throw invalid(name.slice(0, 80), "the manifest does not list it");
  }
  for (const [name, expected] of Object.entries(manifest.files)) {
    if (!isBundleFile(name)) throw invalid(name.slice(0, 80), "a bundle has no file of this name");
    const bytes = requireFile(files, name);
    if (bytes.length !== expected.bytes) {
      throw invalid(name, `it has ${bytes.length} bytes, the manifest says ${expected.bytes}`);
    }
    if (fingerprint(bytes).sha256 !== expected.sha256)
      throw invalid(name, "its SHA-256 is not the manifest's");
  }
}

/** Refuses a manifest whose version is not the hash of its parts: one of them was changed. */
function verifyVersion(manifest: Manifest): void {
  const { trainingData, files, version } = manifest;
  const tensors = `sha256:${files["model.safetensors"]?.sha256}`;
  if (version !== identity(manifest, trainingData.version, tensors)) {
    throw invalid("manifest.json", "its version is not that of its labels, decision, parts and tensors");
  }
}

function identity(
  { labels, positive, decision, parts }: Pick<Manifest, "labels" | "positive" | "decision" | "parts">,
  trainingData: string,
  tensors: string,
): ContentHash {
  const deciding = { ...(positive !== undefined && { positive }), ...(decision && { decision }) };
  return contentHash({ labels, ...deciding, parts, trainingData, tensors });
}

/** Refuses a decision rule that does not fit the labels. */
function verifyDecision({ labels, positive, decision }: Manifest): void {
  try {
    createDecision({ classes: labels, positive, decision });
  } catch (cause) {
    const problem = `its decision rule cannot be used: ${(cause as Error).message.replace(/\.$/, "")}`;
    throw InvalidBundle.create({ file: "manifest.json", problem }, { cause });
  }
}

/** Refuses a vectorizer that was fitted on cleaned texts, and would take the texts of production as they come. */
function assertCleans({ kind, cleaning = [] }: FittedVectorizer): void {
  if (cleaning.length > 0)
    throw CleaningLeftOut.create({ vectorizer: kind, cleaning: describeCleaning(cleaning) });
}

function assertFit(vectorizer: FittedVectorizer, classifier: FittedClassifier): void {
  const { featureCount } = vectorizer;
  const { featureCount: expected } = classifier;
  const problem = `its vectorizer makes ${featureCount} features, its classifier takes ${expected}`;
  assertPart(featureCount === expected, problem);
}

function fingerprint(bytes: Uint8Array): { bytes: number; sha256: string } {
  return { bytes: bytes.length, sha256: hashBytes(bytes).slice("sha256:".length) };
}

function requireFile(files: BundleFiles, name: string): Uint8Array {
  const bytes = files.get(name);
  if (!bytes) throw invalid(name, "it is missing");
  return bytes;
}

function parseJson(file: string, bytes: Uint8Array): unknown {
  let value: unknown;
  let isTooDeep = false;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    isTooDeep = isDeeper(text, JSON_DEPTH);
    if (!isTooDeep) value = JSON.parse(text);
  } catch (cause) {
    throw InvalidBundle.create({ file, problem: "it is not JSON" }, { cause });
  }
  if (isTooDeep) throw invalid(file, depthProblem(JSON_DEPTH));
  return value;
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${canonicalJson(value)}\n`);
}

function invalid(file: string, problem: string): Error {
  return InvalidBundle.create({ file, problem });
}
