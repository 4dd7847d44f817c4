/**
 * Masks of LIKE: `*` and `%` stand for any run, `?` and `_` for one character. The runs cut the mask into pieces that must
 * stand in the text one behind the other; each is looked for from the left (Knuth, Morris and Pratt's search), so that the
 * work grows with the sum of both lengths. A piece with `?` in it is compared place by place, and charged for that.
 */
import type { OperationContext } from "./context.ts";

const isRun = (symbol: string): boolean => symbol === "*" || symbol === "%";
const isOne = (symbol: string): boolean => symbol === "?" || symbol === "_";

/** Whether the whole text fits the mask; both as characters, in one case. */
export function matchesMask(text: readonly string[], mask: readonly string[], context: OperationContext): boolean {
  const pieces = piecesOf(mask);
  const [first = []] = pieces;
  const last = pieces.at(-1) ?? [];
  if (pieces.length === 1) return first.length === text.length && fitsAt(text, 0, first);
  const end = text.length - last.length;
  if (first.length > end || !fitsAt(text, 0, first) || !fitsAt(text, end, last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = piece.some(isOne) ? scan(text, piece, at, end, context) : search(text, piece, at, end);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}

/** What stands between the runs; an empty piece where the mask begins or ends with one. */
function piecesOf(mask: readonly string[]): string[][] {
  const pieces: string[][] = [[]];
  for (const symbol of mask) {
    if (isRun(symbol)) pieces.push([]);
    else pieces.at(-1)?.push(symbol);
  }
  return pieces.filter((piece, i) => piece.length > 0 || i === 0 || i === pieces.length - 1);
}

function fitsAt(text: readonly string[], at: number, piece: readonly string[]): boolean {
  return piece.every((symbol, i) => isOne(symbol) || symbol === text[at + i]);
}

/** First place from `at` on where the piece ends at or before `end`, or -1. */
function scan(
  text: readonly string[],
  piece: readonly string[],
  at: number,
  end: number,
  context: OperationContext,
): number {
  for (let place = at; place + piece.length <= end; place++) {
    let fitting = 0;
    while (fitting < piece.length && (isOne(piece[fitting] ?? "") || piece[fitting] === text[place + fitting]))
      fitting++;
    if (fitting === piece.length) return place;
    context.charge(1 + fitting / 16);
  }
  return -1;
}

function search(text: readonly string[], piece: readonly string[], at: number, end: number): number {
  const back = fallbacks(piece);
  let fitting = 0;
  for (let place = at; place < end; place++) {
    while (fitting > 0 && piece[fitting] !== text[place]) fitting = back[fitting - 1] ?? 0;
    if (piece[fitting] === text[place]) fitting++;
    if (fitting === piece.length) return place - piece.length + 1;
  }
  return -1;
}

/** For each place of the piece: how much of its beginning ends there as well. */
function fallbacks(piece: readonly string[]): Int32Array {
  const back = new Int32Array(piece.length);
  let length = 0;
  for (let i = 1; i < piece.length; i++) {
    while (length > 0 && piece[i] !== piece[length]) length = back[length - 1] ?? 0;
    if (piece[i] === piece[length]) length++;
    back[i] = length;
  }
  return back;
}
