// What comes out of documents, asked of the real service: each format with its pages and headings, and every kind of bad one.
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { toWorkbook } from "../../basic/functions/xlsx.ts";
import { newObject } from "../../basic/values.ts";
import type { ExtractedDocument } from "../../contracts/gateway.ts";
import type { GatewayClient, GatewayError } from "../../platform/gateway-client.ts";
import { freePort } from "../../test/support/product.ts";
import { coreProperties, makeDocx, paragraph, table, withDeclaredSize } from "./support/docx-fixtures.ts";
import {
  bytesOf,
  clientOf,
  endAllGateways,
  makeKeys,
  type RunningGateway,
  startGateway,
} from "./support/gateway-process.ts";
import {
  makeBombPdf,
  makeEmptyPages,
  makeEncryptedPdf,
  makeLoopingPageTreePdf,
  makePdf,
  makeRecursivePdf,
} from "./support/pdf-fixtures.ts";

const MEMORY_MB = 256;
let gateway: RunningGateway;
let client: GatewayClient;

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

beforeAll(async () => {
  const keys = await makeKeys("worker-1");
  gateway = await startGateway({
    keys: [keys],
    port: await freePort(),
    environment: {
      BASALT_GATEWAY_DOCUMENT_MEMORY_MB: String(MEMORY_MB),
      BASALT_GATEWAY_DOCUMENT_TIMEOUT_MS: "20000",
      BASALT_GATEWAY_DOCUMENT_THREADS: "1",
    },
  });
  client = clientOf(gateway, keys);
});
afterAll(endAllGateways);

/** The heading must stand where its offset says. */
function checkOffsets(document: ExtractedDocument): void {
  for (const page of document.pages) {
    for (const heading of page.headings) {
      expect(page.text.slice(heading.offset, heading.offset + heading.text.length)).toBe(heading.text);
    }
  }
}

function extract(
  body: Uint8Array<ArrayBuffer> | string,
  fileName?: string,
  contentType?: string,
): Promise<ExtractedDocument> {
  return client.extract({
    body: typeof body === "string" ? bytesOf(body) : body,
    ...(fileName === undefined ? {} : { fileName }),
    ...(contentType === undefined ? {} : { contentType }),
  });
}

async function faultOf(call: Promise<ExtractedDocument>): Promise<{ code: string; status: number; message: string }> {
  try {
    await call;
  } catch (error) {
    const { code, status, message } = error as GatewayError;
    return { code, status, message };
  }
  throw new Error("The document was accepted.");
}

