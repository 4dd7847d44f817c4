// Workbooks and templates through the real gateway. What our own writer makes is read by the library, and the other way round.
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from "fflate";
import { readXlsx, writeXlsx } from "hucre/xlsx";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { GatewayClient, GatewayError } from "../../platform/gateway-client.ts";
import { appendToSheet, fillTemplate, readSheet } from "../../platform/gateway-sheets.ts";
import { xlsxStream } from "../../platform/xlsx-stream.ts";
import { freePort } from "../../test/support/product.ts";
import { makeDocx, paragraph, withDeclaredSize } from "./support/docx-fixtures.ts";
import { clientOf, endAllGateways, makeKeys, startGateway } from "./support/gateway-process.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });
let gateway: GatewayClient;

beforeAll(async () => {
  const keys = await makeKeys("sheets");
  gateway = clientOf(await startGateway({ keys: [keys], port: await freePort() }), keys);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
});
afterAll(endAllGateways);

const bytesOf = async (made: ReturnType<typeof writeXlsx>) => new Uint8Array(await made);
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "none",
    (error: GatewayError) => error.code,
  );

async function streamed(name: string, columns: string[], ...pages: (string | number | boolean | null)[][][]) {
  const source = async function* () {
    yield* pages;
  };
  return new Uint8Array(await new Response(xlsxStream(name, columns, source())).arrayBuffer());
}

