import { type FittedTextClassifier, loadTextClassifier } from "@imdb/text-classifier";
import model from "../outputs/model.tar";
import { pieces } from "./highlight.js";

type Label = "neg" | "pos";

const NAMES = { neg: "Negative", pos: "Positive" };
/** Words with a smaller weight are not marked, because almost every word adds something. */
const MARKED = 0.15;
const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const input = byId<HTMLTextAreaElement>("text");
const verdict = byId("verdict");
const words = byId("words");
const meter = byId<HTMLMeterElement>("meter");

const classifier = await loadTextClassifier(model, { labels: ["neg", "pos"] });
input.addEventListener("input", () => show(classifier, input.value));
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-text]")) {
  button.addEventListener("click", () => {
    input.value = button.dataset["text"] ?? "";
    show(classifier, input.value);
    input.focus();
  });
}
input.disabled = false;
show(classifier, input.value);

function show(classifier: FittedTextClassifier<Label>, text: string): void {
  if (text.trim() === "") {
    document.body.dataset["label"] = "";
    verdict.textContent = "Write something, and the model says what it makes of it.";
    words.textContent = "";
    meter.value = 0.5;
    return;
  }
  const explanation = classifier.explain(text, { label: "pos" });
  const { label, probabilities } = explanation;
  document.body.dataset["label"] = label;
  verdict.textContent = `${NAMES[label]}, ${(100 * probabilities[label]).toFixed(0)} %`;
  meter.value = probabilities.pos;
  words.replaceChildren(...pieces(text, explanation).map(({ text, weight }) => mark(text, weight)));
}

/** A text node, so that typed text is never read as HTML. */
function mark(text: string, weight: number): Node {
  if (Math.abs(weight) < MARKED) return document.createTextNode(text);
  const element = document.createElement("mark");
  element.className = weight > 0 ? "for" : "against";
  element.dataset["strength"] = Math.abs(weight) > 0.8 ? "strong" : "weak";
  element.textContent = text;
  // The two sides differ by underlining too, and a screen reader names them: colour alone is not enough.
  const side = document.createElement("span");
  side.className = "unseen";
  side.textContent = weight > 0 ? " (for positive)" : " (for negative)";
  element.append(side);
  return element;
}
