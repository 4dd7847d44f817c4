/**
 * Markdown of chat messages, read into plain data: the blocks of CommonMark that messages use, and GFM's tables and task
 * marks. Raw HTML and reference links are text. Made for this page because the known readers are each half of what the
 * whole widget may weigh; `markdown.test.ts` holds it against marked. Time is linear in the text but for nesting,
 * which is bounded.
 */
import { type Inline, readInlines } from "./inlines.ts";

export type Align = "start" | "center" | "end";
export type Block =
  | { type: "paragraph"; content: Inline[] }
  | { type: "heading"; level: number; content: Inline[] }
  | { type: "code"; text: string }
  | { type: "quote"; blocks: Block[] }
  | { type: "list"; start: number | null; items: Block[][] }
  | { type: "table"; align: Align[]; head: Inline[][]; rows: Inline[][][] }
  | { type: "rule" };

/** Deeper nesting stays text: it is an accident or an attack. */
const MAX_DEPTH = 8;

const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$/;
const RULE = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(?:([ \t]+)(?=\S)|[ \t]*$)/;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const DELIMITERS = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const INDENTED = /^(?: {4}| {0,3}\t)/;

export function readMarkdown(text: string): Block[] {
  return readBlocks(text.replace(/\r\n?/g, "\n").split("\n"), 0);
}

function readBlocks(lines: string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  const line = (index: number) => lines[index] ?? "";
  while (at < lines.length) {
    const now = line(at);
    const fence = FENCE.exec(now);
    const heading = HEADING.exec(now);
    if (isBlank(now)) at++;
    else if (fence) {
      const marks = fence[1] ?? "";
      const close = new RegExp(`^ {0,3}${marks[0]}{${marks.length},}[ \\t]*$`);
      let end = at + 1;
      while (end < lines.length && !close.test(line(end))) end++;
      blocks.push({ type: "code", text: lines.slice(at + 1, end).join("\n") });
      at = end + 1;
    } else if (heading) {
      blocks.push({ type: "heading", level: heading[1]?.length ?? 1, content: readInlines(heading[2] ?? "") });
      at++;
    } else if (RULE.test(now)) {
      blocks.push({ type: "rule" });
      at++;
    } else if (depth < MAX_DEPTH && QUOTE.test(now)) {
      const end = endOfLazy(lines, at, (text) => QUOTE.test(text));
      const inner = lines.slice(at, end).map((text) => text.replace(QUOTE, ""));
      blocks.push({ type: "quote", blocks: readBlocks(inner, depth + 1) });
      at = end;
    } else if (depth < MAX_DEPTH && ITEM.test(now)) {
      const { block, end } = readList(lines, at, depth);
      blocks.push(block);
      at = end;
    } else if (INDENTED.test(now)) {
      let end = at + 1;
      while (end < lines.length && (INDENTED.test(line(end)) || (isBlank(line(end)) && INDENTED.test(line(end + 1)))))
        end++;
      const inner = lines.slice(at, end).map((text) => text.replace(INDENTED, ""));
      blocks.push({ type: "code", text: inner.join("\n") });
      at = end;
    } else if (isTable(lines, at)) {
      let end = at + 2;
      while (end < lines.length && !isBlank(line(end)) && !interrupts(line(end))) end++;
      blocks.push(readTable(lines.slice(at, end)));
      at = end;
    } else {
      let end = at + 1;
      while (
        end < lines.length &&
        !isBlank(line(end)) &&
        !UNDERLINE.test(line(end)) &&
        !interrupts(line(end)) &&
        !isTable(lines, end)
      )
        end++;
      const content = readInlines(
        lines
          .slice(at, end)
          .map((text) => text.trim())
          .join("\n"),
      );
      const underline = UNDERLINE.exec(line(end));
      if (underline) blocks.push({ type: "heading", level: underline[1]?.startsWith("=") ? 1 : 2, content });
      else blocks.push({ type: "paragraph", content });
      at = underline ? end + 1 : end;
    }
  }
  return blocks;
}