/** A workbook of one sheet whose XML is given. */
function handMade(sheetXml: string, more: Zippable = {}): Uint8Array<ArrayBuffer> {
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const parts: Zippable = {
    "[Content_Types].xml": strToU8(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    ),
    "_rels/.rels": strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    "xl/workbook.xml": strToU8(
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    "xl/worksheets/sheet1.xml": strToU8(sheetXml),
    ...more,
  };
  return new Uint8Array(zipSync(parts));
}
const sheetXml = (data: string, before = "") =>
  `<?xml version="1.0"?>${before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${data}</sheetData></worksheet>`;

test("what the stream writes, the library and the gateway read", async () => {
  const rows = [
    ["Zoë & <Co> \u0001", 1.5, true, null],
    ["a\nb", -1e21, false, "ends"],
  ];
  const book = await streamed("Bestellungen: 2026/[1]?", ["Name", "Betrag €", "ok", "leer"], rows, [
    ["x", 0, null, null],
  ]);
  const read = await readXlsx(book);
  expect(read.sheets.map(({ name }) => name)).toEqual(["Bestellungen  2026  1"]);
  expect(read.sheets[0]?.rows[1]).toEqual(["Zoë & <Co> ", 1.5, true, null]);
  const sheet = await readSheet(gateway, book, null);
  expect(sheet).toEqual({
    sheets: ["Bestellungen  2026  1"],
    sheet: "Bestellungen  2026  1",
    columns: ["Name", "Betrag €", "ok", "leer"],
    rows: [
      ["Zoë & <Co> ", 1.5, true],
      ["a\nb", -1e21, false, "ends"],
      ["x", 0],
    ],
  });
  // An independent check of the archive itself.
  expect(strFromU8(unzipSync(book)["xl/workbook.xml"]!)).toContain("Bestellungen");
});

test("sheets by name, dates, columns without a name; formulas as values, errors as nothing", async () => {
  const book = await bytesOf(
    writeXlsx({
      sheets: [
        { name: "One", rows: [["a"], [1]] },
        {
          name: "Zwei",
          rows: [
            ["Tag", null, "Summe"],
            [new Date("2026-03-01T00:00:00Z"), "x", 3],
            [new Date("2026-03-01T12:30:00Z"), "y", null],
          ],
          cells: new Map([["1,2", { value: 3, type: "formula", formula: "1+2", formulaResult: 3 }]]),
        },
      ],
    }),
  );
  const sheet = await readSheet(gateway, book, "ZWEI");
  expect(sheet.columns).toEqual(["Tag", "B", "Summe"]);
  expect(sheet.rows[0]).toEqual(["2026-03-01", "x", 3]);
  expect(sheet.rows[1]).toEqual(["2026-03-01T12:30:00", "y"]);
  expect(await codeOf(readSheet(gateway, book, "Drei"))).toBe("document.unknown-part");
});

test("rows are added below; other sheets, formulas and formats stay", async () => {
  const book = await bytesOf(
    writeXlsx({
      sheets: [
        {
          name: "Orders",
          rows: [
            ["id", "total"],
            [1, 2],
          ],
          cells: new Map([["1,1", { value: 2, type: "formula", formula: "1+1", formulaResult: 2 }]]),
        },
        { name: "Other", rows: [["kept"]] },
      ],
    }),
  );
  const added = { sheet: "orders", columns: ["TOTAL", "Note", "id"], rows: [[5, "nötig", 2]] };
  const after = await appendToSheet(gateway, book, added);
  const orders = await readSheet(gateway, after, "Orders");
  expect(orders.columns).toEqual(["id", "total", "Note"]);
  expect(orders.rows).toEqual([
    [1, 2],
    [2, 5, "nötig"],
  ]);
  const read = await readXlsx(after);
  expect(read.sheets.map(({ name }) => name)).toEqual(["Orders", "Other"]);
  expect(read.sheets[0]?.cells?.get("1,1")?.formula).toBe("1+1");
  const again = await appendToSheet(gateway, after, { sheet: "New", columns: ["x"], rows: [[true]] });
  expect((await readSheet(gateway, again, "New")).rows).toEqual([[true]]);
});

test("what is hostile or no workbook is refused, and quickly", async () => {
  const nothing = new Uint8Array(zipSync({ "a.txt": strToU8("x") }));
  expect(await codeOf(readSheet(gateway, nothing, null))).toBe("document.type-mismatch");
  expect(await codeOf(readSheet(gateway, new TextEncoder().encode("a,b"), null))).toBe("document.type-mismatch");
  expect(await codeOf(readSheet(gateway, new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]), null))).toBe(
    "document.unsupported-type",
  );
  const cut = (await streamed("a", ["b"], [[1]])).slice(0, 300);
  expect(await codeOf(readSheet(gateway, cut, null))).toBe("document.broken");
  // A bomb that says what it is, and one that lies.
  const bomb = withDeclaredSize(handMade(sheetXml("")), "xl/worksheets/sheet1.xml", 300 * 1024 * 1024);
  expect(await codeOf(readSheet(gateway, bomb, null))).toBe("document.too-complex");
  const lying = withDeclaredSize(handMade(sheetXml(" ".repeat(4 * 1024 * 1024))), "xl/worksheets/sheet1.xml", 10);
  expect(await codeOf(readSheet(gateway, lying, null))).toBe("document.too-complex");
  // A cell in the last corner: the rectangle would have 17 thousand million cells.
  const corner = handMade(sheetXml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'));
  expect(await codeOf(readSheet(gateway, corner, null))).toBe("document.too-complex");
  const laughs = handMade(
    sheetXml(
      '<row><c t="inlineStr"><is><t>&c;</t></is></c></row>',
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
    ),
  );
  const read = await readSheet(gateway, laughs, null).catch((error: GatewayError) => error.code);
  expect(JSON.stringify(read)).not.toContain("aaaaaaaaaa");
});

test("a template is filled; its text is text and never markup or a path to something else", async () => {
  const template = makeDocx(
    paragraph("Dear {{customer.Name}}, {{missing}}!") +
      paragraph("{{#items}}") +
      paragraph("* {{title}}: {{price}}") +
      paragraph("{{/items}}"),
  );
  const filled = await fillTemplate(gateway, template, {
    Customer: { name: "Zoë </w:t><b>" },
    items: [
      { title: "Tea", price: 2.5 },
      { title: "Milk", price: 0 },
    ],
  });
  const { pages } = await gateway.extract({ body: filled, fileName: "letter.docx" });
  expect(pages[0]?.text).toBe("Dear Zoë </w:t><b>, !\n\n* Tea: 2.5\n\n* Milk: 0");
  const broken = fillTemplate(gateway, makeDocx(paragraph("{{#open}} never closed")), {});
  await expect(broken).rejects.toMatchObject({ code: "document.broken", message: expect.stringContaining("open") });
  const proto = await fillTemplate(gateway, makeDocx(paragraph("[{{constructor}}{{__proto__.x}}]")), {});
  expect((await gateway.extract({ body: proto, fileName: "a.docx" })).pages[0]?.text).toBe("[]");
});
