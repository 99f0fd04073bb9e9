// `node tools/error-codes.mjs`: writes docs/error-codes.md from the error tables of the packages. The shape check of
// `npm test` fails when a code is missing there or no longer exists.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { readWorkspace } from "./shape/read-workspace.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const KINDS = { input: "400", state: "409", dependency: "503", internal: "500" };

const parts = readWorkspace(root).packages.flatMap(({ name, sources }) => {
  const errors = sources.filter(({ isTest }) => !isTest).flatMap(({ file, text }) => errorsIn(file, text));
  errors.sort((a, b) => (a.code < b.code ? -1 : 1));
  if (errors.length === 0) return [];
  const rows = errors.map(
    ({ code, kind, meaning, remedy }) => `| \`${code}\` | ${kind} | ${meaning} | ${remedy} |`,
  );
  return [
    `## @imdb/${name}\n\n| code | kind | what it means | remedy |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`,
  ];
});

writeFileSync(
  `${root}docs/error-codes.md`,
  `# Error codes

Every failure that a user can cause is an \`ImdbError\` with a \`code\` that does not change, a \`kind\`, a message that names
the value and the place, and a \`remedy\`. Over HTTP the kinds are
${Object.entries(KINDS)
  .map(([kind, status]) => `\`${kind}\` ${status}`)
  .join(", ")},
unless the code says more (401, 404, 413, 429 …).

\`\`\`sh
npm install @imdb/core
\`\`\`

\`\`\`ts
import { InvalidOption, seededRandom } from "@imdb/core";

try {
  seededRandom(-1);
} catch (error) {
  if (!InvalidOption.is(error)) throw error;
  error.remedy; // => "Set seed to an integer from 0 to 4294967295."
}
\`\`\`

Made from the sources by \`node tools/error-codes.mjs\`; an ellipsis stands for what is known when it happens.

${parts.join("\n")}`,
);

/** The errors a file defines: code, kind, the first sentence of the docstring, the remedy. */
function errorsIn(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  return source.statements.filter(ts.isVariableStatement).flatMap((statement) => {
    const call = statement.declarationList.declarations[0]?.initializer;
    if (!call || !ts.isCallExpression(call) || call.expression.getText() !== "defineError") return [];
    const [code, kind, build] = call.arguments;
    const doc = ts.getJSDocCommentsAndTags(statement)[0]?.comment;
    return [
      {
        code: code.text,
        kind: kind.text,
        meaning: cell(ts.getTextOfJSDocComment(doc) ?? ""),
        remedy: cell(remedyIn(build)),
      },
    ];
  });
}

function remedyIn(build) {
  let found = "";
  const visit = (node) => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === "remedy") found = words(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(build);
  return found;
}

/** A string as it reads; what is only known when the error happens is an ellipsis. */
function words(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
  }
  if (ts.isConditionalExpression(node)) return `${words(node.whenTrue)} Or: ${words(node.whenFalse)}`;
  if (ts.isBinaryExpression(node)) return words(node.left) + words(node.right);
  return "…";
}

function cell(text) {
  return text
    .replace(/\{@link (\w+)\}/g, "`$1`")
    .replace(/\s+/g, " ")
    .replaceAll("|", "\\|")
    .trim();
}
