/**
 * Joins physical lines to logical ones (reference 1.3) by dropping the line ends at which a statement goes on, and pairs
 * the brackets. A bracket that is never closed must not swallow the file: then a line that plainly begins a statement ends it.
 */
import { BROKEN } from "./lexer.ts";
import type { Token } from "./token.ts";
import { INFIX_WORDS } from "./words.ts";

/** `upper` of the braces of `IF c { ... }`. */
const BLOCK_OPEN = "{block";
const BLOCK_CLOSE = "}block";

const PARTNER: Record<string, string> = { ")": "(", "]": "[", "}": "{" };
const BINARY = new Set(["+", "-", "*", "/", "\\", "^", "&", "%", "&&", "||", "??", "<", ">", "<=", ">=", "<>", "?"]);
const BINARY_WORDS = new Set(["AND", "OR", "XOR", "EQV", "IMP", "MOD", "LIKE"]);
const QUERY_WORDS = new Set(["FIND", "UPDATE", "DELETE", "INSERT", "SELECT"]);
const QUERY_TAILS = new Set(["WHERE", "SET", "VALUES", "FROM", "BY"]);
const CONDITION_HEADS = new Set([
  "IF",
  "ELSEIF",
  "ELSE",
  "WHILE",
  "UNTIL",
  "DO",
  "LOOP",
  "RETURN",
  "TALK",
  "PRINT",
  "ASSERT",
  "CASE",
]);
/** Words that, at the start of a line and followed by an operand, can only begin a statement. */
const STATEMENT_WORDS = new Set([
  "TALK",
  "PRINT",
  "IF",
  "FOR",
  "WHILE",
  "SELECT",
  "SWITCH",
  "DIM",
  "CONST",
  "LET",
  "HEAR",
  "CALL",
  "ADD",
  "CLEAR",
  "SET",
  "SUB",
  "FUNCTION",
  "USE",
  "WITH",
  "END",
  "NEXT",
  "ELSEIF",
  "RETURN",
  "PARAM",
  "EXIT",
  "ON",
  "DO",
  "LOOP",
  "CASE",
  "THROW",
  "SAVE",
  "WAIT",
  "GOTO",
  "GOSUB",
  "BEGIN",
  "ELSE",
]);
/** Words that end a block when they stand alone on a line. */
const END_WORDS = new Set([
  "NEXT",
  "WEND",
  "LOOP",
  "ELSE",
  "ENDIF",
  "END",
  "TRY",
  "CATCH",
  "FINALLY",
  "EXIT",
  "RETURN",
  "BREAK",
]);

/** True for a token with which an operand can end. */
export function endsOperand(token: Token | undefined): boolean {
  if (!token) return false;
  if (token.kind === "symbol") return token.upper === ")" || token.upper === "]" || token.upper === "}";
  if (token.kind === "word") return !INFIX_WORDS.has(token.upper);
  return token.kind === "number" || token.kind === "string" || token.kind === "date";
}

/** Joins in place. */
export function joinLines(tokens: Token[]): void {
  const closed = pairBrackets(tokens);
  const open: Token[] = [];
  /** How many of the open brackets are never closed. */
  let dangling = 0;
  let write = 0;
  let statement = 0;
  for (let read = 0; read < tokens.length; read++) {
    const token = tokens[read]!;
    if (token.kind === "symbol") {
      const symbol = token.upper;
      if (symbol === "(" || symbol === "[" || symbol === "{") {
        open.push(token);
        if (!closed.has(token)) dangling++;
      } else if (PARTNER[symbol]) {
        const opener = open.pop();
        if (opener && !closed.has(opener)) dangling--;
      } else if (symbol === BROKEN) {
        open.length = 0;
        dangling = 0;
      } else if (symbol === ":" && open.length === 0) {
        statement = write + 1;
      }
    } else if (token.kind === "eol") {
      const inBracket = open.length > 0;
      const goesOn = inBracket
        ? bracketGoesOn(tokens, write, read, dangling > 0)
        : statementGoesOn(tokens, statement, write, read);
      if (goesOn) continue;
      open.length = 0;
      dangling = 0;
      statement = write + 1;
    }
    tokens[write++] = token;
  }
  tokens.length = write;
  matchIndexes(tokens);
}