describe("formats", () => {
  test("PDF keeps its pages, headings, title and language", async () => {
    const bytes = await makePdf(
      [
        {
          heading: "Refunds",
          section: "How long",
          paragraphs: ["A refund takes five days.\nIt goes back to the card.", "Ask for help at any time."],
        },
        { heading: "Shipping", paragraphs: ["Parcels leave on Monday."] },
        { heading: "Contact", paragraphs: ["Write to us."] },
      ],
      "The handbook",
    );
    const document = await extract(bytes, "Handbook.PDF", "application/pdf");
    expect(document.type).toBe("pdf");
    expect(document.title).toBe("The handbook");
    expect(document.language).toBe("en-GB");
    expect(document.pages.map((page) => page.page)).toEqual([1, 2, 3]);
    expect(document.pages[0]?.text).toBe(
      "Refunds\n\nHow long\n\nA refund takes five days.\nIt goes back to the card.\n\nAsk for help at any time.",
    );
    expect(document.pages[0]?.headings.map(({ level, text }) => [level, text])).toEqual([
      [1, "Refunds"],
      [2, "How long"],
    ]);
    expect(document.pages[1]?.text).toBe("Shipping\n\nParcels leave on Monday.");
    expect(document.warnings).toEqual([]);
    checkOffsets(document);
  });

  test("a PDF without text says so for each page", async () => {
    const document = await extract(await makeEmptyPages(2), "scan.pdf");
    expect(document.warnings.map(({ code, page }) => [code, page])).toEqual([
      ["no-text", 1],
      ["no-text", 2],
    ]);
  });

  test("a PDF that anybody may open is read although it is encrypted", async () => {
    const document = await extract(makeEncryptedPdf(""), "open.pdf");
    expect(document.pages[0]?.text).toBe("Locked words");
  });

  test("DOCX keeps headings, tables and its properties", async () => {
    const body = [
      paragraph("Travel", "Heading1"),
      paragraph("Zürich &amp; 東京"),
      paragraph("Costs", "Heading2"),
      table([
        ["Place", "Price"],
        ["Bern", "12"],
      ]),
      paragraph("The end."),
    ].join("");
    const document = await extract(makeDocx(body, coreProperties("Travel guide", "de-CH")), "guide.docx");
    expect(document).toMatchObject({ type: "docx", title: "Travel guide", language: "de-CH" });
    expect(document.pages).toHaveLength(1);
    expect(document.pages[0]?.text).toBe("Travel\n\nZürich & 東京\n\nCosts\n\nPlace | Price\nBern | 12\n\nThe end.");
    expect(document.pages[0]?.headings.map(({ level, text }) => [level, text])).toEqual([
      [1, "Travel"],
      [2, "Costs"],
    ]);
    checkOffsets(document);
  });

  test("HTML gives what a reader sees", async () => {
    const document = await extract(
      `<!doctype html><html lang="pt-BR"><head><title> A  page </title><style>p{}</style></head><body>
       <nav><a href="/">Home</a></nav><h1>Big <em>news</em></h1><script>alert("no")</script>
       <form><p>One &amp; two<br>three</p><button>Send</button></form>
       <div hidden>secret</div><ul><li>first<li>second</ul><table><tr><th>a<th>b<tr><td><p>1</p><td>2</table>
       <pre>keep
  this</pre></body></html>`,
      "page.html",
      "text/html; charset=utf-8",
    );
    expect(document).toMatchObject({ type: "html", title: "A page", language: "pt-BR" });
    expect(document.pages[0]?.text).toBe(
      "Big news\n\nOne & two\nthree\n\n- first\n- second\n\na | b\n1 | 2\n\nkeep\n  this",
    );
    expect(document.pages[0]?.headings).toEqual([{ level: 1, text: "Big news", offset: 0 }]);
  });

  test("Markdown loses its marks and keeps its headings", async () => {
    const document = await extract(
      "---\ntitle: 'The guide'\nlang: es\n---\n# One\n\nA *b* [link](http://x) &amp; `<code>`\n\n## Two\n\n- a\n  - b\n- c\n\n| n | v |\n|---|---|\n| x | 1 |\n\n```\nGET /\n```\n",
      "guide.md",
      "text/plain",
    );
    expect(document).toMatchObject({ type: "markdown", title: "The guide", language: "es" });
    expect(document.pages[0]?.text).toBe("One\n\nA b link & <code>\n\nTwo\n\n- a\n  - b\n- c\n\nn: x; v: 1\n\nGET /");
    expect(document.pages[0]?.headings.map(({ level, text }) => [level, text])).toEqual([
      [1, "One"],
      [2, "Two"],
    ]);
    checkOffsets(document);
  });

  test("CSV puts each value behind its column's name, whatever the delimiter", async () => {
    for (const delimiter of [",", ";", "\t", "|"]) {
      const rows = [
        ["Name", "Price"],
        ["Tea", "3"],
        ['"Two\nlines"', ""],
      ]
        .map((row) => row.join(delimiter))
        .join("\r\n");
      const document = await extract(rows, "prices.csv");
      expect(document.pages[0]?.text).toBe("Name: Tea; Price: 3\nName: Two lines");
    }
    expect((await extract("1,2\n3,4\n", "figures.csv")).pages[0]?.text).toBe("1; 2\n3; 4");
  });

  test("plain text in any of its encodings", async () => {
    const words = "Grüße aus Łódź";
    const utf16 = Buffer.from(`\ufeff${words}`, "utf16le");
    expect((await extract(`\ufeff${words}`)).pages[0]?.text).toBe(words);
    expect((await extract(new Uint8Array(utf16), "a.txt")).pages[0]?.text).toBe(words);
    expect((await extract(new Uint8Array(Buffer.from(utf16).swap16()), "a.txt")).pages[0]?.text).toBe(words);
    expect((await extract(new Uint8Array(Buffer.from("Plain English text", "utf16le")), "a.txt")).pages[0]?.text).toBe(
      "Plain English text",
    );
    const latin = await extract(new Uint8Array(Buffer.from("Grüße", "latin1")), "a.txt");
    expect(latin.pages[0]?.text).toBe("Grüße");
    expect(latin.warnings.map((warning) => warning.code)).toEqual(["encoding-guessed"]);
    const shiftJis = new Uint8Array([0x93, 0x8c, 0x8b, 0x9e]);
    expect((await extract(shiftJis, "a.txt", "text/plain; charset=shift_jis")).pages[0]?.text).toBe("東京");
  });

  test("a file name outside ASCII arrives and is not logged", async () => {
    await extract("hello", "Gehälter Müller 東京.txt");
    await vi.waitUntil(() => gateway.requests().some((line) => line["extension"] === "txt" && line["bytes"] === 5));
    expect(gateway.output()).not.toContain("Gehälter");
    expect(gateway.output()).not.toContain("Geh%C3%A4lter");
  });
});