/** What ends a paragraph without a blank line. Of numbered lists only those that begin with 1: "in\n1987." is prose. */
function interrupts(text: string): boolean {
  const item = ITEM.exec(text);
  const startsList = item !== null && item[3] !== undefined && /^(?:[-*+]|1[.)])$/.test(item[2] ?? "");
  return startsList || FENCE.test(text) || HEADING.test(text) || RULE.test(text) || QUOTE.test(text);
}

const isBlank = (text: string): boolean => text.trim() === "";

/** End of a run of lines that belong, with the plain lines that go on with its last paragraph. */
function endOfLazy(lines: string[], from: number, belongs: (text: string) => boolean): number {
  let end = from;
  for (; end < lines.length; end++) {
    const text = lines[end] ?? "";
    if (belongs(text)) continue;
    if (isBlank(text) || interrupts(text) || ITEM.test(text)) break;
  }
  return end;
}

function readList(lines: string[], from: number, depth: number): { block: Block; end: number } {
  const first = ITEM.exec(lines[from] ?? "");
  const mark = (first?.[2] ?? "").slice(-1);
  const items: Block[][] = [];
  let at = from;
  for (;;) {
    const match = at < lines.length && !RULE.test(lines[at] ?? "") ? ITEM.exec(lines[at] ?? "") : null;
    if (!match || (match[2] ?? "").slice(-1) !== mark) break;
    // Five blanks or more after the mark begin indented code; the item's own indent is then one.
    const gap = match[3] === undefined ? 1 : match[3].length > 4 ? 1 : match[3].length;
    const indent = (match[1]?.length ?? 0) + (match[2]?.length ?? 0) + gap;
    const own = [(lines[at] ?? "").slice(indent)];
    let end = at + 1;
    for (; end < lines.length; end++) {
      const text = lines[end] ?? "";
      const inner = leadingBlanks(text) >= indent;
      if (isBlank(text)) {
        const next = lines.slice(end + 1, end + 20).find((later) => !isBlank(later)) ?? "";
        if (leadingBlanks(next) < indent) break;
        own.push("");
      } else if (inner) own.push(unindent(text, indent));
      else if (ITEM.test(text) || interrupts(text) || isBlank(own.at(-1) ?? "")) break;
      else own.push(text.trimStart());
    }
    const task = /^\[([ xX])\][ \t]+/.exec(own[0] ?? "");
    if (task) own[0] = `${task[1] === " " ? "☐" : "☑"} ${(own[0] ?? "").slice(task[0].length)}`;
    items.push(readBlocks(own, depth + 1));
    while (end < lines.length && isBlank(lines[end] ?? "")) end++;
    at = end;
  }
  const number = Number.parseInt(first?.[2] ?? "", 10);
  return { block: { type: "list", start: Number.isNaN(number) ? null : number, items }, end: at };
}

const leadingBlanks = (text: string): number => {
  const blanks = /^[ \t]*/.exec(text)?.[0] ?? "";
  return blanks.replace(/\t/g, "    ").length;
};
const unindent = (text: string, indent: number): string => {
  const blanks = /^[ \t]*/.exec(text)?.[0] ?? "";
  return blanks.replace(/\t/g, "    ").slice(indent) + text.slice(blanks.length);
};

function isTable(lines: string[], at: number): boolean {
  const head = lines[at] ?? "";
  const rule = lines[at + 1] ?? "";
  return head.includes("|") && rule.includes("-") && DELIMITERS.test(rule) && cells(head).length === cells(rule).length;
}

function readTable(lines: string[]): Block {
  const head = cells(lines[0] ?? "");
  const align = cells(lines[1] ?? "").map((text): Align => {
    if (text.startsWith(":") && text.endsWith(":")) return "center";
    return text.endsWith(":") ? "end" : "start";
  });
  const rows = lines.slice(2).map((text) => {
    const row = cells(text);
    return head.map((_, column) => readInlines(row[column] ?? ""));
  });
  return { type: "table", align, head: head.map(readInlines), rows };
}

/** A row's cells; `\|` is a bar inside one. */
function cells(row: string): string[] {
  const text = row
    .trim()
    .replace(/^\|/, "")
    .replace(/((?:^|[^\\])(?:\\\\)*)\|$/, "$1");
  return text.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}
