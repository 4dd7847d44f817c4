/** What may stand at the cursor. */

import type { CompletionItem, Position } from "vscode-languageserver";
import { CompletionItemKind } from "vscode-languageserver";
import { formsOf } from "../../basic/catalogue/spelling.ts";
import { FUNCTIONS, METHODS } from "../../basic/functions/index.ts";
import { HEAR_TYPE_WORDS } from "../../basic/hear/types.ts";
import { CATALOGUE } from "../../basic/index.ts";
import { PARAM_TYPES } from "../../basic/tools/types.ts";
import { type Analysis, type Neighbours, offsetAt, rangeBetween } from "./analysis.ts";
import { CORE_STATEMENTS } from "./core-statements.ts";
import { cursorAt } from "./cursor.ts";
import { functionMarkdown, keywordMarkdown, statementMarkdown } from "./keyword-text.ts";
import { parametersOf, proceduresOf } from "./procedures.ts";

const DIM_TYPES = ["STRING", "INTEGER", "LONG", "SINGLE", "DOUBLE", "NUMBER", "BOOLEAN", "DATE", "OBJECT", "ARRAY"];
const LITERALS = ["TRUE", "FALSE", "NULL"];

export function completion(analysis: Analysis, position: Position, neighbours: Neighbours): CompletionItem[] {
  const cursor = cursorAt(analysis, position);
  if (cursor.place === "nothing") return [];
  const offset = offsetAt(analysis, position);
  const replacing = (items: CompletionItem[], start: number): CompletionItem[] => {
    const range = rangeBetween(analysis, start, offset);
    return items.map((item) => ({ ...item, filterText: item.label, textEdit: { range, newText: item.label } }));
  };
  if (cursor.place === "string") return replacing(inString(cursor.code, neighbours), cursor.start);
  const { code, word, wordStart, inHole } = cursor;
  const before = code.slice(0, code.length - word.length);
  if (/\.\s*$/.test(before)) return replacing(methods(), wordStart);
  if (/\bAS\s+$/i.test(before)) {
    const types = /^\s*HEAR\b/i.test(code)
      ? HEAR_TYPE_WORDS
      : /^\s*PARAM\b/i.test(code)
        ? PARAM_TYPES
        : /^\s*(?:DIM|REDIM|LOCAL|SUB|FUNCTION)\b/i.test(code)
          ? DIM_TYPES
          : [];
    if (types.length > 0)
      return replacing(
        types.map((label) => ({ label, kind: CompletionItemKind.TypeParameter })),
        wordStart,
      );
  }
  if (/\b(?:GOTO|GOSUB|RESUME|RESTORE)\s+$/i.test(before)) return replacing(labels(analysis), wordStart);
  if (!inHole && /^\s*[\p{L}_ ]*$/u.test(code)) {
    // All words so far may be the beginning of a phrase: SET BO.
    const typed = code.trimStart();
    const statements = statementKeywords().filter(({ label }) => startsPhrase(label, typed));
    if (before.trim() === "")
      return replacing([...statements, ...procedures(analysis), ...variables(analysis)], wordStart);
    if (statements.length > 0 && /\s/.test(typed)) {
      return [
        ...replacing(statements, wordStart + word.length - typed.length),
        ...replacing(operands(analysis), wordStart),
      ];
    }
  }
  return replacing(operands(analysis), wordStart);
}

/** `SET BO` begins `SET BOT MEMORY`. */
function startsPhrase(phrase: string, typed: string): boolean {
  return phrase.startsWith(typed.toUpperCase().replace(/[\s_]+/g, " "));
}

function inString(code: string, { scripts, knowledge }: Neighbours): CompletionItem[] {
  if (/\b(?:CALL|RUN|INCLUDE|ADD[ _]TOOL|USE[ _]TOOL)[\s(]*$/i.test(code))
    return (scripts ?? []).map((label) => ({ label, kind: CompletionItemKind.File, detail: "script" }));
  if (/\b(?:USE|ADD|CLEAR)[ _]KB[\s(]*$/i.test(code))
    return (knowledge ?? []).map((label) => ({ label, kind: CompletionItemKind.Folder, detail: "knowledge" }));
  return [];
}

function statementKeywords(): CompletionItem[] {
  const keywords = CATALOGUE.filter((entry) => entry.statement).map((entry) => ({
    label: entry.keyword,
    kind: CompletionItemKind.Keyword,
    detail: formsOf(entry)[0] ?? entry.keyword,
    documentation: { kind: "markdown" as const, value: keywordMarkdown(entry) },
  }));
  const known = new Set(keywords.map(({ label }) => label));
  const core = CORE_STATEMENTS.flatMap((statement) =>
    statement.words.map((label) => ({
      label,
      kind: CompletionItemKind.Keyword,
      documentation: { kind: "markdown" as const, value: statementMarkdown(statement) },
    })),
  );
  return [...keywords, ...core.filter(({ label }) => !known.has(label))];
}

function operands(analysis: Analysis): CompletionItem[] {
  const values = CATALOGUE.filter((entry) => entry.result !== null).map((entry) => ({
    label: entry.keyword,
    kind: CompletionItemKind.Keyword,
    detail: formsOf(entry)[0] ?? entry.keyword,
    documentation: { kind: "markdown" as const, value: keywordMarkdown(entry) },
  }));
  const functions = [...new Set(FUNCTIONS.values())].map((fn) => ({
    label: fn.name,
    kind: CompletionItemKind.Function,
    detail: fn.signature,
    documentation: { kind: "markdown" as const, value: functionMarkdown(fn) },
  }));
  const literals = LITERALS.map((label) => ({ label, kind: CompletionItemKind.Constant }));
  return [...variables(analysis), ...procedures(analysis), ...functions, ...values, ...literals];
}

function methods(): CompletionItem[] {
  return [...new Set(METHODS.values())].map((method) => ({
    label: method.name,
    kind: CompletionItemKind.Method,
    detail: method.signature,
    documentation: { kind: "markdown", value: functionMarkdown(method) },
  }));
}

/** First spellings; one that is only read may be a slip of the pen and is not offered. */
function variables({ occurrences }: Analysis): CompletionItem[] {
  const found = new Map<string, CompletionItem>();
  for (const { kind, key, name, assigns, declares } of occurrences) {
    if (kind === "variable" && (assigns || declares) && !found.has(key))
      found.set(key, { label: name, kind: CompletionItemKind.Variable });
  }
  return [...found.values()];
}

function procedures(analysis: Analysis): CompletionItem[] {
  return proceduresOf(analysis).map((procedure) => ({
    label: procedure.name,
    kind: procedure.isFunction ? CompletionItemKind.Function : CompletionItemKind.Method,
    detail: `${procedure.name}(${parametersOf(procedure).join(", ")})`,
  }));
}

function labels({ occurrences }: Analysis): CompletionItem[] {
  const names = new Set(occurrences.filter((one) => one.kind === "label" && one.declares).map((one) => one.name));
  return [...names].map((label) => ({ label, kind: CompletionItemKind.Reference }));
}
