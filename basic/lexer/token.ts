/** What the lexer makes of a script: words, numerals, strings, symbols, raw block texts and the ends of lines. */

export type TokenKind = "word" | "number" | "string" | "symbol" | "text" | "date" | "eol" | "end";

/** An unparsed `${...}` of a string or block text: the range of the source between the braces. */
export interface Hole {
  start: number;
  end: number;
  line: number;
  /** Offset of the first character of that line, from which columns count. */
  lineStart: number;
}

export interface Token {
  kind: TokenKind;
  /** Words as spelt, with their type mark; symbols as written; other kinds: the source text. */
  text: string;
  /** Upper case for words; the normalised symbol (`==` is `=`, `!=` is `<>`, `#{` is `{`). */
  upper: string;
  /** Value of a numeral; text of a string or block without holes. */
  value: number | string;
  /** Texts and holes in order where a string or block text has holes. */
  parts: (string | Hole)[] | null;
  /** Offsets into the source; the end is exclusive. */
  start: number;
  end: number;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  /** A blank or a line end stands before it. */
  spaced: boolean;
  /** For brackets, after joining: index of the partner, -1 where there is none. */
  match: number;
}
