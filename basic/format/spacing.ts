/** The blank between two tokens of a line. */
import type { Token } from "../lexer/token.ts";
import { INFIX_WORDS } from "../lexer/words.ts";
import { SPACED_KEYWORDS } from "../parser/classic/blanks.ts";

/** A token with what its place makes of it. */
export interface Piece {
  token: Token;
  /** As it is written. */
  text: string;
  /** A word of the language, and no name. */
  isKeyword: boolean;
  /** A number at the head of its line. */
  isLineNumber: boolean;
  /** Belongs to a text without quotes, which stays as it is. */
  isBare: boolean;
  /** An operand can end with it. */
  endsOperand: boolean;
  /** A sign before its operand. */
  isUnary: boolean;
  /** For a colon: that of `c ? a : b`, of an object's pair, or one that ends a label or a statement. */
  colon: "choice" | "pair" | "end" | null;
}

const OPENING: ReadonlySet<string> = new Set(["(", "["]);
const CLOSING: ReadonlySet<string> = new Set([")", "]"]);

/** "" or one blank. A blank means something before `(`, `[` and `.`: there it stays as it was. */
export function blankBetween(before: Piece, piece: Piece): string {
  const a = before.token;
  const b = piece.token;
  const kept = b.start > a.end ? " " : "";
  // Numbered programs demand the blank that they have behind a line number and around keywords (reference 7.5.2).
  if (before.isLineNumber || (before.isUnary && b.kind === "word" && SPACED_KEYWORDS.has(b.upper))) return kept;
  // A blank would make it the sign that the line goes on.
  if (b.kind === "word" && b.text === "_") return kept;
  if (isSymbol(b, ".") || isSymbol(b, "?.") || isSymbol(a, ".") || isSymbol(a, "?.")) return kept;
  if (a.kind === "symbol" && OPENING.has(a.text)) return "";
  if (b.kind === "symbol") {
    if (CLOSING.has(b.text)) return "";
    if (b.text === "," || b.text === ";") return before.isKeyword && !before.endsOperand ? " " : "";
    if (OPENING.has(b.text)) return before.isUnary ? "" : joins(before) ? " " : kept;
    if (piece.colon === "pair" || piece.colon === "end") return "";
    if (b.text === "}" && (isSymbol(a, "{") || isSymbol(a, "#{"))) return "";
  }
  if (before.isUnary || isSymbol(a, "#")) return "";
  return " ";
}

/** True for an operator, a comma and the like: behind it a bracket begins an operand, whatever the blank. */
function joins({ token, isKeyword }: Piece): boolean {
  return token.kind === "symbol" ? !CLOSING.has(token.text) : isKeyword && INFIX_WORDS.has(token.upper);
}

export function isSymbol(token: Token, text: string): boolean {
  return token.kind === "symbol" && token.text === text;
}

/** Sorts out signs and colons of one logical line, whose words have been told apart. */
export function judgePieces(pieces: Piece[]): void {
  /** For each open bracket, whether it is a brace, and how many `?` wait for their colon. */
  const open: { brace: boolean; choices: number }[] = [{ brace: false, choices: 0 }];
  pieces.forEach((piece, i) => {
    const { token } = piece;
    if (token.kind !== "symbol") return;
    const around = open[open.length - 1]!;
    const before = pieces[i - 1];
    switch (token.upper) {
      case "(":
      case "[":
        open.push({ brace: false, choices: 0 });
        break;
      case "{":
        open.push({ brace: true, choices: 0 });
        break;
      case ")":
      case "]":
      case "}":
        if (open.length > 1) open.pop();
        break;
      case "?":
        around.choices++;
        break;
      case ":":
        if (around.choices > 0) {
          around.choices--;
          piece.colon = "choice";
        } else piece.colon = around.brace ? "pair" : "end";
        break;
      case "+":
      case "-":
        piece.isUnary = !before?.endsOperand;
        break;
      case "!":
        piece.isUnary = true;
        break;
    }
  });
}
