import { blankComments, lineOf } from "./imports.mjs";

const TIMER = /\b(?:setInterval|setTimeout|setImmediate|queueMicrotask)\(/g;

/**
 * What a timer calls must not return a promise that nobody looks at: its rejection ends the process. So an asynchronous
 * function in a timer needs a `catch` there, or says of itself that it "never rejects".
 */
export function timers({ packages }) {
  return packages.flatMap(({ sources }) => sources.filter(({ isTest }) => !isTest).flatMap(floating));
}

function floating({ file, text }) {
  const code = blankComments(text);
  return [...code.matchAll(TIMER)].flatMap(({ index, 0: head }) => {
    const callback = argumentAt(code, index + head.length);
    if (/\.catch\(/.test(callback)) return [];
    const isAsync = /^\s*async\b/.test(callback);
    const name = isAsync ? "its callback" : calledIn(callback).find((one) => isFloating(text, code, one));
    if (name === undefined) return [];
    const message = `a timer leaves the promise of ${name} to itself: catch its rejection, or say that it never rejects`;
    return [{ file, line: lineOf(code, index), message }];
  });
}

/** The first argument of a call, from behind its opening parenthesis. */
function argumentAt(code, from) {
  let depth = 0;
  for (let at = from; at < code.length; at++) {
    if ("([{".includes(code[at])) depth++;
    else if (")]}".includes(code[at]) && depth-- === 0) return code.slice(from, at);
    else if (code[at] === "," && depth === 0) return code.slice(from, at);
  }
  return code.slice(from);
}

/** The functions that a callback calls, or is. */
function calledIn(callback) {
  const alone = /^\s*([\w$]+)\s*$/.exec(callback);
  if (alone) return [alone[1]];
  return [...callback.matchAll(/(?<![\w$.])([\w$]+)\(/g)].map(([, name]) => name);
}

/** Whether a function of this file returns a promise, and does not say that it never rejects. */
function isFloating(text, code, name) {
  const safe = name.replace(/\$/g, "\\$&");
  const declared = new RegExp(
    `(?:async function ${safe}\\b|\\b${safe} = async\\b|function ${safe}\\([^)]*\\): Promise<|\\b${safe} = \\([^)]*\\)(?:: Promise<[^=]*)? => \\{[^}]*\\.(?:finally|then)\\()`,
  ).exec(code);
  if (declared === null) return false;
  const before = text.slice(0, declared.index).replace(/(?:export |const )*$/, "");
  const comment = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$|(?:\/\/[^\n]*\n\s*)+$/.exec(before);
  return !/never\s+(?:\*\s+)?rejects/i.test(comment?.[0] ?? "");
}
