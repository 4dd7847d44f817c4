/** What stands under the pointer: a keyword, a function, a procedure, a variable, a label, a method. */
import type { Hover, Position } from "vscode-languageserver";
import { FUNCTIONS, METHODS } from "../../basic/functions/index.ts";
import { type Analysis, occurrenceAt, offsetAt, pieceAt, rangeBetween, sameAs } from "./analysis.ts";
import { coreStatement } from "./core-statements.ts";
import { functionMarkdown, keywordAt, keywordMarkdown, statementMarkdown } from "./keyword-text.ts";
import type { Occurrence } from "./occurrences.ts";
import { procedureOf, signatureOf } from "./procedures.ts";

export function hover(analysis: Analysis, position: Position): Hover | null {
  const offset = offsetAt(analysis, position);
  const named = occurrenceAt(analysis, offset);
  if (named) {
    const text = describe(analysis, named);
    if (text !== null) return answer(analysis, text, named.start, named.end);
  }
  const found = pieceAt(analysis, offset);
  if (!found) return null;
  const { line, at } = found;
  const { pieces } = line;
  const { token, isKeyword } = pieces[at]!;
  if (token.kind !== "word" && token.kind !== "text") return null;
  const before = pieces[at - 1]?.token;
  if (before?.kind === "symbol" && (before.upper === "." || before.upper === "?.")) {
    const method = METHODS.get(token.text.toLowerCase());
    return method ? answer(analysis, functionMarkdown(method), token.start, token.end) : null;
  }
  const fn = FUNCTIONS.get(token.upper);
  const isCall = pieces[at + 1]?.token.kind === "symbol" && pieces[at + 1]?.token.upper === "(";
  if (fn && isCall) return answer(analysis, functionMarkdown(fn), token.start, token.end);
  const keyword = keywordAt(pieces, at);
  if (keyword) return answer(analysis, keywordMarkdown(keyword.entry), token.start, token.end);
  if (!isKeyword) return null;
  const next = pieces[at + 1]?.token;
  const core =
    coreStatement(token.upper, next?.kind === "word" ? next.upper : null) ??
    (before?.kind === "word" ? coreStatement(before.upper, token.upper) : null);
  if (core) return answer(analysis, statementMarkdown(core), token.start, token.end);
  return fn ? answer(analysis, functionMarkdown(fn), token.start, token.end) : null;
}

function answer(analysis: Analysis, value: string, start: number, end: number): Hover {
  return { contents: { kind: "markdown", value }, range: rangeBetween(analysis, start, end) };
}

/** Null where the name is no variable of the script but a word of the language: NOW, TODAY. */
function describe(analysis: Analysis, named: Occurrence): string | null {
  const all = sameAs(analysis, named);
  const line = (one: Occurrence): number => rangeBetween(analysis, one.start, one.end).start.line + 1;
  if (named.kind === "procedure") {
    const procedure = procedureOf(analysis, named.key);
    if (!procedure) return null;
    const comment = commentAbove(analysis, procedure.span.line);
    return ["```basic", signatureOf(procedure), "```", ...(comment ? ["", comment] : [])].join("\n");
  }
  const declared = all.find((one) => one.declares);
  if (named.kind === "label")
    return `Label \`${named.name}\`${declared ? `, line ${line(declared)}` : ": there is none of this name"}`;
  const first = declared ?? all.find((one) => one.assigns);
  if (!first) return null;
  const where = named.scope === "" ? "Variable" : `Variable of ${named.scope}`;
  const how = declared ? "declared" : "first set";
  return `${where} \`${first.name}\`, ${how} in line ${line(first)}, used ${all.length} times`;
}

/** The comment lines right above a line. */
function commentAbove({ source, lineStarts }: Analysis, line: number): string {
  const found: string[] = [];
  for (let at = line - 2; at >= 0 && found.length < 20; at--) {
    const text = source.slice(lineStarts[at], lineStarts[at + 1]).trim();
    const comment = /^(?:'|REM\b|\/\/)\s*(.*)$/i.exec(text);
    if (!comment) break;
    found.unshift(comment[1] ?? "");
  }
  return found.join("\n");
}
