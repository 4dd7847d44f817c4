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
  /** Soft words that may introduce it in place of a comma: ["AS"], ["TO"]. */
  after?: readonly string[];
  optional?: boolean;
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
  summary: string;
  example: string;
}
