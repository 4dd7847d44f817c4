/** Finds keyword phrases in the tokens, and says where a word can begin an operand (reference 1.8). */
import { PHRASES, type Phrase, type PhraseNode, SOFT_WORDS } from "../catalogue/index.ts";
import type { Token } from "../lexer/token.ts";
import { INFIX_WORDS } from "../lexer/words.ts";
import type { Parser } from "./parser.ts";

export interface PhraseMatch {
  phrase: Phrase;
  /** Tokens that spell it. */
  length: number;
}

/** All known phrases that begin at the cursor, shortest first. Underscores count as blanks. */
export function phrasesAt(p: Parser): PhraseMatch[] {
  const found: PhraseMatch[] = [];
  let node: PhraseNode | undefined = PHRASES;
  for (let length = 1; node; length++) {
    const token = p.peek(length - 1);
    if (token.kind !== "word") break;
    if (token.upper.includes("_")) {
      for (const word of token.upper.split("_")) node = node?.children.get(word);
    } else {
      node = node.children.get(token.upper);
    }
    if (node?.phrase) found.push({ phrase: node.phrase, length });
  }
  return found;
}

/** Words that continue or divide a statement and so do not begin an operand, whatever follows. */
const DIVIDERS = new Set([...INFIX_WORDS].filter((word) => word !== "NOT"));

/**
 * True where the token at `distance` can begin an operand on the same line. Signs do not count. A soft word begins one
 * only if it is not followed by an operand itself: then it separates.
 */
export function startsOperand(p: Parser, distance: number, soft: ReadonlySet<string> = SOFT_WORDS): boolean {
  const token = p.peek(distance);
  switch (token.kind) {
    case "string":
    case "number":
    case "date":
      return true;
    case "symbol":
      return (
        token.upper === "(" ||
        token.upper === "{" ||
        (token.upper === "[" && token.spaced) ||
        (token.upper === "." && token.spaced && p.withDepth > 0)
      );
    case "word":
      if (DIVIDERS.has(token.upper) && !p.names.assigned.has(token.upper)) return false;
      return !(soft.has(token.upper) || LOOP_TAILS.has(token.upper)) || !startsPlainOperand(p, distance + 1);
    default:
      return false;
  }
}

/** FOR EACH x IN list LAST 3, and clause words, divide like soft words. */
const LOOP_TAILS = new Set(["FIRST", "LAST", "WHERE", "LIMIT", "OFFSET", "DEFAULT", "TIMEOUT", "RETRIES", "WITH"]);

function startsPlainOperand(p: Parser, distance: number): boolean {
  const token = p.peek(distance);
  if (token.kind === "word") return !DIVIDERS.has(token.upper);
  return (
    token.kind === "string" ||
    token.kind === "number" ||
    (token.kind === "symbol" &&
      (token.upper === "{" || (token.upper === "[" && token.spaced) || (token.upper === "(" && token.spaced)))
  );
}

const ASSIGNMENTS = new Set(["=", "+=", "-=", "*=", "/=", "&="]);

export function isAssignment(token: Token): boolean {
  return token.kind === "symbol" && ASSIGNMENTS.has(token.upper) && token.text !== "==";
}

/**
 * True where what follows the word at `distance` - 1 makes it a name: an assignment sign, a field, an attached index.
 * (`SET_CONTEXT = 1`, `list[0] = x`, `case.status = 2`)
 */
export function followsName(p: Parser, distance: number): boolean {
  const token = p.peek(distance);
  if (token.kind !== "symbol") return false;
  if (isAssignment(token)) return true;
  if (token.upper === "." || token.upper === "?.") return !token.spaced;
  return token.upper === "[" && !token.spaced;
}

/**
 * `name(...) =` assigns to an element; `name(...).x` and `name(...)[i]` go on as an expression. Behind a blank the
 * parenthesis begins an operand: `TALK (row).name`.
 */
export function followsElement(p: Parser, distance: number): boolean {
  const open = p.peek(distance);
  if (open.kind !== "symbol" || open.upper !== "(" || open.match < 0) return false;
  const after = p.tokens[open.match + 1]!;
  if (isAssignment(after)) return true;
  return !open.spaced && after.kind === "symbol" && (after.upper === "[" || after.upper === ".") && !after.spaced;
}
