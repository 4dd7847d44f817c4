/**
 * Cuts a document into passages that stand on their own: along its headings first, then at sentence ends, by default about
 * 1,000 characters each with an overlap of up to 200, never across pages, so that a citation names one page and the place
 * there. Tables and code keep their lines; a table that is cut repeats its head.
 */
import type { IndexSettings, KnowledgeDocument } from "../../contracts/knowledge.ts";

export interface Chunk {
  /** Null where the format has no pages. */
  page: number | null;
  /** Where the passage begins and ends in the page's text. */
  start: number;
  end: number;
  /** The nearest heading, or null above the first one. */
  heading: string | null;
  /** All headings above the passage, outermost first. */
  headings: string[];
  content: string;
}

export type ChunkSettings = Pick<IndexSettings, "chunkSize" | "chunkOverlap">;
export const DEFAULT_CHUNKS: ChunkSettings = { chunkSize: 1_000, chunkOverlap: 200 };

type Page = KnowledgeDocument["pages"][number];

export function chunkDocument(pages: readonly Page[], settings: ChunkSettings = DEFAULT_CHUNKS): Chunk[] {
  const chunks: Chunk[] = [];
  // The chain of headings goes on over the page break: a section's second page belongs to it.
  const chain: { level: number; text: string }[] = [];
  for (const page of pages) {
    for (const section of sections(page)) {
      if (section.heading !== null) {
        while ((chain.at(-1)?.level ?? 0) >= section.heading.level) chain.pop();
        chain.push(section.heading);
      }
      const headings = chain.map(({ text }) => text);
      for (const { content, start, end } of cut(section.body, settings)) {
        chunks.push({
          page: page.page === 0 ? null : page.page,
          start: section.offset + start,
          end: section.offset + end,
          heading: headings.at(-1) ?? null,
          headings,
          content,
        });
      }
    }
  }
  return chunks;
}

interface Section {
  heading: { level: number; text: string } | null;
  body: string;
  /** Where the body begins in the page's text. */
  offset: number;
}

/** The page's own number at its foot is no part of the text: `7`, `- 7 -`, `Page 7 of 8`. */
function withoutFolio({ page, text }: Page): string {
  if (page === 0) return text;
  return text.replace(
    /\n[^\p{L}\p{N}\n]*(?:page |página |seite )?(\d+)(?: ?(?:\/|of|de|von) ?\d+)?[^\p{L}\p{N}\n]*$/iu,
    (line, number) => (Number(number) === page ? "" : line),
  );
}

function sections(source: Page): Section[] {
  const page = { ...source, text: withoutFolio(source) };
  const marks = page.headings
    .filter(({ offset }) => offset >= 0 && offset < page.text.length)
    .toSorted((a, b) => a.offset - b.offset);
  const found: Section[] = [
    { heading: null, body: page.text.slice(0, marks[0]?.offset ?? page.text.length), offset: 0 },
  ];
  marks.forEach((mark, index) => {
    const end = marks[index + 1]?.offset ?? page.text.length;
    const offset = mark.offset + headingLength(page.text.slice(mark.offset, end), mark.text);
    found.push({
      heading: { level: mark.level, text: oneLine(mark.text) },
      body: page.text.slice(offset, end),
      offset,
    });
  });
  return found;
}

