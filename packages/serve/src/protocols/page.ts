import { hashBytes } from "@imdb/core";

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 3rem auto; padding: 0 1rem; }
textarea { width: 100%; min-height: 9rem; font: inherit; padding: .6rem; box-sizing: border-box; }
button, input { font: inherit; padding: .4rem .9rem; }
label { display: block; margin: .6rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr 4rem; gap: .3rem .8rem; align-items: center; }
dt, dd { margin: 0; } progress { width: 100%; accent-color: #2a78d6; }
#error { color: #c0392b; } #marked { white-space: pre-wrap; overflow-wrap: anywhere; } code { overflow-wrap: anywhere; }
@media (max-width: 30rem) { body { margin-top: 1rem; } #key { width: 100%; box-sizing: border-box; } }
`;

const SCRIPT = `
const $ = (id) => document.getElementById(id);
$("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  $("error").textContent = "";
  const headers = { "content-type": "application/json" };
  if ($("key").value) headers.authorization = "Bearer " + $("key").value;
  const text = $("text").value;
  const answer = await fetch("v1/predict", { method: "POST", headers, body: JSON.stringify({ text, explain: true }) });
  const body = await answer.json();
  if (!answer.ok) { $("error").textContent = body.detail + " " + body.remedy; $("result").hidden = true; return; }
  $("label").textContent = body.abstained ? "no decision" : body.label;
  $("guess").textContent = body.abstained ? "The model abstains. Its best guess is " + body.label + " with " + (100 * body.confidence).toFixed(1) + " %." : "";
  $("version").textContent = body.modelVersion;
  $("bars").replaceChildren(...Object.entries(body.probabilities).flatMap(([name, p]) => {
    const [dt, dd, bar, value] = ["dt", "dd", "progress", "dd"].map((tag) => document.createElement(tag));
    dt.textContent = name; bar.value = p; bar.setAttribute("aria-label", name); dd.append(bar); value.textContent = (100 * p).toFixed(1) + " %";
    return [dt, dd, value];
  }));
  // The contribution of a feature is divided among its occurrences; where n-grams overlap, contributions are added.
  const spans = (body.explanation?.contributions ?? []).flatMap((c) =>
    c.occurrences.map((o) => ({ ...o, by: c.contribution / c.occurrences.length })));
  const bounds = [...new Set([0, text.length, ...spans.flatMap((s) => [s.start, s.end])])].sort((a, b) => a - b);
  const change = new Map(bounds.map((bound) => [bound, 0]));
  for (const { start, end, by } of spans) {
    change.set(start, change.get(start) + by);
    change.set(end, change.get(end) - by);
  }
  let sum = 0;
  const parts = bounds.slice(0, -1).map((start, i) => ({ start, end: bounds[i + 1], by: (sum += change.get(start)) }));
  const largest = Math.max(...parts.map((part) => Math.abs(part.by)), 1e-9);
  $("marked").replaceChildren(...parts.map(({ start, end, by }) => {
    const mark = document.createElement("span");
    mark.style.backgroundColor = "rgb(" + (by > 0 ? "42 120 214" : "208 48 32") + " / " + (0.6 * Math.abs(by) / largest).toFixed(3) + ")";
    mark.title = by.toFixed(3);
    mark.textContent = text.slice(start, end);
    return mark;
  }));
  $("result").hidden = false;
});
`;

/** A page that calls its own service. No other script, style or address is allowed. */
export const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Try the model</title>
<style>${STYLE}</style></head>
<body>
<h1>Try the model</h1>
<form id="form">
<label>Text<textarea id="text" required>A wonderful film, with only a few boring minutes.</textarea></label>
<label>API key, where one is needed <input id="key" type="password" autocomplete="off"></label>
<button>Predict</button>
</form>
<p id="error" role="alert"></p>
<section id="result" hidden aria-live="polite">
<h2 id="label"></h2>
<p id="guess"></p>
<dl id="bars"></dl>
<p id="marked"></p>
<p><small>Model <code id="version"></code>. Words in blue increase the probability of the label, words in red decrease it; a stronger colour means a larger contribution.</small></p>
</section>
<p><a href="openapi.json">OpenAPI description</a></p>
<script>${SCRIPT}</script>
</body>
</html>
`;

/** The content security policy has the hashes of the script and the style: an injected script would not run. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": [
    "default-src 'none'",
    `script-src 'sha256-${sha256Base64(SCRIPT)}'`,
    `style-src 'sha256-${sha256Base64(STYLE)}'`,
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** SHA-256 of a text in base 64, as a content security policy names it. */
function sha256Base64(text: string): string {
  const digits = hashBytes(new TextEncoder().encode(text)).slice("sha256:".length);
  const bytes = digits.match(/../g)!.map((pair) => Number.parseInt(pair, 16));
  return btoa(String.fromCharCode(...bytes));
}
