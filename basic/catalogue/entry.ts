/**
 * One keyword as a row of data. The parser, the checker, the effect dispatch and the generated docs are all fed
 * from these rows; there is no second list of keywords anywhere.
 */

/**
 * How an operand is written: an expression; `rest` takes all that remain, comma-separated; `where` a WHERE/ORDER BY/LIMIT tail;
 * `block` raw text until END x, with `${}` holes, given as one interpolation.
 */
export type OperandKind = "expr" | "rest" | "where" | "block";

export interface OperandSpec {
  name: string;
  kind: OperandKind;
  /** Soft words that may introduce it in place of a comma: ["AS"], ["TO"]. On the first operand: words that lead the form. */
  after?: readonly string[];
  /** Only such a word introduces it, a comma does not. */
  softOnly?: boolean;
  optional?: boolean;
  /** Reaches no further than a primary: literal, variable with fields, call, parenthesis (the pattern of FORMAT). */
  primary?: boolean;
  /** Bare words that may stand in its place and are handed on as `{ kind: "word" }`. */
  words?: readonly string[];
  /** Only taken when the first operand is this literal text: GET "config", key. */
  whenFirst?: string;
  /** For `rest`: semicolons separate as well. */
  semicolons?: boolean;
  /** For `rest`: name of one more operand that the parser adds, a list with the column name of each operand (variable name, last field of a path) or NULL. */
  columns?: string;
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

export interface KeywordEntry {
  /** Canonical phrase, upper case, single blanks: "SET BOT MEMORY". It names the effect. */
  keyword: string;
  aliases?: readonly string[];
  forms: readonly KeywordForm[];
  /** May stand where a value is due, and what it yields there ("any", "text", "number", "object", "rows"); null = statement only. */
  result: string | null;
  /** May stand as a statement. */
  statement: boolean;
  effect: EffectClass;
  /** Only for `unsafe`. */
  policy?: CrashPolicy;
  /** The parser writes a call of this built-in function, with the operands in order, instead of a keyword node. */
  function?: string;
  /** The parser writes this empty literal instead of a keyword node. */
  literal?: "object" | "array";
  /** Has a grammar of its own in the parser (HEAR); the forms here are for documentation. */
  ownGrammar?: boolean;
  summary: string;
  example: string;
}
