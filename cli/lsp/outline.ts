/** What a script consists of, and which parts can be folded away. */

import type { FoldingRange } from "vscode-languageserver";
import { DocumentSymbol, FoldingRangeKind, SymbolKind } from "vscode-languageserver";
import type { Statement } from "../../basic/ast.ts";
import { type Analysis, rangeOf } from "./analysis.ts";
import { parametersOf } from "./procedures.ts";

const MAX_NAME = 60;

export function documentSymbols(analysis: Analysis): DocumentSymbol[] {
  const symbols = symbolsIn(analysis, analysis.script.body);
  return symbols.sort(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  );
}

function symbolsIn(analysis: Analysis, body: readonly Statement[]): DocumentSymbol[] {
  return body.flatMap((s): DocumentSymbol[] => {
    const range = rangeOf(s.span);
    const head = rangeOf({
      ...s.span,
      ...(s.span.endLine > s.span.line ? { endLine: s.span.line, endColumn: s.span.column + 1 } : {}),
    });
    const symbol = (name: string, detail: string, kind: SymbolKind, children: DocumentSymbol[] = []): DocumentSymbol =>
      DocumentSymbol.create(name || "?", detail, kind, range, head, children);
    switch (s.kind) {
      case "procedure": {
        const kind = s.isFunction ? SymbolKind.Function : SymbolKind.Method;
        return [symbol(s.name, `(${parametersOf(s).join(", ")})`, kind, symbolsIn(analysis, s.body))];
      }
      case "label":
        return [symbol(s.key, "label", SymbolKind.Key)];
      case "const":
        return [symbol(s.name, "constant", SymbolKind.Constant)];
      case "param":
        return s.names.map(({ name }) => symbol(name, `parameter ${s.type}`, SymbolKind.Property));
      case "description":
        return [symbol(s.text.slice(0, MAX_NAME), "tool", SymbolKind.Module)];
      case "dim":
        return s.items.map(({ name }) => symbol(name, "variable", SymbolKind.Variable));
      default:
        return [];
    }
  });
}

/** Blocks, statements that take several lines, and runs of comments. */
export function foldingRanges(analysis: Analysis): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  for (const { startLine, endLine, levels } of analysis.regions) {
    // The line of the END stays visible.
    if (levels > 0 && endLine - startLine > 1) ranges.push({ startLine: startLine - 1, endLine: endLine - 2 });
  }
  for (const { first, last } of analysis.lines) {
    if (last - first > 1) ranges.push({ startLine: first - 1, endLine: last - 2 });
  }
  return [...ranges, ...commentRuns(analysis)];
}

function commentRuns({ source, lineStarts, lines }: Analysis): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const taken = new Set(
    lines.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i)),
  );
  let start = -1;
  for (let line = 0; line <= lineStarts.length; line++) {
    const text = source.slice(lineStarts[line] ?? source.length, lineStarts[line + 1]).trim();
    const isComment = line < lineStarts.length && text !== "" && !taken.has(line + 1);
    if (isComment && start < 0) start = line;
    if (isComment || start < 0) continue;
    if (line - start > 1) ranges.push({ startLine: start, endLine: line - 1, kind: FoldingRangeKind.Comment });
    start = -1;
  }
  return ranges;
}