/** Finds the openers that have a partner anywhere behind them, and marks brace blocks. */
function pairBrackets(tokens: readonly Token[]): Set<Token> {
  const closed = new Set<Token>();
  const stack: Token[] = [];
  let first = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind === "eol") first = i + 1;
    if (token.kind !== "symbol") continue;
    const symbol = token.upper;
    if (symbol === "{" && tokens[i + 1]?.kind === "eol" && opensBlock(tokens, first, i)) {
      token.upper = BLOCK_OPEN;
      stack.push(token);
    } else if (symbol === "(" || symbol === "[" || symbol === "{") {
      stack.push(token);
    } else if (symbol === BROKEN) {
      while (stack.length > 0 && stack[stack.length - 1]!.upper !== BLOCK_OPEN) stack.pop();
    } else if (PARTNER[symbol]) {
      closeBracket(stack, token, closed);
    }
  }
  return closed;
}

function closeBracket(stack: Token[], token: Token, closed: Set<Token>): void {
  // Search no further than a few levels, so that a file full of wrong closers stays linear.
  for (let i = stack.length - 1; i >= 0 && i >= stack.length - 8; i--) {
    const opener = stack[i]!;
    const isBlock = opener.upper === BLOCK_OPEN;
    if (opener.upper !== PARTNER[token.upper] && !(isBlock && token.upper === "}")) continue;
    if (isBlock) token.upper = BLOCK_CLOSE;
    closed.add(opener);
    stack.length = i;
    return;
  }
}

/** `{` at the end of a line that begins with IF, ELSE or `} ELSE`, where no operand is due (H-40). */
function opensBlock(tokens: readonly Token[], first: number, at: number): boolean {
  let head = tokens[first]!;
  if (head.kind === "symbol" && head.text === "}") head = tokens[first + 1]!;
  if (head.kind !== "word" || (head.upper !== "IF" && head.upper !== "ELSE" && head.upper !== "ELSEIF")) return false;
  const before = tokens[at - 1];
  return endsOperand(before) || (before?.kind === "word" && (before.upper === "ELSE" || before.upper === "THEN"));
}

function matchIndexes(tokens: readonly Token[]): void {
  const stack: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind === "eol") stack.length = 0;
    if (token.kind !== "symbol") continue;
    if (token.upper === "(" || token.upper === "[" || token.upper === "{") {
      stack.push(i);
    } else if (PARTNER[token.upper]) {
      const opener = stack[stack.length - 1];
      if (opener === undefined || tokens[opener]!.upper !== PARTNER[token.upper]) continue;
      stack.pop();
      tokens[opener]!.match = i;
      token.match = opener;
    }
  }
}

function bracketGoesOn(tokens: Token[], write: number, read: number, dangling: boolean): boolean {
  const next = tokens[read + 1];
  if (!next || next.kind === "end") return false;
  if (beginsStatement(tokens, read + 1)) return false;
  if (!dangling) return true;
  // Never closed: go on only while the lines fit together.
  const after = tokens[read + 2];
  if (next.kind === "word" && after?.kind === "symbol" && after.upper === "=" && after.text === "=") return false;
  const fits =
    !endsOperand(tokens[write - 1]) || next.kind === "symbol" || (next.kind === "word" && INFIX_WORDS.has(next.upper));
  return fits;
}

/** True where the line at `at` can only be a new statement. */
function beginsStatement(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]!;
  const next = tokens[at + 1];
  if (token.kind !== "word" || !next) return false;
  if (next.kind === "eol" || next.kind === "end") {
    const below = tokens[at + 2];
    return (
      END_WORDS.has(token.upper) &&
      !(below?.kind === "symbol" && (PARTNER[below.upper] !== undefined || below.upper === ","))
    );
  }
  if (!STATEMENT_WORDS.has(token.upper)) return false;
  if (next.kind === "word") return !INFIX_WORDS.has(next.upper) || (token.upper === "IF" && next.upper === "NOT");
  return next.kind === "string" || next.kind === "number";
}

function statementGoesOn(tokens: Token[], statement: number, write: number, read: number): boolean {
  const next = tokens[read + 1];
  if (!next || next.kind === "end" || write === statement) return false;
  const last = tokens[write - 1]!;
  if (endsWithOperator(tokens, statement, write, last) && !beginsStatement(tokens, read + 1)) {
    return !assigns(tokens, read + 1) || takesComparison(tokens, statement, write, last);
  }
  if (last.kind === "word" && QUERY_TAILS.has(last.upper) && holdsQuery(tokens, statement, write)) return true;
  return next.kind === "word" && beginsClause(tokens, read + 1) && holdsQuery(tokens, statement, write);
}

