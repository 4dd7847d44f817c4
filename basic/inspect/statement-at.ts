/** The statement at a place of a script's text. */
import type { Span, Statement } from "../ast.ts";
import { listsOf } from "../compiler/walk.ts";
import { parse } from "../parser/parse.ts";

export interface StatementText extends Span {
  text: string;
}

/** Longest text that is given back, in UTF-16 units. */
const MAX_TEXT = 2000;

/** Finds statements in one script, which is parsed once. */
export class StatementFinder {
  private readonly lines: string[];
  /** Those inside of others come later. */
  private readonly spans: { span: Span; isBlock: boolean }[] = [];

  constructor(source: string, file: string) {
    this.lines = source.split(/\r\n|\r|\n/);
    this.collect(parse(source, file).script.body);
  }

  /**
   * The innermost statement that holds the place, of a block its first line; null where there is none. Lines and columns
   * count from 1, the end is exclusive.
   */
  at(line: number, column: number): StatementText | null {
    const found = this.spans.findLast(({ span }) => {
      const isBehindStart = line > span.line || (line === span.line && column >= span.column);
      return isBehindStart && (line < span.endLine || (line === span.endLine && column < span.endColumn));
    });
    if (!found) return null;
    const { span, isBlock } = found;
    if (!isBlock || span.line === span.endLine) return { ...span, text: this.text(span) };
    const first = { ...span, endLine: span.line, endColumn: (this.lines[span.line - 1] ?? "").length + 1 };
    return { ...first, text: this.text(first) };
  }

  private text({ line, column, endLine, endColumn }: Span): string {
    const own = this.lines.slice(line - 1, endLine);
    own.push((own.pop() ?? "").slice(0, endColumn - 1));
    own[0] = (own[0] ?? "").slice(column - 1);
    return own.join("\n").slice(0, MAX_TEXT);
  }

  private collect(statements: readonly Statement[]): void {
    for (const statement of statements) {
      const lists = statement.kind === "procedure" ? [statement.body] : listsOf(statement);
      this.spans.push({ span: statement.span, isBlock: lists.length > 0 });
      for (const list of lists) this.collect(list);
    }
  }
}
