// HTML as the blocks that pdfmake lays out: headings, paragraphs, lists, tables, quotations, pictures, rules. The markup is
// read as a stream; what is open stands on a stack of our own, so that nesting cannot use up the one of the platform.
import { Parser } from "htmlparser2";
import type { Content, ContentText, Style, TableCell } from "pdfmake/interfaces.js";
import { DocumentFault } from "../documents/document-fault.ts";

const MAX_DEPTH = 60;
const MAX_CELLS = 50_000;
const MAX_COLUMNS = 100;
/** Points: an A4 page without its margins. */
const PAGE_WIDTH = 515;
const PAGE_HEIGHT = 740;
const PIXEL = 0.75;

const LEFT_OUT = new Set(["script", "style", "head", "noscript", "template", "svg", "iframe", "object"]);
const MARKS: Readonly<Record<string, Style>> = {
  b: { bold: true },
  strong: { bold: true },
  th: { bold: true },
  i: { italics: true },
  em: { italics: true },
  u: { decoration: "underline" },
  ins: { decoration: "underline" },
  s: { decoration: "lineThrough" },
  del: { decoration: "lineThrough" },
  code: { background: "#eeeeee" },
  kbd: { background: "#eeeeee" },
  mark: { background: "#fff3a3" },
  small: { fontSize: 8 },
  sup: { sup: true },
  sub: { sub: true },
};
const HEADINGS: Readonly<Record<string, number>> = { h1: 22, h2: 17, h3: 14, h4: 12, h5: 11, h6: 11 };
const BLOCKS = new Set(
  "p div section article header footer main aside address figure figcaption blockquote pre dl dt dd center form fieldset body html".split(
    " ",
  ),
);

interface Frame {
  tag: string;
  blocks: Content[];
  runs: ContentText[];
  alignment: "left" | "center" | "right" | "justify" | undefined;
  breaksBefore: boolean;
  breaksAfter: boolean;
  start: number;
  rows: TableCell[][];
  headerRows: number;
  span: number;
}

/** `url` is a data address; the width in pixels. */
export interface Picture {
  url: string;
  width: number;
}

export interface PageBlocks {
  blocks: Content[];
  title: string | null;
}

/** `imageOf` gives a picture by its address, or null where it is not to be had: then its description stands there. */
export function pageBlocks(html: string, imageOf: (address: string) => Picture | null): PageBlocks {
  const reader = new BlockReader(imageOf);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reader.open(name, attributes),
      ontext: (text) => reader.text(text),
      onclosetag: (name) => reader.close(name),
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return reader.finish();
}

class BlockReader {
  private readonly imageOf: (address: string) => Picture | null;
  private readonly stack: Frame[] = [frame("root", {})];
  private readonly marks: { tag: string; style: Style }[] = [];
  private leftOut = 0;
  private inTitle = false;
  private title = "";
  private firstHeading = "";
  private cells = 0;

  constructor(imageOf: (address: string) => Picture | null) {
    this.imageOf = imageOf;
  }

  open(tag: string, attributes: Record<string, string>): void {
    if (tag === "title") this.inTitle = true;
    if (LEFT_OUT.has(tag)) this.leftOut += 1;
    if (this.leftOut > 0) return;
    if (tag === "br") this.add("\n");
    else if (tag === "hr") this.block({ canvas: [rule()], margin: [0, 6, 0, 8] });
    else if (tag === "img") this.image(attributes);
    else if (tag === "a" && /^(https?:|mailto:|tel:)/i.test(attributes["href"] ?? ""))
      this.mark(tag, { color: "#1a56a8", decoration: "underline", link: attributes["href"] } as Style);
    else if (isFrame(tag)) this.push(tag, attributes);
    else if (Object.hasOwn(MARKS, tag)) this.mark(tag, MARKS[tag] ?? {});
  }

  text(text: string): void {
    if (this.inTitle) this.title += text.slice(0, 300 - this.title.length);
    if (this.leftOut > 0 || this.inTitle) return;
    if (this.stack.some(({ tag }) => tag === "pre")) this.add(text.replaceAll("\t", "    "));
    else this.add(text.replace(/[ \t\r\n\f]+/g, " "));
  }

  close(tag: string): void {
    if (tag === "title") this.inTitle = false;
    if (LEFT_OUT.has(tag)) this.leftOut = Math.max(0, this.leftOut - 1);
    if (this.leftOut > 0) return;
    if (isFrame(tag)) this.pop(tag);
    else {
      const at = this.marks.findLastIndex((mark) => mark.tag === tag);
      if (at >= 0) this.marks.splice(at, 1);
    }
  }

