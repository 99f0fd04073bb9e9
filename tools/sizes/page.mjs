/** The page of the docs about sizes. */
export function sizesPage(uses, record) {
  const limits = new Map(uses.map(({ name, limit }) => [name, limit]));
  const rows = Object.entries(record);
  const named = rows.filter(([name]) => limits.has(name));
  const whole = rows.filter(([name]) => !limits.has(name));
  return `# Sizes

What an import adds to your bundle: with everything it needs, without what it does not use, minified by esbuild and
gzipped, in kB of 1000 bytes. Measured from the built packages by \`node tools/sizes/check.mjs --record\`;
\`npm run check-release\` fails when a figure grows past its limit.

## What one purpose costs in a browser

| import | minified | gzipped | limit |
| --- | ---: | ---: | ---: |
${named.map(([name, one]) => `| ${name} | ${kB(one.minified)} | ${kB(one.gzipped)} | ${limits.get(name)} |`).join("\n")}

What you do not import is left out, also of a module of which you import something else. Import what you use by name:
\`import * as z from "zod"\` in your own code too, since \`import { z } from "zod"\` brings every language of zod's
messages (about 65 kB gzipped) into a bundle.

## Whole entries

Everything that an entry exports: more than any program uses. Those of Node are without Node's own modules and without
optional peers. An entry may grow by a tenth before its size has to be recorded anew.

| entry | for | minified | gzipped |
| --- | --- | ---: | ---: |
${whole.map(([name, one]) => `| ${name} | ${one.platform === "browser" ? "browsers" : "Node"} | ${kB(one.minified)} | ${kB(one.gzipped)} |`).join("\n")}
`;
}

function kB(bytes) {
  return (bytes / 1000).toFixed(1);
}
