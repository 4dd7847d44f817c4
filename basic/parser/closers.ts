/** The ends and branches of blocks, and what to make of one that does not fit. */
import { tokenSpan } from "../lexer/lexer.ts";
import type { BlockKind, Parser } from "./parser.ts";
import { followsName } from "./phrases.ts";

export interface Closer {
  /** Kinds of block that it belongs to. */
  kinds: readonly BlockKind[];
  /** As messages name it. */
  name: string;
  /** Tokens that spell it. */
  length: number;
  /** ELSE, CASE, CATCH ...: a branch, not the end. */
  branch: boolean;
}

const ENDS = new Map<string, readonly BlockKind[]>([
  ["IF", ["if"]],
  ["FOR", ["for"]],
  ["WHILE", ["while"]],
  ["DO", ["do"]],
  ["LOOP", ["do"]],
  ["REPEAT", ["repeat"]],
  ["SELECT", ["select"]],
  ["SWITCH", ["select"]],
  ["SUB", ["sub"]],
  ["FUNCTION", ["function"]],
  ["DEF", ["def"]],
  ["TRY", ["try"]],
  ["WITH", ["with"]],
  ["ON", ["event"]],
  ["SCHEDULE", ["schedule"]],
]);

const SINGLE = new Map<string, { kinds: readonly BlockKind[]; branch: boolean }>([
  ["NEXT", { kinds: ["for"], branch: false }],
  ["WEND", { kinds: ["while"], branch: false }],
  ["LOOP", { kinds: ["do"], branch: false }],
  ["UNTIL", { kinds: ["repeat"], branch: false }],
  ["ELSE", { kinds: ["if"], branch: true }],
  ["ELSEIF", { kinds: ["if"], branch: true }],
  ["ELSE_IF", { kinds: ["if"], branch: true }],
  ["CATCH", { kinds: ["try"], branch: true }],
  ["FINALLY", { kinds: ["try"], branch: true }],
]);

/** The end or branch of a block at the cursor, or null. */
export function closerAt(p: Parser): Closer | null {
  const token = p.token;
  if (token.kind === "symbol" && token.upper === "}block")
    return { kinds: ["brace"], name: "}", length: 1, branch: false };
  if (token.kind !== "word") return null;
  const word = token.upper;
  if (word === "CASE" || word === "DEFAULT") {
    // H-4: a variable may be called case.
    if (p.blocks[p.blocks.length - 1]?.kind !== "select" || followsName(p, 1)) {
      if (word === "DEFAULT" || followsName(p, 1) || p.names.procedures.has("case")) return null;
    }
    return { kinds: ["select"], name: word, length: 1, branch: true };
  }
  const single = SINGLE.get(word);
  if (single) {
    if (
      followsName(p, 1) ||
      (word === "NEXT" && p.isWord("IN", 1) && p.isWord("QUEUE", 2)) ||
      (p.isSymbol("(", 1) && word !== "UNTIL" && word !== "ELSEIF")
    )
      return null;
    return { ...single, name: word, length: 1 };
  }
  if (word === "END") {
    const next = p.peek();
    const kinds = next.kind === "word" ? ENDS.get(next.upper) : undefined;
    return kinds && !followsName(p, 1) ? { kinds, name: `END ${next.upper}`, length: 2, branch: false } : null;
  }
  if (!word.startsWith("END")) return null;
  const rest = word.slice(word[3] === "_" ? 4 : 3);
  const kinds = ENDS.get(rest);
  return kinds && !followsName(p, 1) && rest !== "ON" && rest !== "LOOP"
    ? { kinds, name: `END ${rest}`, length: 1, branch: false }
    : null;
}

const CLOSE_HINT: Record<BlockKind, string> = {
  if: "END IF",
  brace: "}",
  for: "NEXT",
  while: "WEND",
  do: "LOOP",
  repeat: "UNTIL",
  select: "END SELECT",
  sub: "END SUB",
  function: "END FUNCTION",
  def: "END DEF",
  try: "END TRY",
  with: "END WITH",
  event: "END ON",
  schedule: "END SCHEDULE",
};

export function closeHint(kind: BlockKind): string {
  return CLOSE_HINT[kind];
}

