/** Keywords and functions as Markdown and as lists of forms, from the catalogue. */

import { PHRASES, type PhraseNode } from "../../basic/catalogue/index.ts";
import { formsOf } from "../../basic/catalogue/spelling.ts";
import { keywordText } from "../../basic/catalogue/texts/index.ts";
import type { Piece } from "../../basic/format/spacing.ts";
import type { BasicFunction } from "../../basic/functions/function.ts";
import type { KeywordEntry } from "../../basic/index.ts";
import type { CoreStatement } from "./core-statements.ts";

const fence = (text: string): string => `\`\`\`basic\n${text}\n\`\`\``;

export function keywordMarkdown(entry: KeywordEntry): string {
  const { summary, example } = keywordText(entry);
  return [fence(formsOf(entry).join("\n")), summary, fence(example)].join("\n\n");
}

export function functionMarkdown({ signature, summary, aliases = [] }: BasicFunction): string {
  return [fence(signature), summary, ...(aliases.length > 0 ? [`Also ${aliases.join(", ")}.`] : [])].join("\n\n");
}

export function statementMarkdown({ syntax, summary }: CoreStatement): string {
  return [fence(syntax), summary].join("\n\n");
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
