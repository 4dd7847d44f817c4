/**
 * Files that hold several tools (reference 4.3, H-38). A DESCRIPTION at top level, with the PARAM lines right before or
 * behind it, opens a tool that lasts until the next such head. Each tool becomes a procedure over the script's own
 * variables, and the script's body calls the one that a hidden variable names: the first, where it names none.
 */
import type { Call, Name, Procedure, Script, Span, Statement } from "../ast.ts";
import type { ToolParameter, ToolSegment } from "../program.ts";
import { TOOL_VARIABLE, titleSlug } from "../tools/segment-name.ts";
import { describeTool } from "./tool-head.ts";

interface SegmentedScript {
  /** Statements before the first head, which every tool runs first, then the choice of the tool, then all procedures. */
  body: Statement[];
  /** In the order of the file; `procedure` is the key of its procedure. */
  tools: (Omit<ToolSegment, "function"> & { procedure: string })[];
}

/** The script as tools; null where it holds at most one DESCRIPTION. */
export function splitTools(script: Script): SegmentedScript | null {
  const heads = headsOf(script.body);
  if (heads.length < 2) return null;
  const procedures = script.body.filter((s) => s.kind === "procedure");
  const shared = script.body.slice(0, heads[0]).filter((s) => s.kind !== "procedure");
  const tools: SegmentedScript["tools"] = [];
  const made: Procedure[] = heads.map((start, index) => {
    const end = heads[index + 1] ?? script.body.length;
    const statements = script.body.slice(start, end).filter((s) => s.kind !== "procedure");
    const { description, params } = describeTool(statements, "");
    const procedure = `(tool ${index + 1})`;
    tools.push({
      slug: slugOf(script, start),
      description: description ?? "",
      params: [...describeTool(shared, "").params, ...params] satisfies ToolParameter[],
      procedure,
    });
    const span = headSpan(script.body[start]);
    return {
      kind: "procedure",
      name: procedure,
      key: procedure,
      isFunction: true,
      params: [],
      body: statements,
      isTool: true,
      span,
    };
  });
  return { body: [...shared, ...choice(made), ...procedures, ...made], tools };
}

/** Indexes of the statements at which tools begin. */
function headsOf(body: readonly Statement[]): number[] {
  const heads: number[] = [];
  /** Index behind the head of the tool before. */
  let taken = 0;
  body.forEach((s, i) => {
    if (s.kind !== "description") return;
    let start = i;
    while (start > taken && body[start - 1]?.kind === "param") start--;
    taken = i + 1;
    // PARAM lines between two DESCRIPTIONs belong to the first, unless it has its own before it.
    if (start === i) while (body[taken]?.kind === "param") taken++;
    heads.push(start);
  });
  return heads;
}

/** `REM BOOKING KEYWORD - Book a visit` above the head makes `book-a-visit`. */
function slugOf(script: Script, start: number): string | null {
  const line = script.body[start]?.span.line ?? 0;
  const above = script.body[start - 1]?.span.endLine ?? 0;
  const title = script.headings.findLast((heading) => heading.line < line && heading.line > above)?.title;
  return title === undefined ? null : titleSlug(title);
}

/** `SELECT` over the hidden variable: the body ends with what the tool returns. */
function choice(tools: readonly Procedure[]): Statement[] {
  return tools.toReversed().map((tool, i): Statement => {
    const { span } = tool;
    const call: Call = { kind: "call", name: tool.name, key: tool.key, args: [], span };
    const last: Statement = { kind: "return", value: call, span };
    const number = tools.length - i;
    if (number === 1) return last;
    const chosen: Name = { kind: "name", name: TOOL_VARIABLE, key: TOOL_VARIABLE, span };
    return {
      kind: "if",
      branches: [
        {
          test: {
            kind: "binary",
            op: "=",
            left: chosen,
            right: { kind: "literal", value: number, span },
            span,
          },
          body: [last],
        },
      ],
      else: null,
      span,
    };
  });
}

/** Where a tool begins, without the lines that it takes. */
function headSpan(s: Statement | undefined): Span {
  const { line, column } = s?.span ?? { line: 1, column: 1 };
  return { line, column, endLine: line, endColumn: column };
}