/** True where the line at `at` begins `name =`. */
function assigns(tokens: readonly Token[], at: number): boolean {
  const sign = tokens[at + 1];
  return tokens[at]!.kind === "word" && sign?.kind === "symbol" && sign.text === "=";
}

/** Where `name = value` on the next line can be a comparison of this statement, or a pair of its SET or WITH list. */
function takesComparison(tokens: readonly Token[], statement: number, write: number, last: Token): boolean {
  if (last.kind === "word") return true;
  const head = tokens[statement]!;
  if (head.kind === "word" && CONDITION_HEADS.has(head.upper) && last.upper !== ",") return true;
  if (last.upper === "&&" || last.upper === "||" || last.upper === "??" || last.upper === "?") return true;
  for (let i = statement; i < write; i++) {
    const token = tokens[i]!;
    if (token.kind === "word" && (token.upper === "SET" || token.upper === "WITH")) return true;
  }
  return false;
}

function endsWithOperator(tokens: readonly Token[], statement: number, write: number, last: Token): boolean {
  const before = write - 1 > statement ? tokens[write - 2] : undefined;
  if (last.kind === "word") {
    if (before?.kind === "symbol" && (before.upper === "." || before.upper === "?.")) return false;
    return last.upper === "NOT" ? before !== undefined : BINARY_WORDS.has(last.upper) && endsOperand(before);
  }
  // A word before a comma is a name, whatever it means elsewhere: SEND MAIL to,
  if (last.kind === "symbol" && last.upper === "," && before?.kind === "word") return true;
  if (last.kind !== "symbol" || !endsOperand(before)) return false;
  if (last.upper === ",") return true;
  // A keyword without an operand before the sign: `TALK -`.
  if (write - 2 === statement && before!.kind === "word" && STATEMENT_WORDS.has(before!.upper)) return false;
  if (last.upper === "=") return comparisonAt(tokens, statement, write - 1);
  return BINARY.has(last.upper);
}

/** The first `=` of a statement assigns; the others compare (H-2). */
function comparisonAt(tokens: readonly Token[], statement: number, at: number): boolean {
  if (tokens[statement]!.kind === "word" && CONDITION_HEADS.has(tokens[statement]!.upper)) return true;
  for (let i = statement; i < at; i++) if (tokens[i]!.kind === "symbol" && tokens[i]!.upper === "=") return true;
  return false;
}

/** True where the statement so far holds FIND, UPDATE, DELETE, INSERT or SELECT as a keyword. */
function holdsQuery(tokens: readonly Token[], statement: number, write: number): boolean {
  for (let i = statement; i < write - 1; i++) {
    const token = tokens[i]!;
    const next = tokens[i + 1]!;
    if (token.kind !== "word" || !QUERY_WORDS.has(token.upper)) continue;
    if (token.upper === "SELECT" && next.kind === "word" && next.upper === "CASE") continue;
    if (next.kind === "string" || next.kind === "text") return true;
    if (next.kind === "word" && !INFIX_WORDS.has(next.upper)) return true;
    if (next.kind === "symbol" && next.upper === "(" && next.spaced) return true;
  }
  return false;
}

/** WHERE, ORDER BY, LIMIT ... at the start of a line, unless that line is an assignment (`limit = 5`). */
function beginsClause(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at]!.upper;
  const next = tokens[at + 1];
  const nextWord = next?.kind === "word" ? next.upper : "";
  let after = at + 1;
  switch (word) {
    case "WHERE":
    case "LIMIT":
    case "OFFSET":
    case "FROM":
    case "JOIN":
    case "ORDER_BY":
    case "GROUP_BY":
      break;
    case "ORDER":
    case "GROUP":
      if (nextWord !== "BY") return false;
      after = at + 2;
      break;
    case "INNER":
    case "LEFT":
    case "RIGHT":
    case "CROSS":
      if (nextWord !== "JOIN") return false;
      after = at + 2;
      break;
    default:
      return false;
  }
  const token = tokens[after];
  if (token?.kind !== "symbol") return true;
  if (token.upper === "=" || token.upper === "." || token.upper === "[") return false;
  if (token.upper !== "(") return true;
  let depth = 0;
  for (let i = after; i < tokens.length && tokens[i]!.kind !== "eol"; i++) {
    const symbol = tokens[i]!.kind === "symbol" ? tokens[i]!.upper : "";
    if (symbol === "(") depth++;
    else if (symbol === ")" && --depth === 0)
      return !(tokens[i + 1]?.kind === "symbol" && tokens[i + 1]!.upper === "=");
  }
  return true;
}
