/** Keywords and functions as Markdown and as lists of forms, from the catalogue. */
import type { KeywordForm, OperandSpec } from "../../basic/catalogue/entry.ts";
import { PHRASES, type PhraseNode } from "../../basic/catalogue/index.ts";
import type { Piece } from "../../basic/format/spacing.ts";
import type { BasicFunction } from "../../basic/functions/function.ts";
import type { KeywordEntry } from "../../basic/index.ts";
import type { CoreStatement } from "./core-statements.ts";

const fence = (text: string): string => `\`\`\`basic\n${text}\n\`\`\``;

export function keywordMarkdown(entry: KeywordEntry): string {
  const forms = formsOf(entry);
  return [fence(forms.join("\n")), entry.summary, fence(entry.example)].join("\n\n");
}

export function functionMarkdown({ signature, summary, aliases = [] }: BasicFunction): string {
  return [fence(signature), summary, ...(aliases.length > 0 ? [`Also ${aliases.join(", ")}.`] : [])].join("\n\n");
}

export function statementMarkdown({ syntax, summary }: CoreStatement): string {
  return [fence(syntax), summary].join("\n\n");
}

/** One line a form: `SET BOT MEMORY key, value`. */
export function formsOf({ keyword, forms }: KeywordEntry): string[] {
  return forms.map((form) => (keyword + operandsOf(form).join("")).replace(/\s+/g, " ").trim());
}

/** The operands of a form, each with what stands before it. */
export function operandsOf({ operands }: KeywordForm): string[] {
  return operands.map((operand, i) => operandText(operand, i === 0));
}

function operandText({ name, kind, after = [], softOnly, optional, words = [] }: OperandSpec, first: boolean): string {
  if (kind === "block") return ` ... ${name} ... END`;
  if (kind === "where") return " [WHERE condition] [ORDER BY column] [LIMIT count]";
  const [lead] = after;
  const separator = lead !== undefined && (softOnly || first) ? ` ${lead} ` : first ? " " : ", ";
  const value = words.length > 0 && kind === "word" ? words.join("|") : name;
  const text = `${separator}${value}${kind === "rest" ? ", ..." : ""}`;
  return optional ? ` [${text.trim()}]` : text;
}

/** The keyword whose phrase holds the piece at `at`, and where it begins. */
export function keywordAt(pieces: readonly Piece[], at: number): { entry: KeywordEntry; from: number } | null {
  for (let from = Math.max(0, at - 4); from <= at; from++) {
    let node: PhraseNode | undefined = PHRASES;
    let best: KeywordEntry | null = null;
    let length = 0;
    for (let i = from; node && i < pieces.length; i++) {
      const { token, isKeyword } = pieces[i]!;
      if (token.kind !== "word" || !isKeyword) {
        // BEGIN TALK: the words behind BEGIN come as one token of text.
        if (token.kind === "text" && i > from)
          node = step(
            node,
            token.text
              .trim()
              .toUpperCase()
              .split(/[\s_]+/),
          );
        if (token.kind === "text" && node?.phrase?.entry) [best, length] = [node.phrase.entry, i - from + 1];
        break;
      }
      node = step(node, token.upper.split("_"));
      if (node?.phrase?.entry) {
        best = node.phrase.entry;
        length = i - from + 1;
      }
    }
    if (best && from + length > at) return { entry: best, from };
  }
  return null;
}

function step(node: PhraseNode, words: readonly string[]): PhraseNode | undefined {
  let next: PhraseNode | undefined = node;
  for (const word of words) next = next?.children.get(word);
  return next;
}
