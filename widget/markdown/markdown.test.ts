/** The reader against marked, on what messages hold, and by itself where it differs on purpose. */
import { Lexer, type Token, type Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { type Block, readMarkdown } from "./blocks.ts";
import type { Inline } from "./inlines.ts";

/** Both readings as one plain notation. */
function ours(blocks: Block[]): unknown[] {
  return blocks.map((block): unknown[] => ourBlock(block));
}
function ourBlock(block: Block): unknown[] {
  switch (block.type) {
    case "paragraph":
      return ["p", ...inlines(block.content)];
    case "heading":
      return [`h${block.level}`, ...inlines(block.content)];
    case "code":
      return ["pre", block.text];
    case "quote":
      return ["quote", ...ours(block.blocks)];
    case "list":
      return [block.start ?? "ul", ...block.items.map((item) => ours(item))];
    case "table":
      return ["table", block.align, ...[block.head, ...block.rows].map((row) => row.map(inlines))];
    case "rule":
      return ["hr"];
  }
}
function inlines(parts: Inline[]): unknown[] {
  return parts.map((part) => {
    if (typeof part === "string") return part;
    if (part.type === "break") return ["br"];
    if (part.type === "code") return ["code", part.text];
    if (part.type === "link") return ["a", part.address, ...inlines(part.content)];
    return [part.type, ...inlines(part.content)];
  });
}

function theirs(tokens: Token[]): unknown[] {
  return tokens
    .filter((token) => token.type !== "space")
    .map((token) => {
      switch (token.type) {
        case "paragraph":
        case "text":
          return ["p", ...theirInlines(token.tokens ?? [])];
        case "heading":
          return [`h${token["depth"]}`, ...theirInlines(token.tokens ?? [])];
        case "code":
          return ["pre", token["text"]];
        case "blockquote":
          return ["quote", ...theirs(token.tokens ?? [])];
        case "hr":
          return ["hr"];
        case "list": {
          const list = token as Tokens.List;
          return [list.ordered ? list.start : "ul", ...list.items.map((item) => theirs(item.tokens))];
        }
        case "table": {
          const table = token as Tokens.Table;
          const align = table.align.map((side) =>
            side === "right" ? "end" : (side ?? "start").replace("left", "start"),
          );
          const rows = [table.header, ...table.rows];
          return ["table", align, ...rows.map((row) => row.map((cell) => theirInlines(cell.tokens)))];
        }
        default:
          return [token.type, token.raw];
      }
    });
}
function theirInlines(tokens: Token[]): unknown[] {
  const parts: unknown[] = tokens.flatMap((token): unknown[] => {
    switch (token.type) {
      case "strong":
        return [["strong", ...theirInlines(token.tokens ?? [])]];
      case "em":
        return [["emphasis", ...theirInlines(token.tokens ?? [])]];
      case "del":
        return [["deleted", ...theirInlines(token.tokens ?? [])]];
      case "codespan":
        return [["code", token["text"]]];
      case "br":
        return [["br"]];
      case "link":
        return [["a", token["href"], ...theirInlines(token.tokens ?? [])]];
      default:
        return ["text" in token ? token["text"] : token.raw];
    }
  });
  const joined: unknown[] = [];
  for (const part of parts) {
    if (typeof part === "string" && typeof joined.at(-1) === "string")
      joined[joined.length - 1] = `${joined.at(-1)}${part}`;
    else joined.push(part);
  }
  return joined;
}

const SAME = [
  "plain text",
  "two\nlines",
  "two paragraphs\n\nhere",
  "**bold** and *italic* and ***both*** and ~~gone~~",
  "snake_case_word and __strong__ and _em_",
  "2*3*4 and a * b * c",
  "*foo**bar**baz*",
  "**bold *nested* bold**",
  "**unclosed and *half",
  "`code with * stars` and ``two ` ticks``",
  "` unmatched",
  "\\*not emphasis\\* and \\\\ backslash",
  "[a link](https://example.com/x?y=1&z=2) after",
  '[titled](https://example.com "Title") after',
  "[**bold** label](https://example.com/a_(b))",
  "[not a link] (https://example.com)",
  "[unclosed](https://example.com",
  "see https://example.com/path. And (https://example.com/x).",
  "<https://example.com/a>",
  "# One\n\n## Two\n### Three ###\ntext",
  "Title\n=====\n\nSub\n---\n\ntext",
  "- a\n- b\n- c",
  "* a\n  * b\n    * c\n* d",
  "1. one\n2. two\n3. three",
  "3. three\n4. four",
  "- a\n\n  second paragraph\n- b",
  "- a\n  continued\n- b",
  "text\n- list right after",
  "in\n1987. A year",
  "- a\n\ntext after",
  "1. a\n   - b\n   - c\n2. d",
  "> quoted\n> more\n\nafter",
  "> lazy\ncontinuation",
  "> - list in quote\n> - two",
  "---",
  "a\n\n***\n\nb",
  "```js\nconst a = 1;\n\n  indented\n```\nafter",
  "~~~\ncode\n~~~",
  "```\nnever closed\nstill code",
  "    indented code\n    more\n\ntext",
  "| a | b |\n|---|---:|\n| 1 | **2** |\n| 3 | 4 |\n\nafter",
  "a | b\n:-: | ---\n1 | 2",
  "| a | b |\n|---|---|\n| only one |\n| x \\| y | z |",
  "not | a table\njust text",
  "- item\n\n      code in item",
  "**Source:** *Piccola manual*, page 4",
  "a\\\nb",
  "a  \nb",
  "***",
  "**",
  "a_b_c_d",
  "_a_b_",
  "*a*b*",
  "**a**b**",
  "éè*ça*và",
  '"*quoted*"',
  "(**note**)",
  "#hashtag is text",
  "1) one\n2) two",
  "- a\n+ b",
  "",
  "\n\n\n",
];

describe("reads what marked reads", () => {
  it.each(SAME)("%j", (text) => {
    expect(ours(readMarkdown(text))).toEqual(theirs(Lexer.lex(text, { gfm: true, breaks: true })));
  });
});

describe("differs on purpose", () => {
  const first = (text: string) =>
    inlines(readMarkdown(text).flatMap((block) => (block.type === "paragraph" ? block.content : [])));

  it("shows raw HTML as text, but for a line break", () => {
    expect(first("<b>x</b><script>alert(1)</script>")).toEqual(["<b>x</b><script>alert(1)</script>"]);
    expect(first("a<br>b")).toEqual(["a", ["br"], "b"]);
  });
  it("reads entities, since it writes no HTML", () => {
    expect(first("5 &lt; 6 &amp; &#9731; &unknown;")).toEqual(["5 < 6 & ☃ &unknown;"]);
  });
  it("makes a picture a link", () => {
    expect(first("![alt](https://example.com/p.png)")).toEqual([["a", "https://example.com/p.png", "alt"]]);
  });
  it("links mail addresses", () => {
    expect(first("write to *help@shop.example*, or a@b")).toEqual([
      "write to ",
      ["emphasis", ["a", "mailto:help@shop.example", "help@shop.example"]],
      ", or a@b",
    ]);
  });
  it("marks tasks in the text", () => {
    expect(ours(readMarkdown("- [x] done\n- [ ] open"))).toEqual([["ul", [["p", "☑ done"]], [["p", "☐ open"]]]]);
  });
});

describe("stays quick and whole", () => {
  const hostile = [
    "[".repeat(20_000),
    "[a](".repeat(8_000),
    "*a ".repeat(10_000),
    "**a _b ~c ".repeat(4_000),
    "`".repeat(20_000),
    Array.from({ length: 200 }, (_, n) => "`".repeat(n)).join(" "),
    "> ".repeat(10_000),
    "- ".repeat(10_000),
    `${"- a\n".repeat(5_000)}`,
    "a@".repeat(15_000),
    "| a ".repeat(5_000),
    "<".repeat(20_000),
    "&".repeat(20_000),
    "https://".repeat(4_000),
    "(".repeat(20_000),
    `[x](${"(".repeat(20_000)}`,
    "\\".repeat(20_000),
    "- a\n\n".repeat(5_000),
    "* * ".repeat(8_000),
    " ".repeat(30_000),
    "a\n=".repeat(8_000),
  ];
  it.each(hostile.map((text, index) => [index, text.slice(0, 12), text] as const))("%i %j", (_index, _start, text) => {
    const started = performance.now();
    expect(Array.isArray(readMarkdown(text))).toBe(true);
    // Milliseconds when linear; the bound only has to tell that from quadratic on a busy machine.
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});
