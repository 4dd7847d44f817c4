// From the positioned pieces of a PDF page to lines, paragraphs and headings.
import type { PageText } from "./page-text.ts";

/** A piece of text as pdf.js gives it: `transform` is the text matrix [a b c d e f], `hasEOL` says that the line ends with it. */
export interface PositionedText {
  readonly str: string;
  readonly transform: readonly number[];
  readonly hasEOL: boolean;
}

export interface PdfLine {
  readonly text: string;
  /** Font size in points, of the largest piece. */
  readonly size: number;
  /** Baseline, in points from the bottom of the page. */
  readonly y: number;
}

const MAX_HEADING_LENGTH = 200;
const MAX_HEADING_LEVELS = 6;
/** A heading is at least this much larger than the text of the body. */
const HEADING_RATIO = 1.15;
/** Baselines further apart than this many font sizes begin a new paragraph; ordinary line spacing is 1.0 to 1.5. */
const PARAGRAPH_GAP = 1.7;

export function linesOf(items: readonly PositionedText[]): PdfLine[] {
  const lines: PdfLine[] = [];
  let parts: string[] = [];
  let size = 0;
  let y = 0;
  const endLine = () => {
    const text = parts.join("").replaceAll(/\s+/g, " ").trim();
    if (text !== "") lines.push({ text, size, y });
    parts = [];
    size = 0;
  };
  for (const item of items) {
    if (item.str.trim() !== "") {
      const [, , c = 0, d = 0, , f = 0] = item.transform;
      const itemSize = Math.round(Math.hypot(c, d) * 2) / 2;
      if (itemSize >= size) {
        size = itemSize;
        y = f;
      }
    }
    parts.push(item.str);
    if (item.hasEOL) endLine();
  }
  endLine();
  return lines;
}

/** Heading level by font size: sizes clearly above that in which most of the text is set, the largest is level 1. */
export function headingSizesOf(lines: readonly PdfLine[]): ReadonlyMap<number, number> {
  const charactersBySize = new Map<number, number>();
  for (const line of lines) charactersBySize.set(line.size, (charactersBySize.get(line.size) ?? 0) + line.text.length);
  let body = 0;
  let most = 0;
  for (const [size, characters] of charactersBySize) {
    if (characters > most) {
      most = characters;
      body = size;
    }
  }
  const sizes = [
    ...new Set(
      lines.filter((line) => line.size >= body * HEADING_RATIO && mayBeHeading(line)).map((line) => line.size),
    ),
  ];
  sizes.sort((left, right) => right - left);
  return new Map(sizes.map((size, index) => [size, Math.min(index + 1, MAX_HEADING_LEVELS)]));
}

/** Adds a page's lines as paragraphs and headings; a heading that runs over several lines becomes one. */
export function addLines(lines: readonly PdfLine[], headingSizes: ReadonlyMap<number, number>, page: PageText): void {
  let block: string[] = [];
  let level: number | undefined;
  let previous: PdfLine | undefined;
  const endBlock = () => {
    if (level === undefined) page.addBlock(block.join("\n"));
    else page.addHeading(level, block.join(" "));
    block = [];
  };
  for (const line of lines) {
    const lineLevel = mayBeHeading(line) ? headingSizes.get(line.size) : undefined;
    const gap = previous === undefined ? 0 : previous.y - line.y;
    // Upwards means the next column.
    const apart = gap < 0 || gap > PARAGRAPH_GAP * Math.max(line.size, previous?.size ?? 0, 1);
    if (block.length > 0 && (apart || lineLevel !== level)) endBlock();
    level = lineLevel;
    block.push(line.text);
    previous = line;
  }
  if (block.length > 0) endBlock();
}

function mayBeHeading(line: PdfLine): boolean {
  return line.text.length <= MAX_HEADING_LENGTH && /\p{L}/u.test(line.text);
}