describe("sheets, presentations and pictures", () => {
  const REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const slide = (title: string, text: string) =>
    `<p:sld><p:sp><p:ph type="title"/><a:p><a:r><a:t>${title}</a:t></a:r></a:p></p:sp><p:sp><p:ph type="sldNum"/><a:p><a:r><a:t>9</a:t></a:r></a:p></p:sp><p:sp><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sp></p:sld>`;
  const pptx = (parts: Record<string, string> = {}) =>
    zipSync(
      Object.fromEntries(
        Object.entries({
          "ppt/presentation.xml":
            '<p:presentation><p:sldIdLst><p:sldId r:id="r2"/><p:sldId r:id="r1"/></p:sldIdLst></p:presentation>',
          "ppt/_rels/presentation.xml.rels": `<Relationships><Relationship Id="r1" Type="${REL}/slide" Target="slides/slide1.xml"/><Relationship Id="r2" Type="${REL}/slide" Target="slides/slide2.xml"/></Relationships>`,
          "ppt/slides/slide1.xml": slide("The end", "Thanks &amp; bye"),
          "ppt/slides/slide2.xml": slide("Welcome", "First point"),
          "ppt/slides/_rels/slide2.xml.rels": `<Relationships><Relationship Id="n" Type="${REL}/notesSlide" Target="../notesSlides/notesSlide1.xml"/></Relationships>`,
          "ppt/notesSlides/notesSlide1.xml":
            "<p:notes><p:sp><a:p><a:r><a:t>Smile here</a:t></a:r></a:p></p:sp></p:notes>",
          ...parts,
        }).map(([name, text]) => [name, bytesOf(text)]),
      ),
    );

  test("a presentation's slides are pages in the order of the show, with their notes", async () => {
    const document = await extract(new Uint8Array(pptx()), "talk.pptx");
    expect(document).toMatchObject({ type: "pptx", title: "Welcome" });
    expect(document.pages.map(({ text }) => text)).toEqual([
      "Welcome\n\nFirst point\n\nSmile here",
      "The end\n\nThanks & bye",
    ]);
    const outside = {
      "ppt/_rels/presentation.xml.rels":
        '<Relationships><Relationship Id="r1" Target="../../../etc/passwd"/><Relationship Id="r2" Target="file:///x" TargetMode="External"/></Relationships>',
    };
    expect((await extract(new Uint8Array(pptx(outside)), "talk.pptx")).pages).toEqual([]);
    expect(await faultOf(extract(new Uint8Array(pptx()), "talk.docx"))).toMatchObject({
      code: "document.type-mismatch",
    });
  });

  test("a workbook's rows are lines with the names of their columns", async () => {
    const book = toWorkbook(
      [
        newObject([
          ["item", "tea"],
          ["price", 3],
        ]),
        newObject([
          ["item", "milk"],
          ["price", 2],
        ]),
      ],
      "b",
      plainValues,
    );
    const bytes = new Uint8Array(Buffer.from(book.url.slice(book.url.indexOf(",") + 1), "base64"));
    const document = await extract(bytes, "stock.xlsx");
    expect(document).toMatchObject({ type: "xlsx", pages: [{ headings: [{ text: "Sheet1" }] }] });
    expect(document.pages[0]?.text).toBe("Sheet1\n\nitem: tea; price: 3\nitem: milk; price: 2");
  });

  test("a picture's words are read; one that claims to be huge is refused", async () => {
    const document = await extract(pictureOf("TOTAL"), "scan.bmp");
    expect(document).toMatchObject({ type: "picture" });
    expect(document.pages[0]?.text).toContain("TOTAL");
    const huge = Buffer.from("89504e470d0a1a0a0000000d49484452ffffffffffffffff08000000000000000000", "hex");
    expect(await faultOf(extract(new Uint8Array(huge), "x.png"))).toMatchObject({ code: "document.too-complex" });
  });
});

