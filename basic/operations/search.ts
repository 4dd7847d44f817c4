/**
 * A text in a text. The platform's own search takes minutes for a long needle that nearly fits everywhere, so a long one
 * is looked for by Knuth, Morris and Pratt's method, whose work is the sum of both lengths. Places are UTF-16 units.
 */

/** Up to here the platform's search cannot take long. */
const SHORT = 32;

/** First place at or behind `from`, or -1; an empty needle stands everywhere. */
export function findText(text: string, find: string, from = 0): number {
  return find.length <= SHORT ? text.indexOf(find, from) : search(text, find, Math.max(0, from), false);
}

/** Last place, or -1. */
export function findLastText(text: string, find: string): number {
  return find.length <= SHORT ? text.lastIndexOf(find) : search(text, find, 0, true);
}

/** The parts between the separators, `limit` at most; the separator is not empty. */
export function splitText(text: string, separator: string, limit = Number.POSITIVE_INFINITY): string[] {
  if (separator.length <= SHORT) return text.split(separator, Math.min(limit, 0xffffffff));
  const parts: string[] = [];
  let start = 0;
  for (let at = findText(text, separator); at >= 0 && parts.length < limit; at = findText(text, separator, start)) {
    parts.push(text.slice(start, at));
    start = at + separator.length;
  }
  if (parts.length < limit) parts.push(text.slice(start));
  return parts;
}

function search(text: string, find: string, from: number, last: boolean): number {
  if (text.length - from < find.length) return -1;
  const back = fallbacks(find);
  let fitting = 0;
  let found = -1;
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    while (fitting > 0 && find.charCodeAt(fitting) !== unit) fitting = back[fitting - 1] ?? 0;
    if (find.charCodeAt(fitting) === unit) fitting++;
    if (fitting < find.length) continue;
    found = at - find.length + 1;
    if (!last) return found;
    fitting = back[fitting - 1] ?? 0;
  }
  return found;
}

/** For each place of the needle: how much of its beginning ends there as well. */
function fallbacks(find: string): Int32Array {
  const back = new Int32Array(find.length);
  let length = 0;
  for (let i = 1; i < find.length; i++) {
    const unit = find.charCodeAt(i);
    while (length > 0 && find.charCodeAt(length) !== unit) length = back[length - 1] ?? 0;
    if (find.charCodeAt(length) === unit) length++;
    back[i] = length;
  }
  return back;
}
