import { type CostEntry, costEntry, type MakeInput } from "../../../../tools/cost/cost.mjs";
import {
  filled,
  inside,
  JSON_TEXTS,
  jsonFields,
  numbered,
  TEXTS,
  utf8,
  YAML_TEXTS,
} from "../../../../tools/cost/inputs.mjs";
import { decodeBundle, decodeManifest } from "../bundle/bundle.js";
import type { Codec } from "../bundle/codec.js";
import { decodePart } from "../bundle/coded-part.js";
import { decodeParts } from "../bundle/nested-parts.js";
import { decodeSafetensors, type Tensor } from "../bundle/safetensors.js";
import { bundleFromTar, bundleToTar } from "../bundle/tar.js";
import { parseConfig } from "../config/parse-yaml.js";
import { predictionRecordSchema } from "../contracts/prediction-record.js";
import { parseWith } from "../errors/codes.js";
import { fromWire } from "../errors/wire.js";
import { canonicalJson } from "../hash/canonical-json.js";
import { contentHash, hashBytes } from "../hash/content-hash.js";
import { jsonExcess } from "../limits/json-bounds.js";
import { doubledName } from "../limits/json-names.js";
import { normalForm, streamSafeParts } from "../text/stream-safe.js";

const MANIFEST_FIELDS = ["name", "labels", "parts", "metrics", "libraries", "files"];
const WELL_FORMED = [
  "numbers",
  "empty lists",
  "empty objects",
  "many names",
  "one long name",
  "one long text",
];
/** Parsed JSON: of a text that is not JSON, the text. */
const VALUES = inside(
  Object.fromEntries(
    [...WELL_FORMED, "names of objects", "a deep list that ends"].map((name) => [name, JSON_TEXTS[name]!]),
  ),
  parsed,
);

/** The ways into this package for what comes from outside, with hostile inputs. */
export const costEntries: readonly CostEntry[] = [
  costEntry({
    name: "jsonExcess",
    inputs: JSON_TEXTS,
    run: (text: string) => void jsonExcess(text, { members: 1e9 }),
  }),
  costEntry({ name: "doubledName", inputs: JSON_TEXTS, run: (text: string) => doubledName(text)?.length }),
  costEntry({
    name: "parseConfig",
    inputs: YAML_TEXTS,
    run: (text: string) => void parseConfig(text, "a file"),
  }),
  costEntry({ name: "normalForm", inputs: TEXTS, run: (text: string) => normalForm(text, "NFKC").length }),
  costEntry({ name: "streamSafeParts", inputs: TEXTS, run: (text: string) => streamSafeParts(text).length }),
  costEntry({ name: "canonicalJson", inputs: VALUES, run: (value) => canonicalJson(value).length }),
  costEntry({ name: "contentHash", inputs: VALUES, run: (value) => contentHash(value as never).length }),
  costEntry({
    name: "hashBytes",
    inputs: { zeros: (n) => new Uint8Array(n) },
    run: (bytes: Uint8Array) => void hashBytes(bytes),
  }),
  costEntry({
    name: "fromWire",
    inputs: { ...VALUES, ...wireErrors() },
    run: (value) => fromWire(value).message.length,
  }),
  costEntry({
    name: "predictionRecordSchema",
    inputs: { ...VALUES, ...inside(jsonFields(["id", "probabilities", "text"]), parsed), ...records() },
    run: (value) => void parseWith(predictionRecordSchema, value, "A record"),
  }),
  costEntry({
    name: "decodeManifest",
    inputs: inside({ ...JSON_TEXTS, ...jsonFields(MANIFEST_FIELDS), ...wholeManifests() }, utf8),
    run: (bytes: Uint8Array) => JSON.stringify(decodeManifest(bytes)).length,
  }),
  costEntry({
    name: "decodeBundle",
    inputs: {
      "a long reference": (n) =>
        new Map([
          ["manifest.json", utf8("{}")],
          ["reference.json", new Uint8Array(n)],
        ]),
      "many files": (n) => new Map(Array.from({ length: n / 16 }, (_, i) => [`f${i}`, new Uint8Array(1)])),
    },
    run: (files: Map<string, Uint8Array>) => void decodeBundle(files, []),
  }),
  costEntry({
    name: "decodeSafetensors",
    inputs: inside({ ...JSON_TEXTS, ...tensorHeaders() }, safetensorsOf),
    // A longer header is refused.
    lastBytes: (1 << 20) - 64,
    run: (bytes: Uint8Array) => void decodeSafetensors(bytes),
  }),
  costEntry({
    name: "bundleFromTar",
    inputs: {
      zeros: (n) => new Uint8Array(n),
      "many empty files": (n) => tarOf(n / 512, 0),
      "many small files": (n) => tarOf(n / 1024, 1),
      "one large file": (n) => bundleToTar(new Map([["a", new Uint8Array(n)]])),
      letters: (n) => new Uint8Array(n).fill(0x61),
      "a large pax record": (n) => paxOf(n),
    },
    run: (bytes: Uint8Array) => void bundleFromTar(bytes),
  }),
  costEntry({
    name: "decodePart",
    inputs: { "many tensors": tensorsOf, "many parameters": parametersOf },
    run: (part: Parameters<typeof decodePart>[0]) => void decodePart(part, [TOY]),
  }),
  costEntry({
    name: "decodeParts",
    inputs: {
      "many tensors": tensorsOf,
      "tensors with many dots": (n) => ({ tensors: { [".".repeat(n)]: TENSOR } }),
    },
    run: (part: { tensors: Record<string, Tensor> }) =>
      void decodeParts(part, { a: { kind: "toy", version: 1, params: {} } }, [FREE]),
  }),
];