  finish(): PageBlocks {
    while (this.stack.length > 1) this.pop(this.top.tag);
    this.flush();
    const title = this.title.trim() || this.firstHeading;
    return { blocks: this.top.blocks, title: title === "" ? null : title };
  }

  private get top(): Frame {
    return this.stack.at(-1) ?? frame("root", {});
  }

  private mark(tag: string, style: Style): void {
    if (this.marks.length < MAX_DEPTH) this.marks.push({ tag, style });
  }

  private add(text: string): void {
    const { runs } = this.top;
    const last = runs.at(-1);
    const before = typeof last?.text === "string" ? last.text : "";
    const isPre = this.stack.some(({ tag }) => tag === "pre");
    const joined = !isPre && (runs.length === 0 || /[ \n]$/.test(before)) ? text.replace(/^ +/, "") : text;
    if (joined === "") return;
    const style: Style = Object.assign({}, ...this.marks.map((mark) => mark.style));
    runs.push({ text: joined, ...style, ...(isPre ? { preserveLeadingSpaces: true } : {}) });
  }

  private push(tag: string, attributes: Record<string, string>): void {
    this.flush();
    // A list item or a cell ends the one before, as browsers read it where nobody closed it.
    if (this.top.tag === tag && (tag === "li" || tag === "tr" || tag === "td" || tag === "p")) this.pop(tag);
    if (this.stack.length >= MAX_DEPTH)
      throw new DocumentFault("document.too-complex", `The template is nested deeper than ${MAX_DEPTH} elements.`);
    this.stack.push(frame(tag, attributes));
  }

  private pop(tag: string): void {
    const at = this.stack.findLastIndex((one, i) => i > 0 && one.tag === tag);
    if (at < 0) return;
    while (this.stack.length > at) {
      this.flush();
      const done = this.stack.pop();
      if (done) this.fold(done);
    }
  }

  /** What has ended becomes a block, a row or a cell of what it stands in. */
  private fold(done: Frame): void {
    const { tag, blocks } = done;
    const size = HEADINGS[tag];
    if (size !== undefined) {
      const text = plainText(blocks);
      if (this.firstHeading === "") this.firstHeading = text.slice(0, 300);
      const heading = {
        stack: blocks,
        fontSize: size,
        bold: true,
        margin: [0, size / 2, 0, size / 4],
        headlineLevel: 1,
      };
      this.block(styled(heading as Content, done));
    } else if (tag === "ul" || tag === "ol") {
      const list = tag === "ul" ? { ul: blocks } : { ol: blocks, start: done.start };
      if (blocks.length > 0) this.block({ ...list, margin: [0, 0, 0, 6] });
    } else if (tag === "li") this.block({ stack: blocks });
    else if (tag === "td" || tag === "th") this.cell(done);
    else if (tag === "tr") this.row(done);
    else if (tag === "thead" || tag === "tbody" || tag === "tfoot") this.rows(done);
    else if (tag === "table") this.table(done);
    else if (tag === "blockquote") this.block({ stack: blocks, margin: [16, 2, 0, 6], color: "#555555" });
    else if (tag === "pre") this.block({ stack: blocks, margin: [8, 2, 0, 6], fontSize: 9 });
    else if (blocks.length > 0) {
      const isParagraph = tag === "p" || tag === "dd";
      this.block(styled({ stack: blocks, margin: [tag === "dd" ? 16 : 0, 0, 0, isParagraph ? 6 : 0] }, done));
    } else if (done.breaksBefore || done.breaksAfter) this.block(styled({ text: "" }, done));
  }

  private cell(done: Frame): void {
    this.cells += 1;
    if (this.cells > MAX_CELLS)
      throw new DocumentFault("document.too-complex", `The tables have more than ${MAX_CELLS} cells.`);
    const row = this.top;
    if (row.tag !== "tr") {
      this.block({ stack: done.blocks });
      return;
    }
    const cells = row.rows[0] ?? [];
    row.rows[0] = cells;
    const span = Math.min(done.span, MAX_COLUMNS - cells.length);
    if (span < 1) throw new DocumentFault("document.too-complex", `A table has more than ${MAX_COLUMNS} columns.`);
    const content = { stack: done.blocks, alignment: done.alignment, bold: done.tag === "th" };
    cells.push((span > 1 ? { ...content, colSpan: span } : content) as TableCell);
    for (let more = 1; more < span; more++) cells.push({});
    if (done.tag === "th") row.headerRows = 1;
  }

  private row(done: Frame): void {
    const [cells] = done.rows;
    if (!cells) return;
    const { top } = this;
    top.rows.push(cells);
    // Only the rows at the beginning are repeated on each page.
    if (done.headerRows === 1 && top.headerRows === top.rows.length - 1 && !cells.some((cell) => !isBold(cell)))
      top.headerRows += 1;
  }

