// PDF files that the gateway makes and joins, and codes in pictures: through the real service, read back by another library.
import { readFileSync } from "node:fs";
import { PDFDocument } from "pdf-lib";
import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { prepareZXingModule, writeBarcode } from "zxing-wasm/writer";
import type { PdfRequest } from "../../contracts/gateway-documents.ts";
import type { GatewayClient } from "../../platform/gateway-client.ts";
import { makePdf, mergePdf, readCode } from "../../platform/gateway-documents.ts";
import { freePort } from "../../test/support/product.ts";
import { clientOf, endAllGateways, makeKeys, startGateway } from "./support/gateway-process.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });
let gateway: GatewayClient;
const { signal } = new AbortController();

beforeAll(async () => {
  const wasm = readFileSync(new URL(import.meta.resolve("zxing-wasm/writer/zxing_writer.wasm")));
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true });
  const keys = await makeKeys("worker");
  gateway = clientOf(await startGateway({ keys: [keys], port: await freePort() }), keys);
  // A new ledger refuses tokens of the same second in which it was made.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
});
afterAll(endAllGateways);

const make = (template: string, more: Partial<PdfRequest> = {}, images: Uint8Array[] = []) =>
  makePdf(gateway, { format: "markdown", template, data: null, created: 1e12, images: [], ...more }, images, signal);
const pagesOf = async (pdf: Uint8Array) =>
  (await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false })).text;

describe("a PDF", () => {
  test("of Markdown with data: placeholders in any case, lists, conditions, values that are no markup", async () => {
    const data = {
      name: "Żaneta Ωμέγα Жук",
      note: "*not bold* | no cell",
      items: [
        { n: "tea", p: 3 },
        { n: "milk", p: 1.5 },
      ],
      paid: false,
    };
    const template =
      "# Invoice for {{NAME}}\n\n{{#if paid}}Paid{{else}}Due{{/if}}: {{note}} {{missing}}\n\n| Item | Price |\n|---|---|\n{{#each items}}| {{n}} | {{this.p}} |\n{{/each}}\n\n1. one\n2. **two**\n";
    const pdf = await make(template, { data });
    const [text = ""] = await pagesOf(pdf);
    for (const part of ["Invoice for Żaneta Ωμέγα Жук", "Due: *not bold* | no cell", "tea 3", "milk 1.5", "one", "two"])
      expect(text).toContain(part);
    expect(await make(template, { data })).toEqual(pdf);
    expect((await PDFDocument.load(pdf, { updateMetadata: false })).getCreationDate()?.getTime()).toBe(1e12);
  });

  test("of HTML: tables over pages with their header, page numbers, nothing of scripts", async () => {
    const rows = Array.from({ length: 100 }, (_, i) => ({ i }));
    const template =
      "<title>T</title><script>alert(1)</script><table><tr><th>Number</th><th>B</th></tr>{{#rows}}<tr><td>{{i}}</td><td>x&amp;<b>y</b></td></tr>{{/rows}}</table><p style='page-break-before:always'>The end</p>";
    const pages = await pagesOf(await make(template, { format: "html", data: { rows } }));
    expect(pages.length).toBeGreaterThan(3);
    expect(pages[1]).toMatch(/^Number B/);
    expect(pages[0]).toContain("x&y");
    expect(pages.at(-1)).toContain("The end");
    expect(pages.at(-1)).toContain(`${pages.length} / ${pages.length}`);
    expect(pages.join()).not.toContain("alert");
  });

  test("takes pictures that came with it, and reads no file and no address", async () => {
    const { image } = await writeBarcode("hello", { scale: 4 });
    const png = new Uint8Array((await image?.arrayBuffer()) ?? new ArrayBuffer(0));
    const template = "![logo](logo.png) ![gone](file:///etc/passwd) ![far](http://127.0.0.1:1/x.png)";
    const pdf = await make(template, { images: [{ address: "logo.png", size: png.byteLength }] }, [png]);
    const whole = new TextDecoder("latin1").decode(pdf);
    expect(whole.match(/\/Subtype \/Image/g)?.length).toBeGreaterThan(0);
    expect((await pagesOf(pdf))[0]).toMatch(/\[gone\].*\[far\]/s);
  });

  test.each([
    ["an open section", "{{#a}}x", { a: 1 }, /cannot be filled/],
    [
      "lists in lists",
      "{{#a}}{{#a}}{{#a}}{{#a}}{{b}}{{/a}}{{/a}}{{/a}}{{/a}}",
      { a: Array(100).fill({}), b: "x".repeat(50) },
      /more than/,
    ],
    ["depth", "<div>".repeat(100), {}, /nested/],
  ])("is refused for %s", async (_, template, data, words) => {
    await expect(make(template, { data, format: "html" })).rejects.toMatchObject({
      message: expect.stringMatching(words),
    });
  });
});

describe("files that are joined", () => {
  test("keep their pages in the order of the list", async () => {
    const [a, b] = [await make("first"), await make("second")];
    expect(await pagesOf(await mergePdf(gateway, [b, a, b], signal))).toEqual(["second", "first", "second"]);
  });

  test("are refused when one is no PDF, or behind a password", async () => {
    const good = await make("good");
    const bad = new TextEncoder().encode("no pdf");
    await expect(mergePdf(gateway, [good, bad], signal)).rejects.toMatchObject({
      message: expect.stringContaining("File 2"),
    });
    const text = Buffer.from(good).toString("latin1").replace("/Root ", "/Encrypt 1 0 R\n/Root ");
    const locked = new Uint8Array(Buffer.from(text, "latin1"));
    await expect(mergePdf(gateway, [locked], signal)).rejects.toMatchObject({ code: "document.encrypted" });
  });
});

test("a code is read from a picture; one without says so; what is none is refused", async () => {
  const picture = async (text: string) =>
    new Uint8Array((await (await writeBarcode(text, { scale: 4 })).image?.arrayBuffer()) ?? new ArrayBuffer(0));
  expect(await readCode(gateway, await picture("https://example.com/ticket/7"), signal)).toEqual({
    text: "https://example.com/ticket/7",
    format: expect.stringMatching(/QR/i),
  });
  const blank = Uint8Array.from(
    atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="),
    (sign) => sign.charCodeAt(0),
  );
  expect(await readCode(gateway, blank, signal)).toEqual({ text: null, format: "" });
  await expect(readCode(gateway, new TextEncoder().encode("text"), signal)).rejects.toMatchObject({ status: 415 });
});
