import { sha256Base64 } from "./sha256-base64.js";

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 3rem auto; padding: 0 1rem; }
textarea { width: 100%; min-height: 9rem; font: inherit; padding: .6rem; box-sizing: border-box; }
button, input { font: inherit; padding: .4rem .9rem; }
label { display: block; margin: .6rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr 4rem; gap: .3rem .8rem; align-items: center; }
dt, dd { margin: 0; } meter { width: 100%; }
.for { background: #2a78d633; border-radius: .2rem; } .against { background: #d0302033; border-radius: .2rem; }
#error { color: #c0392b; } #marked { white-space: pre-wrap; }
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
  $("label").textContent = body.label;
  $("version").textContent = body.modelVersion;
  $("bars").replaceChildren(...Object.entries(body.probabilities).flatMap(([name, p]) => {
    const [dt, dd, meter, value] = ["dt", "dd", "meter", "dd"].map((tag) => document.createElement(tag));
    dt.textContent = name; meter.value = p; dd.append(meter); value.textContent = (100 * p).toFixed(1) + " %";
    return [dt, dd, value];
  }));
  const spans = (body.explanation?.contributions ?? []).flatMap((c) =>
    c.occurrences.map((o) => ({ ...o, by: c.contribution, feature: c.feature }))).sort((a, b) => a.start - b.start || b.end - a.end);
  const parts = []; let at = 0;
  for (const span of spans) {
    if (span.start < at) continue;
    parts.push(text.slice(at, span.start));
    const mark = document.createElement("span");
    mark.className = span.by > 0 ? "for" : "against";
    mark.title = span.feature + ": " + span.by.toFixed(3);
    mark.textContent = text.slice(span.start, span.end);
    parts.push(mark); at = span.end;
  }
  $("marked").replaceChildren(...parts, text.slice(at));
  $("result").hidden = false;
});
`;

/** A page that calls the service it comes from: no other script, style or address is allowed. */
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
<dl id="bars"></dl>
<p id="marked"></p>
<p><small>Model <code id="version"></code>. Words marked blue speak for the label, red against it.</small></p>
</section>
<p><a href="openapi.json">OpenAPI description</a></p>
<script>${SCRIPT}</script>
</body>
</html>
`;

/** With hashes of its one script and style, so that nothing injected would run. */
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