  private rows(done: Frame): void {
    const { top } = this;
    if (done.tag === "thead" && top.rows.length === 0) top.headerRows = done.rows.length;
    else if (top.rows.length === 0) top.headerRows = done.headerRows;
    for (const row of done.rows) top.rows.push(row);
  }

  private table({ rows, headerRows }: Frame): void {
    const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
    if (columns === 0) return;
    for (const row of rows) while (row.length < columns) row.push({ text: "" });
    const table = {
      body: rows,
      headerRows: Math.min(headerRows, rows.length),
      widths: rows[0]?.map(() => "auto" as const) ?? [],
    };
    this.block({ table, layout: "lightHorizontalLines", margin: [0, 4, 0, 10] });
  }

  private image({ src = "", alt = "", width = "", height = "" }: Record<string, string>): void {
    const data = this.imageOf(src);
    if (data === null) {
      if (alt.trim() !== "") this.add(`[${alt.trim()}]`);
      return;
    }
    // Never wider or higher than a page, and never larger than it is unless the template says so.
    const box = [points(width) ?? Math.min(data.width * PIXEL, PAGE_WIDTH), points(height) ?? PAGE_HEIGHT];
    const [w = PAGE_WIDTH, h = PAGE_HEIGHT] = box;
    this.block({ image: data.url, margin: [0, 4, 0, 8], fit: [Math.min(w, PAGE_WIDTH), Math.min(h, PAGE_HEIGHT)] });
  }

  private block(block: Content): void {
    this.flush();
    this.top.blocks.push(block);
  }

  /** The text since the last block is a block of its own. */
  private flush(): void {
    const { top } = this;
    const last = top.runs.at(-1);
    const isPre = this.stack.some(({ tag }) => tag === "pre");
    if (last && typeof last.text === "string" && !isPre) last.text = last.text.replace(/[ \n]+$/, "");
    const runs = top.runs.filter((run) => run.text !== "");
    top.runs = [];
    if (runs.length > 0 && !["ul", "ol", "table", "thead", "tbody", "tfoot", "tr"].includes(top.tag))
      top.blocks.push({ text: runs, lineHeight: 1.2 });
  }
}

function frame(tag: string, attributes: Record<string, string>): Frame {
  const style = attributes["style"] ?? "";
  const aligned =
    /text-align\s*:\s*(left|center|right|justify)/i.exec(style)?.[1] ??
    attributes["align"] ??
    (tag === "center" ? "center" : "");
  const alignment = ["left", "center", "right", "justify"].find(
    (one) => one === aligned.toLowerCase(),
  ) as Frame["alignment"];
  return {
    tag,
    blocks: [],
    runs: [],
    alignment,
    breaksBefore: /(?:page-)?break-before\s*:\s*(?:always|page)/i.test(style),
    breaksAfter: /(?:page-)?break-after\s*:\s*(?:always|page)/i.test(style),
    start: Number.parseInt(attributes["start"] ?? "1", 10) || 1,
    rows: [],
    headerRows: 0,
    span: Math.max(1, Number.parseInt(attributes["colspan"] ?? "1", 10) || 1),
  };
}

const FRAMES = new Set(["ul", "ol", "li", "table", "thead", "tbody", "tfoot", "tr", "td", "th"]);
const isFrame = (tag: string): boolean => BLOCKS.has(tag) || FRAMES.has(tag) || Object.hasOwn(HEADINGS, tag);

function styled(content: Content, { alignment, breaksBefore, breaksAfter }: Frame): Content {
  const pageBreak = breaksBefore ? ("before" as const) : breaksAfter ? ("after" as const) : undefined;
  return Object.assign(content, alignment ? { alignment } : {}, pageBreak ? { pageBreak } : {});
}

const isBold = (cell: TableCell): boolean =>
  typeof cell === "object" && (!("stack" in cell) || ("bold" in cell && cell.bold === true));
const rule = () => ({
  type: "line" as const,
  x1: 0,
  y1: 0,
  x2: PAGE_WIDTH,
  y2: 0,
  lineWidth: 0.5,
  lineColor: "#999999",
});

function points(size: string): number | null {
  const match = /^(\d{1,5})(px|%)?$/.exec(size.trim());
  if (!match) return null;
  return match[2] === "%"
    ? (PAGE_WIDTH * Math.min(Number(match[1]), 100)) / 100
    : Math.max(1, Number(match[1]) * PIXEL);
}

function plainText(blocks: readonly Content[]): string {
  return blocks
    .flatMap((block) => (typeof block === "object" && "text" in block && Array.isArray(block.text) ? block.text : []))
    .map((run) => (typeof run === "object" && "text" in run && typeof run.text === "string" ? run.text : ""))
    .join("")
    .trim();
}