/**
 * Judges a closer that does not belong to the innermost block. `take`: it is stray and was stepped over, go on in the
 * block; `close`: the innermost block ends here (the closer taken if it was a wrong spelling of its end).
 */
export function judgeCloser(p: Parser, closer: Closer): "take" | "close" {
  const inner = p.blocks[p.blocks.length - 1];
  const span = tokenSpan(p.token);
  const fits = p.blocks.some((block) => closer.kinds.includes(block.kind));
  if (inner && fits) {
    p.report.add(
      "BAS204",
      tokenSpan(inner.token),
      `This ${inner.name} is not closed before the ${closer.name} of line ${span.line}`,
      `write ${closeHint(inner.kind)} before line ${span.line}`,
    );
    return "close";
  }
  if (inner && !closer.branch && endsShort(p, inner.kind)) {
    p.report.add(
      "BAS206",
      span,
      `${closer.name} does not close the ${inner.name} of line ${inner.token.line}`,
      `write ${closeHint(inner.kind)}`,
    );
    p.skipLine();
    return "close";
  }
  const kind = closer.kinds[0]!;
  const depth = p.blocks.length;
  const known = p.orphan?.kind === kind && p.orphan.depth === depth;
  p.orphan = closer.branch ? { kind, depth } : null;
  if (known) {
    p.skipLine();
    return "take";
  }
  p.report.add(
    "BAS205",
    span,
    `${closer.name} has no ${OPENERS[kind]} before it`,
    closer.branch ? "remove it, or begin the block before it" : "remove it, or write the line that opens the block",
  );
  p.skipLine();
  return "take";
}

const OPENERS: Record<BlockKind, string> = {
  if: "IF ... THEN",
  brace: "{",
  for: "FOR",
  while: "WHILE",
  do: "DO",
  repeat: "REPEAT",
  select: "SELECT CASE or SWITCH",
  sub: "SUB",
  function: "FUNCTION",
  def: "DEF",
  try: "TRY",
  with: "WITH",
  event: "ON",
  schedule: "SCHEDULE IN",
};

/** True where the rest of the file has fewer ends of this kind than blocks of it, and `more`, are open. */
export function endsShort(p: Parser, kind: BlockKind, more = 0): boolean {
  let needed = more;
  for (const block of p.blocks) if (block.kind === kind) needed++;
  const at = p.at;
  // Every look ahead is linear; a budget keeps their sum so as well. Without it the block counts as closed.
  if (p.scanBudget <= 0) return false;
  let depth = opens(p, kind) ? 1 : 0;
  p.skipLine();
  while (p.token.kind !== "end" && needed > 0) {
    if (p.token.kind === "eol") {
      p.at++;
      continue;
    }
    const closer = closerAt(p);
    if (closer && !closer.branch && closer.kinds.includes(kind)) {
      if (depth > 0) depth--;
      else needed--;
    } else if (opens(p, kind)) {
      depth++;
    }
    p.skipLine();
  }
  p.scanBudget -= p.at - at;
  p.at = at;
  return needed > 0;
}

/** True where the line at the cursor opens a block of this kind. */
function opens(p: Parser, kind: BlockKind): boolean {
  if (p.token.kind !== "word" || followsName(p, 1)) return false;
  switch (p.token.upper) {
    case "IF": {
      if (kind !== "if") return false;
      let last = p.at;
      while (!p.atLineEnd(last + 1 - p.at)) last++;
      const token = p.tokens[last]!;
      return token.kind === "word" && token.upper === "THEN";
    }
    case "FOR":
      return kind === "for";
    case "WHILE":
      return kind === "while";
    case "DO":
      return kind === "do";
    case "REPEAT":
      return kind === "repeat";
    case "SELECT":
    case "SWITCH":
      return kind === "select";
    case "SUB":
      return kind === "sub";
    case "FUNCTION":
      return kind === "function";
    case "TRY":
      return kind === "try";
    case "WITH":
      return kind === "with";
    case "ON":
      return kind === "event" && !p.isWord("ERROR", 1);
    case "SCHEDULE":
      return kind === "schedule" && p.isWord("IN", 1);
    default:
      return false;
  }
}
