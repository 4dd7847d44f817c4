/** The names of a classic program: those with different type marks differ (reference 7.1), and DEF FN makes functions. */
import type { Token } from "../../lexer/token.ts";
import { ScriptNames } from "../names.ts";

/** Statements whose operands are variables that they set. */
const SETTING: ReadonlySet<string> = new Set([
  "INPUT",
  "READ",
  "SWAP",
  "DIM",
  "REDIM",
  "STATIC",
  "SHARED",
  "COMMON",
  "CONST",
  "LINE",
]);

export class ClassicNames extends ScriptNames {
  /** Keys of the functions that DEF defines. */
  readonly functions = new Set<string>();

  constructor(tokens: readonly Token[]) {
    super(tokens);
    let begins = true;
    let isSetting = false;
    tokens.forEach((token, at) => {
      const next = tokens[at + 1];
      if (token.kind === "word") {
        if (isSetting) this.assigned.add(token.upper);
        if (begins) {
          isSetting = SETTING.has(token.upper);
          if (token.upper === "DEF" && next?.kind === "word") this.functions.add(this.keyOf(next.text));
          if (token.upper === "SUB" || token.upper === "FUNCTION") this.announce(tokens, at);
          if (next?.kind === "symbol" && next.upper === "=") this.assigned.add(token.upper);
          if (next?.kind === "symbol" && next.upper === "(" && tokens[next.match + 1]?.upper === "=")
            this.assigned.add(token.upper);
          if ((token.upper === "LET" || token.upper === "FOR") && next) this.assigned.add(next.upper);
        }
      }
      if (token.kind === "eol") isSetting = false;
      const isLineNumber = token.kind === "number" && begins;
      const isSeparator = token.kind === "symbol" && token.upper === ":";
      begins =
        isLineNumber ||
        token.kind === "eol" ||
        isSeparator ||
        (token.kind === "word" && (token.upper === "THEN" || token.upper === "ELSE"));
      if (begins) isSetting = false;
    });
  }

  /** With its mark: `A`, `A$` and `A%` are three names. */
  override keyOf(name: string): string {
    return name.toLowerCase();
  }

  private announce(tokens: readonly Token[], at: number): void {
    const name = tokens[at + 1];
    if (name?.kind !== "word") return;
    this.procedures.add(this.keyOf(name.text));
    for (let i = at + 2; tokens[i] && tokens[i]!.kind !== "eol"; i++) {
      const token = tokens[i]!;
      if (token.kind === "word") this.assigned.add(token.upper);
    }
  }
}
