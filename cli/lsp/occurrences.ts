/**
 * Where a script names what: variables, procedures and labels, each with all the places of its name, those in the `${}`
 * holes of texts too. The tree gives most places; where it only keeps a name, the statement's tokens are searched for it.
 */
import type { Expr, Procedure, Script, Span, Statement } from "../../basic/ast.ts";
import { FUNCTIONS } from "../../basic/functions/index.ts";
import type { Token } from "../../basic/lexer/token.ts";

export type SymbolKind = "variable" | "procedure" | "label";

export interface Occurrence {
  kind: SymbolKind;
  /** What identifies it, in lower case. */
  key: string;
  /** Key of the procedure that it belongs to; "" for the script's own. */
  scope: string;
  /** As it stands there. */
  name: string;
  /** Offsets into the source. */
  start: number;
  end: number;
  /** Declared here: a parameter, DIM, CONST, a SUB, a label. */
  declares: boolean;
  /** It is given a value here. */
  assigns: boolean;
  /** `{name}` is short for `{name: name}`: a new name must not change the key. */
  isShorthand: boolean;
}

export interface SourceText {
  text: string;
  /** Offset of each line's first character. */
  lineStarts: readonly number[];
}

/** All occurrences in the order of the text, one a place. */
export function findOccurrences(script: Script, tokens: readonly Token[], source: SourceText): Occurrence[] {
  const finder = new Finder(script, tokens, source);
  finder.statements(script.body, null);
  return finder.found();
}