/** A BMP of large letters, made of points. */
function pictureOf(word: string): Uint8Array<ArrayBuffer> {
  const letters: Record<string, string> = {
    T: "11111 00100 00100 00100 00100 00100 00100",
    O: "01110 10001 10001 10001 10001 10001 01110",
    A: "00100 01010 10001 10001 11111 10001 10001",
    L: "10000 10000 10000 10000 10000 10000 11111",
  };
  const scale = 8;
  const width = (word.length * 6 + 4) * scale;
  const height = 11 * scale;
  const bytes = Buffer.alloc(54 + width * height * 3, 0xff);
  bytes.fill(0, 0, 54);
  bytes.write("BM");
  for (const [at, value] of [
    [2, bytes.length],
    [10, 54],
    [14, 40],
    [18, width],
    [22, height],
  ] as const)
    bytes.writeUInt32LE(value, at);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (const [i, letter] of [...word].entries())
    for (const [y, row] of (letters[letter] ?? "").split(" ").entries())
      for (const [x, dot] of [...row].entries())
        if (dot === "1")
          for (let dy = 0; dy < scale; dy++) {
            const line = height - 1 - ((y + 2) * scale + dy);
            const from = 54 + (line * width + (i * 6 + x + 2) * scale) * 3;
            bytes.fill(0, from, from + scale * 3);
          }
  return new Uint8Array(bytes);
}

const plainValues = { timeZone: "UTC", dayFirst: false, strict: false, charge() {}, allocate() {} };

describe("documents that are not what they say", () => {
  const png = new Uint8Array(
    Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
      "base64",
    ),
  );

  test("the fault names both the claim and the truth", async () => {
    expect(await faultOf(extract(png, "report.pdf"))).toEqual({
      code: "document.type-mismatch",
      status: 415,
      message: "The document has a name ending in .pdf, but its bytes are those of a picture.",
    });
    expect(await faultOf(extract(png, undefined, "text/html"))).toMatchObject({ code: "document.type-mismatch" });
    expect(await faultOf(extract("just text", "report.pdf"))).toMatchObject({ code: "document.type-mismatch" });
    expect(await faultOf(extract(await makeEmptyPages(1), "report.docx"))).toMatchObject({
      code: "document.type-mismatch",
    });
    expect(await faultOf(extract("<!doctype html><p>404", "table.csv"))).toMatchObject({
      code: "document.type-mismatch",
    });
  });

  test("honest files of other types are refused by their type", async () => {
    const gif = bytesOf("GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;");
    const fault = await faultOf(extract(gif, "picture.gif", "image/gif"));
    expect(fault).toMatchObject({ code: "document.unsupported-type", status: 415 });
    expect(fault.message).toContain("image/gif");
    expect(await faultOf(extract(new Uint8Array([0, 1, 2, 3, 4, 0, 200]), "x"))).toMatchObject({
      code: "document.unsupported-type",
    });
  });
});

