/** A quick pass over the tokens: which words the script assigns, which procedures it has, how marked names are identified. */
import type { Token } from "../lexer/token.ts";

export class ScriptNames {
  /** Upper-case words that the script assigns anywhere; where a rule leaves a choice they are variables (reference 1.8). */
  readonly assigned = new Set<string>();
  /** Keys of SUBs and FUNCTIONs. */
  readonly procedures = new Set<string>();
  /** Names that occur with more than one spelling of their mark: only then `name$` and `name` differ. */
  private readonly ambiguous = new Set<string>();

  constructor(tokens: readonly Token[]) {
    const spellings = new Map<string, string>();
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      if (token.kind !== "word" || isField(tokens[i - 1])) continue;
      const mark = markOf(token.text);
      const base = (mark ? token.text.slice(0, -1) : token.text).toLowerCase();
      const seen = spellings.get(base);
      if (seen === undefined) spellings.set(base, mark);
      else if (seen !== mark) this.ambiguous.add(base);
    }
    this.collect(tokens);
  }

  /** What identifies a variable, procedure or label: lower case, without its mark unless two spellings occur. */
  keyOf(name: string): string {
    const lower = name.toLowerCase();
    if (!markOf(lower)) return lower;
    const base = lower.slice(0, -1);
    return this.ambiguous.has(base) ? lower : base;
  }

  private collect(tokens: readonly Token[]): void {
    let inWith = false;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      const before = tokens[i - 1];
      const begins =
        !before ||
        before.kind === "eol" ||
        (before.kind === "symbol" && before.upper === ":") ||
        (before.kind === "word" && (before.upper === "THEN" || before.upper === "ELSE"));
      if (!begins || token.kind !== "word") continue;
      const next = tokens[i + 1]!;
      if (next.kind === "symbol") {
        // The left side of a line in WITH is a field, not a variable.
        if (!inWith && ASSIGNING.has(next.upper) && !(next.upper === "[" && next.spaced))
          this.assigned.add(token.upper);
        if (!inWith && next.upper === "(" && next.match >= 0 && isSymbol(tokens[next.match + 1], "="))
          this.assigned.add(token.upper);
        continue;
      }
      if (next.kind !== "word") continue;
      switch (token.upper) {
        case "LET":
        case "SET":
          if (["=", ".", "["].some((sign) => isSymbol(tokens[i + 2], sign))) this.assigned.add(next.upper);
          // SET name, value sets the variable as well as the key.
          if (token.upper === "SET" && isSymbol(tokens[i + 2], ",")) this.assigned.add(next.upper);
          break;
        case "FOR":
          this.assigned.add(
            next.upper === "EACH" && tokens[i + 2]?.kind === "word" && tokens[i + 2]!.upper !== "IN"
              ? tokens[i + 2]!.upper
              : next.upper,
          );
          break;
        case "WITH":
          this.assigned.add(next.upper);
          inWith = true;
          break;
        case "END":
          if (next.upper === "WITH") inWith = false;
          break;
        case "CATCH":
          this.assigned.add(next.upper);
          break;
        case "DIM":
        case "REDIM":
        case "LOCAL":
        case "CONST":
        case "PARAM":
        case "HEAR":
          this.listed(tokens, i + 1);
          break;
        case "WAIT":
        case "CARD":
          this.behind(tokens, i + 1, token.upper === "CARD" ? "TO" : "AS");
          break;
        case "SUB":
        case "FUNCTION":
          this.procedures.add(this.keyOf(next.text));
          // Without a list of parameters, what comes next is the first statement of the body.
          if (isSymbol(tokens[i + 2], "(")) this.listed(tokens, i + 3);
          break;
        default:
          break;
      }
    }
  }

  /** The name behind the last such word of the line: WAIT FOR RESPONSE AS v, CARD a, b TO v. */
  private behind(tokens: readonly Token[], at: number, word: string): void {
    let name: Token | undefined;
    for (let i = at; i < tokens.length && tokens[i]!.kind !== "eol"; i++) {
      if (tokens[i]!.kind === "word" && tokens[i]!.upper === word) name = tokens[i + 1];
    }
    if (name?.kind === "word") this.assigned.add(name.upper);
  }

  /** Names of a list `a, b(3) AS T, c` from `at` on. */
  private listed(tokens: readonly Token[], at: number): void {
    let due = true;
    for (let i = at; i < tokens.length; i++) {
      const token = tokens[i]!;
      if (token.kind === "eol" || token.kind === "end") return;
      if (token.kind === "word" && due) {
        if (token.upper === "AS" || token.upper === "WITH") return;
        this.assigned.add(token.upper);
        due = false;
      } else if (token.kind === "symbol") {
        if (token.upper === ",") due = true;
        else if (token.upper === "(" && token.match > i) i = token.match;
      }
    }
  }
}

const ASSIGNING = new Set(["=", "+=", "-=", "*=", "/=", "&=", ".", "["]);

function isSymbol(token: Token | undefined, symbol: string): boolean {
  return token?.kind === "symbol" && token.upper === symbol;
}

function isField(token: Token | undefined): boolean {
  return token?.kind === "symbol" && (token.upper === "." || token.upper === "?.");
}

function markOf(name: string): string {
  const last = name[name.length - 1]!;
  return "$%&!#".includes(last) && name.length > 1 ? last : "";
}
