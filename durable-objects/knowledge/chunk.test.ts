import { describe, expect, test } from "vitest";
import { chunkDocument, DEFAULT_CHUNKS } from "./chunk.ts";

const CHUNK_LENGTH = DEFAULT_CHUNKS.chunkSize;
const page = (text: string, headings: { level: number; text: string }[] = [], number = 0) => ({
  page: number,
  text,
  headings: headings.map((heading) => ({ ...heading, offset: text.indexOf(heading.text) })),
});
const sentence = (n: number): string =>
  `This is sentence number ${n} of a rather long text about nothing in particular.`;
const long = Array.from({ length: 60 }, (_, n) => sentence(n)).join(" ");

describe("structure", () => {
  test("a passage has its nearest heading beside it, and the chain above", () => {
    const chunks = chunkDocument([
      page("Shop\n\nIntro.\n\nDelivery\n\nTwo days.\n\nCosts\n\nFree.\n\nReturns\n\nThirty days.", [
        { level: 1, text: "Shop" },
        { level: 2, text: "Delivery" },
        { level: 3, text: "Costs" },
        { level: 2, text: "Returns" },
      ]),
    ]);
    expect(chunks.map(({ heading, headings, content }) => [heading, headings.join("/"), content])).toEqual([
      ["Shop", "Shop", "Intro."],
      ["Delivery", "Shop/Delivery", "Two days."],
      ["Costs", "Shop/Delivery/Costs", "Free."],
      ["Returns", "Shop/Returns", "Thirty days."],
    ]);
  });

  test("the page is kept, and a section goes on over the break", () => {
    const chunks = chunkDocument([page("Care\n\nWipe it.", [{ level: 1, text: "Care" }], 3), page("Dry it.", [], 4)]);
    expect(chunks.map(({ page: number, heading }) => [number, heading])).toEqual([
      [3, "Care"],
      [4, "Care"],
    ]);
  });

  test.each(["7", "- 7 -", "Page 7 of 12", "Seite 7", "7 / 12"])(
    "the page's number at its foot is left out: %s",
    (folio) => {
      expect(chunkDocument([page(`Some text.\n\n${folio}`, [], 7)])[0]?.content).toBe("Some text.");
      expect(chunkDocument([page(`Some text.\n\n${folio}`, [], 8)])[0]?.content).toContain("7");
      expect(chunkDocument([page(`The sum is\n${folio}`)])[0]?.content).toContain("7");
    },
  );

  test("a format without pages has none; empty sections and rules are no passages", () => {
    const chunks = chunkDocument([
      page("A\n\nB\n\n---\n", [
        { level: 1, text: "A" },
        { level: 2, text: "B" },
      ]),
    ]);
    expect(chunks).toEqual([]);
    expect(chunkDocument([page("text")])[0]?.page).toBeNull();
  });

  test("headings that point nowhere do no harm", () => {
    const chunks = chunkDocument([{ page: 1, text: "abc", headings: [{ level: 1, text: "x", offset: 99 }] }]);
    expect(chunks[0]?.content).toBe("abc");
  });
});

describe("length", () => {
  test("about 1,000 characters, cut at sentence ends, overlapping by up to 200", () => {
    const pieces = chunkDocument([page(long)]).map(({ content }) => content);
    expect(pieces.length).toBeGreaterThan(4);
    for (const piece of pieces) {
      expect(piece.length).toBeLessThanOrEqual(CHUNK_LENGTH + 1);
      expect(piece).toMatch(/^This is.*particular\.$/s);
    }
    for (const [index, piece] of pieces.entries()) {
      const next = pieces[index + 1];
      if (next === undefined) continue;
      const shared = next.slice(0, next.indexOf(".") + 1);
      expect(piece.endsWith(shared) || piece.includes(shared)).toBe(true);
    }
    for (let n = 0; n < 60; n += 1) expect(pieces.some((piece) => piece.includes(sentence(n)))).toBe(true);
  });

  test("a run without an end is cut at a blank, or hard, never inside a code point", () => {
    for (const run of ["word ".repeat(900), "☕".repeat(3_000), "👩‍🚀".repeat(900)]) {
      const pieces = chunkDocument([page(run)]).map(({ content }) => content);
      expect(pieces.every((piece) => piece.length <= CHUNK_LENGTH && piece.isWellFormed())).toBe(true);
      expect(pieces.join("").replaceAll(" ", "").length).toBeGreaterThanOrEqual(/\p{L}/u.test(run) ? 3_600 : 0);
    }
  });

  test("wrapped lines become one, lists and short lines stay", () => {
    const wrapped = `${"a wrapped line that is certainly long enough to have been cut"}\nby its author. Next.\n\n- one\n- two\nshort\nlines`;
    expect(chunkDocument([page(wrapped)])[0]?.content).toBe(
      "a wrapped line that is certainly long enough to have been cut by its author. Next.\n\n- one\n- two\nshort\nlines",
    );
  });

  test("twenty megabytes are cut in seconds", () => {
    const started = performance.now();
    expect(chunkDocument([page(`${long}\n\n`.repeat(1_000))]).length).toBeGreaterThan(4_000);
    expect(performance.now() - started).toBeLessThan(8_000);
  });
});

describe("places", () => {
  const plain = (text: string): string => text.replace(/\s+/g, " ").trim();
  test("a passage names where it stands in its page's text", () => {
    const text = `Intro line.\n\nHead\n\nA wrapped line that is certainly long enough to have been cut\n   by its author. Next.\n\n${long}\n\n- one\n- two`;
    const chunks = chunkDocument([page(text, [{ level: 1, text: "Head" }])]);
    expect(chunks.length).toBeGreaterThan(4);
    for (const { start, end, content } of chunks) expect(plain(text.slice(start, end))).toBe(plain(content));
    expect(chunks[0]).toMatchObject({ start: 0, end: 11, content: "Intro line." });
    expect(chunks[1]?.content).toMatch(/cut by its author\. Next\.\n\nThis is/);
  });

  test("size and overlap are settings", () => {
    const chunks = chunkDocument([page(long)], { chunkSize: 300, chunkOverlap: 0 });
    expect(chunks.every(({ content }) => content.length <= 300)).toBe(true);
    expect(chunks.reduce((sum, { content }) => sum + content.length, 0)).toBeLessThanOrEqual(long.length);
    expect(chunkDocument([page(long)], { chunkSize: 300, chunkOverlap: 300 }).length).toBeLessThan(3 * chunks.length);
  });

  test("code keeps its lines, and a table that is cut repeats its head", () => {
    const code = `\`\`\`\nconst first = "a line that is long enough to be taken for a wrapped one";\nconst second = 2;\n\`\`\``;
    expect(chunkDocument([page(code)])[0]?.content).toBe(code);
    const rows = Array.from({ length: 40 }, (_, n) => `| item number ${n} of the list | ${n} euros |`).join("\n");
    const chunks = chunkDocument([page(`| name | price |\n| --- | --- |\n${rows}`)], {
      chunkSize: 400,
      chunkOverlap: 0,
    });
    expect(chunks.length).toBeGreaterThan(3);
    for (const { content } of chunks) expect(content.startsWith("| name | price |\n| --- | --- |\n| item")).toBe(true);
  });
});
