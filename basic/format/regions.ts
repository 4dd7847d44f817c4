/** Where the statements of a script stand: which names each holds, and how deep in blocks it lies. */
import type { Literal, Script, Span, Statement } from "../ast.ts";
import { FUNCTIONS } from "../functions/index.ts";

/** The place of one statement, without that of the statements inside it. */
export interface Region {
  start: number;
  end: number;
  startLine: number;
  endLine: number;
  /** Everything that the script calls by a name of its own here, in lower case. */
  names: ReadonlySet<string>;
  /** Places of texts that are written without quotes, such as the words of a schedule: not one character of them changes. */
  bare: readonly { start: number; end: number }[];
  kind: Statement["kind"] | "line";
  /** Levels by which it indents what it holds; 0 where it holds nothing. */
  levels: number;
}

/** A place as one number that grows through the text. */
export function placeOf(line: number, column: number): number {
  return line * COLUMNS + column;
}
/** More columns than a script has characters. */
const COLUMNS = 4_000_000;

/** Properties of the tree whose texts are no names of the script: words of the syntax, and contents of literals. */
const NOT_NAMES: ReadonlySet<string> = new Set(
  `kind op what mode how end as keyword type value parts text word file fn prompt`.split(" "),
);
const LISTS: ReadonlySet<string> = new Set(["body", "else", "catch", "finally", "steps"]);

/** All statements, those inside of others too, in the order of the text; outer ones first. */
export function regionsOf(script: Script, source: string): Region[] {
  const lines = source.split(/\r\n|\n|\r/);
  const own = ownNames(script.body);
  const regions: Region[] = [];
  const pending: Statement[] = [...script.body];
  for (let s = pending.pop(); s !== undefined; s = pending.pop()) {
    const names = new Set<string>();
    const children: Statement[] = [];
    const bare: { start: number; end: number }[] = [];
    gather(s, "", { lines, own, names, children, bare });
    const isBlock = children.length > 0 || HOLDERS.has(s.kind) || spansBlock(s);
    regions.push({ ...region(s.span, s.kind, names, s.kind === "select" ? 2 : isBlock ? 1 : 0), bare });
    if (s.kind === "with") for (const line of s.lines) regions.push(region(line.span, "line", names, 0));
    pending.push(...children);
  }
  return regions.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Blocks that may be empty. */
const HOLDERS: ReadonlySet<string> = new Set(["with", "procedure"]);

/** An empty IF, loop or the like still ends on another line than it begins. */
function spansBlock(s: Statement): boolean {
  return s.span.endLine > s.span.line && /^(if|for|for-each|while|do|try|select)$/.test(s.kind);
}

function region(span: Span, kind: Region["kind"], names: ReadonlySet<string>, levels: number): Region {
  const { line, endLine } = span;
  return { start: startOf(span), end: endOf(span), startLine: line, endLine, names, bare: [], kind, levels };
}

interface Gathered {
  /** Of the source. */
  lines: readonly string[];
  /** Names that the script uses anywhere. */
  own: ReadonlySet<string>;
  names: Set<string>;
  children: Statement[];
  bare: { start: number; end: number }[];
}

/** Walks a node without the statements inside it, which it lists. */
function gather(node: unknown, key: string, into: Gathered): void {
  if (typeof node === "string") {
    if (!NOT_NAMES.has(key)) into.names.add(node.toLowerCase());
    return;
  }
  if (typeof node !== "object" || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) {
      if (LISTS.has(key) && isStatement(item)) into.children.push(item);
      else gather(item, key, into);
    }
    return;
  }
  noteUnquoted(node, into);
  const isCall = "kind" in node && node.kind === "call" && "key" in node && isBuiltIn(String(node.key), into.own);
  // What is assigned to is the script's own, even where a function has its name.
  const isFunction = isCall && key !== "target";
  for (const [name, value] of Object.entries(node)) {
    if (name === "span" || (isFunction && (name === "name" || name === "key"))) continue;
    gather(value, name, into);
  }
}

/**
 * A text of the tree that has no quotes in the source: its words are names of something, and where they stand there just as
 * in the tree, they are one bare text. Literals inside of filters have no place of their own.
 */
function noteUnquoted(node: object, into: Gathered): void {
  if (!("kind" in node && node.kind === "literal" && "value" in node && "span" in node && node.span)) return;
  const { value, span } = node as Literal;
  if (typeof value !== "string" || value.length > MAX_UNQUOTED) return;
  const rows = into.lines.slice(span.line - 1, span.endLine);
  if (/^["'#]/.test(rows[0]?.slice(span.column - 1) ?? '"')) return;
  for (const [word] of value.matchAll(/[\p{L}_][\p{L}\p{M}\p{Nd}_]*/gu)) into.names.add(word.toLowerCase());
  rows[rows.length - 1] = rows[rows.length - 1]!.slice(0, span.endColumn - 1);
  rows[0] = rows[0]!.slice(span.column - 1);
  if (rows.join(" ").replace(/\s+/g, " ") === value.replace(/\s+/g, " "))
    into.bare.push({ start: startOf(span), end: endOf(span) });
}
/** Longer ones are block texts. */
const MAX_UNQUOTED = 10_000;

const startOf = ({ line, column }: Span): number => placeOf(line, column);
const endOf = ({ endLine, endColumn }: Span): number => placeOf(endLine, endColumn);

function isStatement(node: unknown): node is Statement {
  return typeof node === "object" && node !== null && "kind" in node && "span" in node;
}

/** A function of the language that the script calls nothing of its own by. */
function isBuiltIn(key: string, own: ReadonlySet<string>): boolean {
  return FUNCTIONS.has(key.toUpperCase()) && !own.has(key);
}

/** Keys of all variables and procedures. */
function ownNames(body: readonly Statement[]): Set<string> {
  const keys = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if (Array.isArray(node)) {
      for (const item of node) visit(item);
      return;
    }
    if ("key" in node && typeof node.key === "string" && !("kind" in node && node.kind === "call")) keys.add(node.key);
    for (const [name, value] of Object.entries(node)) if (name !== "span") visit(value);
  };
  visit(body);
  return keys;
}