/** The heading is kept beside the passage, so its own line is left out of the text. */
function headingLength(text: string, heading: string): number {
  const line = /^[^\n]*/.exec(text)?.[0] ?? "";
  const words = oneLine(line.replace(/^#+/, ""));
  if (words === oneLine(heading)) return line.length;
  return text.startsWith(heading) ? heading.length : 0;
}

/** A line at least this long was wrapped by its author or by the page, rather than ended. */
const WRAPPED = 55;
const LIST_ITEM = /^\s*([-*•·–]|\p{N}{1,3}[.)])\s/u;
const FENCE = /^\s*(```|~~~)/;
const TABLE_ROW = /^\s*\|.*\|\s*$/;
const TABLE_RULE = /^\s*\|[\s:|-]+\|\s*$/;
/** Stands for a character that is left out, so that places in the text stay what they are on the page. */
const DROPPED = "\u0000";

/** Joins the lines of a paragraph without changing its length; lists, tables, code, short lines and empty ones keep their breaks. */
function reflow(body: string): string {
  let text = "";
  let previous = "";
  let isCode = false;
  body
    .replaceAll(DROPPED, " ")
    .split("\n")
    .forEach((line, index) => {
      const isFence = FENCE.test(line);
      const stays = isCode || isFence || LIST_ITEM.test(line) || TABLE_ROW.test(line) || line.trim() === "";
      if (index > 0) text += previous.length >= WRAPPED && !stays ? " " : "\n";
      const isJoined = text.endsWith(" ");
      const indent = line.length - line.trimStart().length;
      text += isJoined ? DROPPED.repeat(indent) + line.slice(indent) : line;
      if (isFence) isCode = !isCode;
      previous = isCode || isFence || TABLE_ROW.test(line) ? "" : line.trim();
    });
  return text;
}

interface Unit {
  text: string;
  start: number;
  end: number;
  /** What stood between this unit and the next. */
  gap: string;
}

interface Piece {
  content: string;
  start: number;
  end: number;
}

/** The body in pieces of at most `chunkSize`; a piece starts with the last sentences of the one before. */
function cut(body: string, { chunkSize, chunkOverlap }: ChunkSettings): Piece[] {
  const text = reflow(body);
  const units = sentences(text, chunkSize);
  // An overlap that fills half of a passage would make the next one say little new.
  const overlap = Math.min(chunkOverlap, Math.floor(chunkSize / 2));
  const pieces: Piece[] = [];
  let current: Unit[] = [];
  let fresh = 0; // Units of `current` that no earlier piece holds.
  for (const unit of units) {
    if (fresh > 0 && lengthOf(current) + unit.text.length > chunkSize) {
      pieces.push(join(current, text));
      current = tail(current, Math.min(overlap, chunkSize - unit.text.length));
      fresh = 0;
    }
    current.push(unit);
    fresh += 1;
  }
  if (fresh > 0) pieces.push(join(current, text));
  return pieces.filter(({ content }) => /[\p{L}\p{N}]/u.test(content));
}

function tail(units: readonly Unit[], length: number): Unit[] {
  let start = units.length;
  let sum = 0;
  while (start > 0) {
    const unit = units[start - 1];
    if (unit === undefined || sum + unit.text.length + unit.gap.length > length) break;
    sum += unit.text.length + unit.gap.length;
    start -= 1;
  }
  return units.slice(start);
}

const lengthOf = (units: readonly Unit[]): number =>
  units.reduce((sum, { text, gap }) => sum + text.length + gap.length, 0);

function join(units: readonly Unit[], body: string): Piece {
  const content = units
    .map(({ text, gap }, index) => (index === units.length - 1 ? text : text + gap))
    .join("")
    .trim();
  const start = units[0]?.start ?? 0;
  const head = tableHead(body, start);
  return { content: head === "" ? content : `${head}\n${content}`, start, end: units.at(-1)?.end ?? start };
}

/** Rows that are looked at above a passage for the head of the table that it begins in. */
const MAX_ROWS = 2_000;
const MAX_HEAD = 300;

/** The head of the table in whose middle the passage begins; "" where it begins in none. */
function tableHead(body: string, start: number): string {
  if (body[start] !== "|") return "";
  const rows: string[] = [];
  let end = start - 1;
  while (end > 0 && rows.length < MAX_ROWS) {
    const from = body.lastIndexOf("\n", end - 1) + 1;
    const line = body.slice(from, end);
    if (!TABLE_ROW.test(line)) break;
    rows.push(line.trim());
    end = from - 1;
  }
  const rule = rows.at(-2);
  const names = rows.at(-1);
  if (names === undefined || rule === undefined || !TABLE_RULE.test(rule)) return "";
  const head = `${names}\n${rule}`;
  return head.length <= MAX_HEAD ? head : "";
}

// A sentence ends at a stop that a blank follows, at an ideographic stop, or where its line ends.
const SENTENCE_END = /(?<=[.!?…]["'”’»)\]]*)[ \t]+|(?<=[。！？])|\s*\n\s*/gu;

function sentences(body: string, longest: number): Unit[] {
  const units: Unit[] = [];
  let from = 0;
  const push = (to: number, gap: string): void => {
    const parts = hardCut(body, from, to, longest);
    for (const part of parts) units.push({ ...part, gap: " " });
    const last = units.at(-1);
    if (last !== undefined && parts.length > 0) last.gap = gap;
  };
  for (const end of body.matchAll(SENTENCE_END)) {
    const breaks = end[0].split("\n").length - 1;
    push(end.index, breaks > 1 ? "\n\n" : breaks === 1 ? "\n" : end[0] === "" ? "" : " ");
    from = end.index + end[0].length;
  }
  push(body.length, "");
  return units;
}

/** The text between two places; a run without any sentence end is cut at a blank near the limit, never inside a code point. */
function hardCut(body: string, from: number, to: number, longest: number): Omit<Unit, "gap">[] {
  const parts: Omit<Unit, "gap">[] = [];
  let start = skipBlanks(body, from, to);
  while (start < to) {
    let end = to;
    if (to - start > longest) {
      const blank = body.lastIndexOf(" ", start + longest);
      end = blank > start + longest / 2 ? blank : start + longest;
      if (/[\uD800-\uDBFF]/.test(body.charAt(end - 1))) end -= 1;
    }
    const raw = body.slice(start, end).trimEnd();
    if (raw !== "") parts.push({ text: raw.replaceAll(DROPPED, ""), start, end: start + raw.length });
    start = skipBlanks(body, end, to);
  }
  return parts;
}

function skipBlanks(body: string, from: number, to: number): number {
  let at = from;
  while (at < to && (body[at] === DROPPED || /\s/.test(body.charAt(at)))) at += 1;
  return at;
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