const TENSOR: Tensor = { shape: [1], data: Uint8Array.of(1) };
const TOY: Codec<never> = {
  kind: "toy",
  version: 1,
  tensors: ["a"],
  encode: () => ({ params: {}, tensors: {} }),
  decode: () => ({}) as never,
};

/** Takes tensors of any name. */
const FREE: Codec<never> = { kind: "toy", version: 1, encode: TOY.encode, decode: TOY.decode };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function records(): Record<string, MakeInput<unknown>> {
  const record = { id: "1", time: "2026-01-01T00:00:00Z", modelVersion: "1", label: "a", latencyMs: 1 };
  return {
    "a long text": (n: number) => ({ ...record, text: "t".repeat(n), probabilities: {} }),
    "many probabilities": (n: number) => {
      const names = Object.keys(JSON.parse(JSON_TEXTS["many names"]!(n) as string));
      return { ...record, text: null, probabilities: Object.fromEntries(names.map((name) => [name, 0])) };
    },
  };
}

function wireErrors() {
  const wire = (more: object) => ({
    code: "A",
    kind: "input",
    message: "m",
    remedy: "r",
    details: {},
    ...more,
  });
  return {
    "a long message": (n: number) => wire({ message: ".".repeat(n) }),
    "many details": (n: number) => wire({ details: JSON.parse(JSON_TEXTS["many names"]!(n) as string) }),
  };
}

function wholeManifests() {
  const version = `"sha256:${"0".repeat(64)}"`;
  const rest = `"schemaVersion":1,"name":"a","version":${version},"trainingData":{"version":${version},"documents":1,"source":""},"seed":1`;
  const part = '{"kind":"a","version":1,"params":{}}';
  const parts = `"parts":{"vectorizer":${part},"classifier":${part}}`;
  const head = `{${rest},${parts},"libraries":{},"files":{}`;
  return {
    "many labels": filled('"a",', `${head},"metrics":{},"labels":[`, '"b"]}'),
    "many metrics": numbered((i) => `"m${i}":1`, `${head},"labels":["a","b"],"metrics":{`, "}}", ","),
    "wrong metrics": numbered((i) => `"m${i}":""`, `${head},"labels":["a","b"],"metrics":{`, "}}", ","),
  };
}

function tensorHeaders() {
  return {
    "many tensors": numbered((i) => `"t${i}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}`, "{", "}", ","),
    "long shapes": filled("1,", '{"a":{"dtype":"U8","data_offsets":[0,0],"shape":[', "1]}}"),
    "much metadata": numbered((i) => `"n${i}":""`, '{"__metadata__":{', "}}", ","),
  };
}

function safetensorsOf(header: string): Uint8Array {
  const json = utf8(header);
  const bytes = new Uint8Array(8 + json.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

function tarOf(count: number, size: number): Uint8Array {
  return bundleToTar(new Map(Array.from({ length: count }, (_, i) => [`f${i}`, new Uint8Array(size)])));
}

/** A tar of one pax record of so many bytes, which names another file. */
function paxOf(bytes: number): Uint8Array {
  const tar = bundleToTar(new Map([["a", new Uint8Array(bytes).fill(0x61)]]));
  tar[156] = 0x78;
  const sum = tar.subarray(0, 512).reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
  tar.set(utf8(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return tar;
}

function tensorsOf(bytes: number) {
  const tensors = Object.fromEntries(Array.from({ length: bytes / 16 }, (_, i) => [`a.t${i}`, TENSOR]));
  return { kind: "toy", version: 1, params: {}, tensors };
}

function parametersOf(bytes: number) {
  return {
    kind: "toy",
    version: 1,
    params: JSON.parse(JSON_TEXTS["many names"]!(bytes) as string),
    tensors: {},
  };
}