describe("bad documents", () => {
  test("empty ones", async () => {
    expect(await faultOf(extract(""))).toMatchObject({ code: "document.empty", status: 422 });
    expect(await faultOf(extract(" \n\t ", "a.txt"))).toMatchObject({ code: "document.empty", status: 422 });
  });

  test("broken ones", async () => {
    const pdf = await makePdf([{ heading: "H", paragraphs: ["words"] }]);
    expect(await faultOf(extract(bytesOf("%PDF-1.7\nnothing more"), "a.pdf"))).toMatchObject({
      code: "document.broken",
      status: 422,
    });
    expect(await faultOf(extract(pdf.slice(0, 200), "a.pdf"))).toMatchObject({ code: "document.broken" });
    expect(await faultOf(extract(makeLoopingPageTreePdf(), "a.pdf"))).toMatchObject({ status: 422 });
    const docx = makeDocx(paragraph("words"));
    expect(await faultOf(extract(docx.slice(0, docx.length - 100), "a.docx"))).toMatchObject({
      code: "document.broken",
    });
    expect(await faultOf(extract(makeDocx("<w:p><unclosed>"), "a.docx"))).toMatchObject({ status: 422 });
    expect(await faultOf(extract('a,b\n"never closed,1\n', "a.csv"))).toMatchObject({ code: "document.broken" });
  });

  test("encrypted ones", async () => {
    expect(await faultOf(extract(makeEncryptedPdf("secret"), "a.pdf"))).toMatchObject({
      code: "document.encrypted",
      status: 422,
    });
  });

  test("too many pages, and too much text, by the product's bounds and by the caller's", async () => {
    expect(await faultOf(extract(await makeEmptyPages(2_001), "a.pdf"))).toMatchObject({
      code: "document.too-many-pages",
    });
    const body = await makeEmptyPages(3);
    expect(await faultOf(client.extract({ body, options: { maxPages: 2 } }))).toMatchObject({
      code: "document.too-many-pages",
    });
    expect(
      await faultOf(client.extract({ body: bytesOf("word ".repeat(100)), options: { maxText: 99 } })),
    ).toMatchObject({
      code: "document.too-much-text",
    });
    expect(await faultOf(client.extract({ body: bytesOf("x"), options: { maxPages: 2_001 } }))).toMatchObject({
      code: "request.invalid",
    });
  });
});

describe("hostile documents", () => {
  test("a PDF bomb ends at the bound of memory, and the next document is read", async () => {
    const bomb = makeBombPdf();
    expect(bomb.byteLength).toBeLessThan(200_000);
    expect(await faultOf(extract(bomb, "a.pdf"))).toMatchObject({ code: "document.too-complex", status: 422 });
    await vi.waitUntil(() => gateway.requests().some((line) => line["reason"] === "thread-memory"));
    expect((await extract("still here")).pages[0]?.text).toBe("still here");
  });

  test("a PDF that draws itself comes to an end", async () => {
    const outcome = await extract(makeRecursivePdf(), "a.pdf").then(
      (document) => document.pages.length,
      (error: GatewayError) => error.status,
    );
    expect([1, 422]).toContain(outcome);
  });

  test("a ZIP bomb in a DOCX, declared and lied about", async () => {
    const zeros = new Uint8Array(300 * 1024 * 1024);
    const bomb = makeDocx(paragraph("x"), { "word/footnotes.xml": [zeros, { level: 9 }] });
    expect(bomb.byteLength).toBeLessThan(1024 * 1024);
    expect(await faultOf(extract(bomb, "a.docx"))).toMatchObject({ code: "document.too-complex", status: 422 });
    const lying = withDeclaredSize(bomb, "word/footnotes.xml", 100);
    expect(await faultOf(extract(lying, "a.docx"))).toMatchObject({ code: "document.too-complex", status: 422 });
  });

  test("deep HTML, deep Markdown and a wide table", async () => {
    expect(await faultOf(extract("<div>".repeat(500_000), "a.html"))).toMatchObject({ code: "document.too-complex" });
    expect(await faultOf(extract(`${">".repeat(20_000)}x`, "a.md"))).toMatchObject({ code: "document.too-complex" });
    expect(await faultOf(extract("x,".repeat(100_000), "a.csv"))).toMatchObject({ code: "document.too-complex" });
  });

  test("a huge CSV stops at the bound of text", async () => {
    const row = `${"some words in a cell,".repeat(20)}\n`;
    const body = bytesOf(
      `${Array.from({ length: 20 }, (_, index) => `a rather long column name ${index}`).join(",")}\n${row.repeat(40_000)}`,
    );
    expect(await faultOf(client.extract({ body, fileName: "a.csv" }))).toMatchObject({
      code: "document.too-much-text",
    });
  });
});