const MARK = /[$%&!#]$/;

class Finder {
  private readonly tokens: readonly Token[];
  private readonly source: SourceText;
  private readonly procedures = new Map<string, Procedure>();
  /** Names declared with bounds: brackets behind them mean an element. */
  private readonly arrays = new Set<string>();
  private readonly owned = new Map<Procedure, Set<string>>();
  private readonly byStart = new Map<number, Occurrence>();
  /** Offsets of names that are keys of an object as well. */
  private readonly shorthands = new Set<number>();

  constructor(script: Script, tokens: readonly Token[], source: SourceText) {
    this.tokens = tokens;
    this.source = source;
    visitAll(script.body, (node) => {
      if (isProcedure(node) && !this.procedures.has(node.key)) this.procedures.set(node.key, node);
      if (node.kind === "dim") for (const { key, bounds } of node.items) if (bounds?.length > 0) this.arrays.add(key);
      return true;
    });
  }

  found(): Occurrence[] {
    return [...this.byStart.values()].sort((a, b) => a.start - b.start);
  }

  statements(list: readonly Statement[], owner: Procedure | null): void {
    for (const statement of list) this.node(statement, owner, "");
  }

  private node(node: unknown, owner: Procedure | null, property: string): void {
    if (typeof node !== "object" || node === null) return;
    if (Array.isArray(node)) {
      for (const item of node) this.node(item, owner, property);
      return;
    }
    const isPlaced = "span" in node && isSpan(node.span);
    const inner =
      "kind" in node && isPlaced ? this.known(node as Statement | Expr, owner, property) : this.placed(node, owner);
    if (inner === DONE) return;
    for (const [name, value] of Object.entries(node)) if (name !== "span") this.node(value, inner, name);
  }

  /** A parameter of a procedure's head, or a target of a jump. */
  private placed(node: object, owner: Procedure | null): Procedure | null {
    if ("key" in node && typeof node.key === "string" && "span" in node && isSpan(node.span)) {
      const isParameter = "name" in node;
      this.add(isParameter ? "variable" : "label", node.key, node.span, owner, isParameter ? DECLARED : USED);
    }
    return owner;
  }

  /** The owner of what the node holds; DONE where that has been visited. */
  private known(node: Statement | Expr, owner: Procedure | null, property: string): Procedure | null | typeof DONE {
    switch (node.kind) {
      case "name":
        this.name(node.key, node.span, owner, property === "target" || property === "targets" ? ASSIGNED : USED);
        break;
      case "call":
        if (property === "target" || !this.isBuiltIn(node.key))
          this.name(node.key, startOf(node.span, node.name), owner, property === "target" ? ASSIGNED : USED);
        break;
      case "call-statement":
      case "call-value":
        if (typeof node.target === "object" && node.target.kind === "name") {
          if (!this.isBuiltIn(node.target.key)) this.name(node.target.key, node.target.span, owner, USED);
          this.node(node.args, owner, "args");
          return DONE;
        }
        break;
      case "keyword-statement":
        if (node.handler) this.declared(node.span, node.handler, "procedure", null, USED);
        break;
      case "object":
        for (const { key, value } of node.entries) {
          if (typeof key === "string" && value.kind === "name" && value.name === key) this.shorthand(value.span);
        }
        break;
      case "procedure":
        this.declared(node.span, node.key, "procedure", null, DECLARED, 1);
        return node;
      case "dim":
      case "param":
        for (const { key } of node.kind === "dim" ? node.items : node.names)
          this.declared(node.span, key, "variable", owner, DECLARED);
        break;
      case "const":
        this.declared(node.span, node.key, "variable", owner, DECLARED);
        break;
      case "label":
        this.declared(node.span, node.key, "label", owner, DECLARED);
        break;
      case "goto":
        this.declared(node.span, node.key, "label", owner, USED);
        break;
      case "restore":
        if (node.key !== null) this.declared(node.span, node.key, "label", owner, USED);
        break;
      case "on-error":
      case "resume":
        if (node.label !== null) this.declared(node.span, node.label, "label", owner, USED);
        break;
      case "for":
      case "for-each":
        this.next(node.span, node.target.key, owner);
        break;
    }
    return owner;
  }

  /** A call of this name is one of the language (reference 3.3: procedures and declared arrays come first). */
  private isBuiltIn(key: string): boolean {
    return FUNCTIONS.has(key.toUpperCase()) && !this.procedures.has(key) && !this.arrays.has(key);
  }

  /** A name in an expression is a procedure's where the script has one of that name. */
  private name(key: string, span: Span, owner: Procedure | null, use: Use): void {
    const procedure = this.procedures.get(key) ?? this.procedures.get(key.replace(MARK, ""));
    if (procedure && !this.ownNames(owner).has(key)) this.add("procedure", procedure.key, span, null, USED);
    else this.add("variable", key, span, owner, use);
  }

  private add(kind: SymbolKind, key: string, span: Span, owner: Procedure | null, use: Use): void {
    const place = this.placeOf(span, key);
    if (!place || this.byStart.has(place.start)) return;
    const scope =
      kind === "label" ? (owner?.key ?? "") : kind === "variable" && this.ownNames(owner).has(key) ? owner!.key : "";
    const name = this.source.text.slice(place.start, place.end);
    this.byStart.set(place.start, {
      kind,
      key,
      scope,
      name,
      ...place,
      ...use,
      isShorthand: this.shorthands.has(place.start),
    });
  }

  /**
   * The offsets of a name. Inside of a hole that writes its quotes as `\"` the tree counts columns without the
   * backslashes, so the name stands as many characters further as there are of them.
   */
  private placeOf(span: Span, key: string): { start: number; end: number } | null {
    const { text, lineStarts } = this.source;
    const from = (lineStarts[span.line - 1] ?? text.length) + span.column - 1;
    for (let shift = 0; shift < 100; shift++) {
      const start = from + shift;
      const word = this.wordAt(start, key);
      if (word !== null && isNamed(word, key)) {
        const hole = text.lastIndexOf("${", start);
        if (shift === 0 || (hole >= 0 && text.slice(hole, start).split('\\"').length - 1 === shift))
          return { start, end: start + word.length };
      }
    }
    return null;
  }

  /** The word that begins at an offset: a token, or inside of a text the letters of a name. */
  private wordAt(start: number, key: string): string | null {
    const token = this.tokens[this.indexAt(start)];
    if (token?.start === start) return token.kind === "word" || token.kind === "number" ? token.text : null;
    const rest = this.source.text.slice(start, start + MAX_NAME);
    const word = WORD.exec(rest)?.[0];
    if (word === undefined) return null;
    return MARK.test(key) && rest[word.length] === key[key.length - 1] ? rest.slice(0, word.length + 1) : word;
  }

  /** Finds a name that the statement keeps without its place: the first token of that name in it, from `skip` on. */
  private declared(span: Span, key: string, kind: SymbolKind, owner: Procedure | null, use: Use, skip = 0): void {
    const from = this.tokenAt(span);
    const end = this.offsetOf(span.endLine, span.endColumn);
    for (let i = from + skip; i < this.tokens.length && this.tokens[i]!.start < end; i++) {
      const token = this.tokens[i]!;
      if ((token.kind !== "word" && token.kind !== "number") || !isNamed(token.text, key)) continue;
      if (this.byStart.has(token.start)) continue;
      this.add(kind, key, tokenSpan(token), owner, use);
      return;
    }
  }

  /** The name behind NEXT. */
  private next(span: Span, key: string, owner: Procedure | null): void {
    const end = this.offsetOf(span.endLine, span.endColumn);
    let i = this.tokenAt({ ...span, line: span.endLine, column: span.endColumn });
    for (let back = 0; back < 40 && i > 0; back++) {
      i--;
      const token = this.tokens[i]!;
      if (token.start >= end) continue;
      if (token.kind === "word" && token.upper === "NEXT") return;
      if (token.kind === "eol") return;
      if (token.kind === "word" && isNamed(token.text, key)) this.add("variable", key, tokenSpan(token), owner, USED);
    }
  }

  /** The name itself is visited behind the object that holds it. */
  private shorthand(span: Span): void {
    const at = this.tokenAt(span);
    const before = this.tokens[at - 1];
    const isPair = before?.kind === "symbol" && before.upper === ":";
    if (this.tokens[at]?.kind === "word" && !isPair) this.shorthands.add(this.tokens[at].start);
  }

  private offsetOf(line: number, column: number): number {
    return (this.source.lineStarts[line - 1] ?? this.source.text.length) + column - 1;
  }

  /** Index of the first token at or behind a place. */
  private tokenAt({ line, column }: Span): number {
    return this.indexAt(this.offsetOf(line, column));
  }

  private indexAt(offset: number): number {
    let low = 0;
    let high = this.tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tokens[middle]!.start < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** What a procedure declares for itself: its parameters, PARAM and DIM in its body. */
  private ownNames(owner: Procedure | null): ReadonlySet<string> {
    if (owner === null) return NONE;
    const known = this.owned.get(owner);
    if (known) return known;
    const names = new Set(owner.params.map((param) => param.key));
    visitAll(owner.body, (node) => {
      if (isProcedure(node)) return false;
      if (node.kind === "dim" && !node.redim) for (const item of node.items) names.add(item.key);
      if (node.kind === "param") for (const item of node.names) names.add(item.key);
      return true;
    });
    this.owned.set(owner, names);
    return names;
  }
}

const DONE = "done";

type Use = Pick<Occurrence, "declares" | "assigns">;
const DECLARED: Use = { declares: true, assigns: false };
const ASSIGNED: Use = { declares: false, assigns: true };
const USED: Use = { declares: false, assigns: false };
const NONE: ReadonlySet<string> = new Set();
const WORD = /^[$@]?[\p{L}_][\p{L}\p{M}\p{Nd}_]*/u;
const MAX_NAME = 300;

/** True where a word, with or without its type mark, is the name of this key. */
function isNamed(word: string, key: string): boolean {
  const lower = word.toLowerCase();
  return lower === key || lower.replace(MARK, "") === key;
}

function visitAll(node: unknown, visit: (node: Statement | Expr) => boolean): void {
  if (typeof node !== "object" || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) visitAll(item, visit);
    return;
  }
  if ("kind" in node && !visit(node as Statement | Expr)) return;
  for (const [name, value] of Object.entries(node)) if (name !== "span") visitAll(value, visit);
}

function isProcedure(node: Statement | Expr): node is Procedure {
  return node.kind === "procedure";
}

function isSpan(span: unknown): span is Span {
  return typeof span === "object" && span !== null && "line" in span;
}

function startOf(span: Span, name: string): Span {
  return { ...span, endLine: span.line, endColumn: span.column + name.length };
}

function tokenSpan({ line, column, endLine, endColumn }: Token): Span {
  return { line, column, endLine, endColumn };
}
