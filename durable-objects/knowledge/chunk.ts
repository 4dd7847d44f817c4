/**
 * Cuts a document into passages that stand on their own: along its headings first, then at sentence ends, about 1,000
 * characters each with an overlap of up to 200, never across pages, so that a citation names one page.
 */
import type { KnowledgeDocument } from "../../contracts/objects.ts";

export interface Chunk {
  /** Null where the format has no pages. */
  page: number | null;
  /** The nearest heading, or null above the first one. */
  heading: string | null;
  /** All headings above the passage, outermost first. */
  headings: string[];
  content: string;
}

export const CHUNK_LENGTH = 1_000;
const OVERLAP = 200;

type Page = KnowledgeDocument["pages"][number];

export function chunkDocument(pages: readonly Page[]): Chunk[] {
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
      for (const content of cut(section.body)) {
        chunks.push({ page: page.page === 0 ? null : page.page, heading: headings.at(-1) ?? null, headings, content });
      }
    }
  }
  return chunks;
}

interface Section {
  heading: { level: number; text: string } | null;
  body: string;
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
  const found: Section[] = [{ heading: null, body: page.text.slice(0, marks[0]?.offset ?? page.text.length) }];
  marks.forEach((mark, index) => {
    const text = page.text.slice(mark.offset, marks[index + 1]?.offset ?? page.text.length);
    found.push({ heading: { level: mark.level, text: oneLine(mark.text) }, body: withoutHeading(text, mark.text) });
  });
  return found;
}

/** The heading is kept beside the passage, so its own line is taken off. */
function withoutHeading(text: string, heading: string): string {
  const line = /^[^\n]*/.exec(text)?.[0] ?? "";
  const words = oneLine(line.replace(/^#+/, ""));
  if (words === oneLine(heading)) return text.slice(line.length);
  return text.startsWith(heading) ? text.slice(heading.length) : text;
}

/** A line at least this long was wrapped by its author or by the page, rather than ended. */
const WRAPPED = 55;
const LIST_ITEM = /^\s*([-*•·–]|\p{N}{1,3}[.)])\s/u;

/** Joins the lines of a paragraph; lists, short lines and empty ones keep their breaks. */
function reflow(body: string): string {
  let text = "";
  let previous = "";
  for (const line of body.split("\n")) {
    const goesOn = previous.length >= WRAPPED && line.trim() !== "" && !LIST_ITEM.test(line);
    text += text === "" ? line : `${goesOn ? " " : "\n"}${goesOn ? line.trimStart() : line}`;
    previous = line.trim();
  }
  return text;
}

interface Unit {
  text: string;
  /** What stood between this unit and the next. */
  gap: string;
}

/** The body in pieces of at most CHUNK_LENGTH; a piece starts with the last sentences of the one before. */
function cut(body: string): string[] {
  const units = sentences(reflow(body));
  const pieces: string[] = [];
  let current: Unit[] = [];
  let fresh = 0; // Units of `current` that no earlier piece holds.
  for (const unit of units) {
    if (fresh > 0 && lengthOf(current) + unit.text.length > CHUNK_LENGTH) {
      pieces.push(join(current));
      current = tail(current, Math.min(OVERLAP, CHUNK_LENGTH - unit.text.length));
      fresh = 0;
    }
    current.push(unit);
    fresh += 1;
  }
  if (fresh > 0) pieces.push(join(current));
  return pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece));
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

const join = (units: readonly Unit[]): string =>
  units
    .map(({ text, gap }, index) => (index === units.length - 1 ? text : text + gap))
    .join("")
    .trim();

// A sentence ends at a stop that a blank follows, at an ideographic stop, or where its line ends.
const SENTENCE_END = /(?<=[.!?…]["'”’»)\]]*)[ \t]+|(?<=[。！？])|\s*\n\s*/gu;

function sentences(body: string): Unit[] {
  const units: Unit[] = [];
  let from = 0;
  const push = (to: number, gap: string): void => {
    const text = body.slice(from, to).trim();
    if (text !== "") for (const part of hardCut(text)) units.push({ text: part, gap: " " });
    const last = units.at(-1);
    if (last !== undefined && text !== "") last.gap = gap;
  };
  for (const end of body.matchAll(SENTENCE_END)) {
    const breaks = end[0].split("\n").length - 1;
    push(end.index, breaks > 1 ? "\n\n" : breaks === 1 ? "\n" : end[0] === "" ? "" : " ");
    from = end.index + end[0].length;
  }
  push(body.length, "");
  return units;
}

/** A run without any sentence end is cut at a blank near the limit, never inside a code point. */
function hardCut(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > CHUNK_LENGTH) {
    const blank = rest.lastIndexOf(" ", CHUNK_LENGTH);
    let at = blank > CHUNK_LENGTH / 2 ? blank : CHUNK_LENGTH;
    if (/[\uD800-\uDBFF]/.test(rest.charAt(at - 1))) at -= 1;
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...parts, rest];
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
