// node --test tools/docs: what a page imports and does not install is found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { notInstalled } from "./install-lines.mjs";

const CODE =
  '```ts no-run\nimport { a } from "@imdb/core/options";\nimport "./x.js";\nimport { b } from "./y.js";\nimport { c } from "node:fs";\nimport { d } from "zod";\n```\n';

test("a package that is imported and not installed is named, files and modules of Node are not", () => {
  assert.deepEqual(notInstalled(`\`\`\`sh\nnpm install @imdb/train # zod\n\`\`\`\n\n${CODE}`), [
    "@imdb/core",
    "zod",
  ]);
});

test("a page that installs what it imports passes", () => {
  assert.deepEqual(notInstalled(`\`\`\`sh\nnpm install @imdb/core zod\n\`\`\`\n\n${CODE}`), []);
});
