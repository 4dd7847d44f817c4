/**
 * One keyword as a row of data. The parser, the checker, the effect dispatch and the generated docs are all fed
 * from these rows; there is no second list of keywords anywhere.
 */
import type { ServiceName } from "./services.ts";

/**
 * How an operand is written: an expression; `rest` takes all that remain, comma-separated; `where` a WHERE/ORDER BY/LIMIT tail;
 * `block` raw text until END x, with `${}` holes, given as one interpolation; `word` one of the bare `words`; `fields` is
 * `name = value, name = value`, given as one object; `set` is the same for columns, whose values may be computed
 * from the row; `name` is a bare name or an expression that yields one; `order` the same with ASC or DESC behind it.
 */
export type OperandKind = "expr" | "rest" | "where" | "block" | "word" | "fields" | "set" | "name" | "order";

export interface OperandSpec {
  name: string;
  kind: OperandKind;
  /**
   * Soft words that may introduce it in place of a comma: ["AS"], ["WITH TEMPLATE"], or "=". On the first operand: words that
   * lead the form.
   */
  after?: string[];
  /** Only such a word introduces it, a comma does not. */
  softOnly?: boolean;
  /** May stand right behind the operand before it, with nothing between; for `rest` also its items (reference 1.8). */
  beside?: boolean;
  optional?: boolean;
  /** Reaches no further than a primary: literal, variable with fields, call, parenthesis (the pattern of FORMAT). */
  primary?: boolean;
  /** Bare words that may stand in its place and are handed on as `{ kind: "word" }`. */
  words?: readonly string[];
  /** Only taken when the first operand is this literal text: GET "config", key. */
  whenFirst?: string;
  /** Inside another list it is taken only where the first operand is no literal text: GET SESSION id, key. */
  unlessText?: boolean;
  /** Inside another list it is taken only where it, or the first operand, is a literal unit of time: DATEDIFF a, b, "day". */
  unit?: boolean;
  /** For `rest`: semicolons separate as well. */
  semicolons?: boolean;
  /** For `rest`: name of one more operand that the parser adds, a list with the column name of each operand (variable name, last field of a path) or NULL. */
  columns?: string;
  /**
   * A filter text (reference 3.9), handed on as its tree: `read` and `write` a condition, `id` a condition or the id of a row,
   * `set` one `column=value`; `sql` is a SELECT. What does not stem from the script's own texts may only be a value in it.
   */
  filter?: "read" | "write" | "id" | "set" | "sql";
  /** Name of one more operand that the parser adds where this one is a bare variable: the variable's name as a text. */
  variable?: string;
}

/** Spelling of one form of the keyword: operands in order. The parser tries the forms in order. */
export interface KeywordForm {
  operands: readonly OperandSpec[];
}

/**
 * What running it twice would do (docs/architecture.md, "Durability").
 * pure: touches the session only; recordable: a read; internal-write: applied once by its key; unsafe: may not be repeated blindly.
 */
export type EffectClass = "pure" | "recordable" | "internal-write" | "unsafe";
/** What happens to an unsafe effect whose outcome is unknown after a crash. */
export type CrashPolicy = "retry" | "ask" | "raise";

/** Pages of the documentation. */
export type KeywordFamily =
  | "conversation"
  | "messages"
  | "tools"
  | "knowledge"
  | "model"
  | "memory"
  | "data"
  | "http"
  | "files"
  | "media"
  | "tasks"
  | "social"
  | "schedule"
  | "bots"
  | "desk"
  | "host"
  | "meetings"
  | "devices"
  | "values"
  | "custom";

export interface KeywordEntry {
  /** Canonical phrase, upper case, single blanks: "SET BOT MEMORY". It names the effect. */
  keyword: string;
  aliases?: readonly string[];
  /** Name of one more operand that the parser adds: the words of the alias used that the keyword does not have (GET X METRICS). */
  aliasOperand?: string;
  /** The page that documents it, and the section of the language's reference that describes it. */
  family: KeywordFamily;
  section: string;
  forms: readonly KeywordForm[];
  /** May stand where a value is due, and what it yields there ("any", "text", "number", "object", "rows"); null = statement only. */
  result: string | null;
  /** May stand as a statement. */
  statement: boolean;
  effect: EffectClass;
  /** Only for `unsafe`. */
  policy?: CrashPolicy;
  /** The part of the product that performs it; a keyword without one is performed by the language or by the conversation itself. */
  service?: ServiceName;
  /**
   * Acts when the package loads (reference 3.13): `always` stands at the top level only and needs fixed operands; `constant` does so
   * at the top level with fixed operands, and is an ordinary effect elsewhere; `also` acts as `constant` does, and is an
   * effect everywhere.
   */
  load?: "always" | "constant" | "also";
  /** Opens a block of statements up to this line, which becomes a function of its own: "END ON". */
  blockEnd?: string;
  /** The block may be left out; then the script itself is what runs. */
  blockOptional?: boolean;
  /** The parser writes a call of this built-in function, with the operands in order, instead of a keyword node. */
  function?: string;
  /** The parser writes this empty literal instead of a keyword node. */
  literal?: "object" | "array";
  /** Has a grammar of its own in the parser (HEAR); the forms here are for documentation. */
  ownGrammar?: boolean;
  /** Words for people of a keyword that a host adds; those of the catalogue stand in texts/. */
  summary?: string;
  example?: string;
}

/** What a keyword does, in a sentence, and a program that uses it. */
export interface KeywordText {
  summary: string;
  example: string;
}
