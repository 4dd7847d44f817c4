// Files and other servers from end to end: the product with its gateway makes PDF files, hands them out, reads what a person
// sends, calls servers and reads a web site.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { prepareZXingModule, writeBarcode } from "zxing-wasm/writer";
import type { OpenAnswer, TurnAnswer } from "../../contracts/conversation.ts";
import type { CollectionStatus } from "../../contracts/knowledge.ts";
import { makeDocx, paragraph } from "../../gpu-gateway/test/support/docx-fixtures.ts";
import { operatorToken } from "../../scripts/up/operator.ts";
import { OutsideWorld } from "../support/outside-world.ts";
import { freePort, Product } from "../support/product.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), "basalt-files-"));
const START = `
order = {name: "Żaneta", items: [{n: "tea", p: 3}, {n: "milk", p: 2}]}
pdf = GENERATE PDF "invoice.html", order, "out/invoice.pdf"
TALK pdf.url
GENERATE PDF "out/note" WITH TEMPLATE "note.md" DATA {who: "Ann"}
WRITE "out/plain.md", "only *text*"
GENERATE PDF "# A heading" + CHR(10) + "and {{no}} data" TO "out/inline.pdf"
both = MERGE PDF ["out/note.pdf", pdf, "out/inline.pdf"], "out/both.pdf"
TALK (READ both) CONTAINS "Dear Ann", " ", (READ "out/inline.pdf") CONTAINS "and {{no}} data"
TRY
  MERGE PDF ["out/plain.md"], "x.pdf"
CATCH e
  TALK e.number, " ", e.message
END TRY
SEND FILE both, "All of it"
HEAR ticket AS QRCODE
TALK ticket
HEAR sent AS FILE
TALK READ sent
kept = UPLOAD sent, "kept/"
TALK kept.path
`;
const SHEETS = `
SAVE "book.xlsx", {name: "Ann", total: 2}
SAVE "book.xlsx", {name: "Bob", note: "late"}
late = FIND "book.xlsx", "name = bob"
TALK COUNT(late) + " " + late[0].note
rows = IMPORT "book.xlsx#Sheet1"
TALK rows[0].total + rows[0].total
TRY
  UPDATE "book.xlsx" SET total = 1
CATCH e
  TALK e.message
END TRY
name = "Zoë"
letter = FILL "letter.docx" TO "out/letter.docx"
TALK READ letter
FILL DOCUMENT "letter.docx", {name: "Ann"} TO "out/two.docx"
TALK READ "out/two.docx"
`;
const outside = new OutsideWorld();
let unnamedPort = 0;
const outsideScript = () => `
r = GET "http://${outside.host}/a"
TALK r
r = POST "http://${outside.host}/moved", {a: 1}
TALK r.status
r = GET "http://${outside.host}/inside"
TALK ERR
r = POST "https://${outside.secureHost}/", {a: 1}
TALK r.status, " ", r.error
r = POST "http://127.0.0.1:${unnamedPort}/", {a: 1}
TALK r.status, " ", r.error
`;
let product: Product;

beforeAll(async () => {
  const wasm = readFileSync(new URL(import.meta.resolve("zxing-wasm/writer/zxing_writer.wasm")));
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true });
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, "bots/paper.gbai", path, ".."), { recursive: true });
    writeFileSync(join(folder, "bots/paper.gbai", path), text);
  };
  write("paper.gbdialog/start.bas", START);
  write(
    "paper.gbdrive/invoice.html",
    "<h1>Invoice for {{Name}}</h1><ul>{{#items}}<li>{{n}}: {{p}}</li>{{/items}}</ul>",
  );
  write("paper.gbdrive/note.md", "# Note\n\nDear {{who}},\n");
  mkdirSync(join(folder, "bots/sheets.gbai/sheets.gbdialog"), { recursive: true });
  mkdirSync(join(folder, "bots/sheets.gbai/sheets.gbdrive"), { recursive: true });
  writeFileSync(join(folder, "bots/sheets.gbai/sheets.gbdialog/start.bas"), SHEETS);
  writeFileSync(
    join(folder, "bots/sheets.gbai/sheets.gbdrive/letter.docx"),
    makeDocx(paragraph("Dear {{name}}, {{nothing}}welcome.")),
  );
  await outside.start();
  unnamedPort = await freePort();
  for (const [bot, script] of [
    ["outside", outsideScript()],
    ["crawler", `USE WEBSITE "http://${outside.host}/"\nHEAR x\nr = THINK KB "badger"\nTALK r.sources[0]\n`],
  ] as const) {
    mkdirSync(join(folder, `bots/${bot}.gbai/${bot}.gbot`), { recursive: true });
    writeFileSync(join(folder, `bots/${bot}.gbai/start.bas`), script);
    writeFileSync(join(folder, `bots/${bot}.gbai/${bot}.gbot/config.csv`), "name,value\nwebsite-max-depth,1\n");
  }
  product = new Product({
    data: join(folder, "data"),
    port: await freePort(),
    bots: [join(folder, "bots")],
    env: { OUTBOUND_PRIVATE_HOSTS: `${outside.host},${outside.secureHost}` },
  });
  await product.start(["paper", "sheets", "outside", "crawler"]);
});
afterAll(async () => {
  await product.stop();
  await outside.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("PDF files are made, joined, read and fetched by their link; a code and a file are read", async () => {
  const api = `${product.origin}/api/v1/bots/paper/conversations`;
  const json = { "content-type": "application/json" };
  const opened = (await (await fetch(api, { method: "POST", headers: json, body: "{}" })).json()) as OpenAnswer;
  const talks = (answer: TurnAnswer) => answer.frames.flatMap((frame) => (frame.type === "talk" ? [frame.text] : []));
  const [url = "", ...others] = talks(opened);
  expect(others).toEqual(["true true", expect.stringMatching(/^500 MERGE PDF: File 1 of the list is no PDF/)]);
  const pdf = await fetch(new URL(url, product.origin));
  expect([pdf.status, pdf.headers.get("content-type")]).toEqual([200, "application/pdf"]);
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await pdf.arrayBuffer())), {
    mergePages: true,
  });
  expect(text).toMatch(/Invoice for Żaneta.*tea: 3.*milk: 2/s);
  expect(opened.frames.find(({ type }) => type === "file")).toMatchObject({ name: "both.pdf", alt: "All of it" });

  const auth = { authorization: `Bearer ${opened.token}` };
  const send = async (name: string, type: string, body: Uint8Array<ArrayBuffer>) => {
    const headers = { ...auth, "content-type": type, "x-file-name": name };
    const kept = await fetch(`${api}/${opened.id}/attachments`, { method: "POST", headers, body });
    const { id } = (await kept.json()) as { id: string };
    const message = JSON.stringify({ id: `m-${name}`, attachments: [{ id }] });
    const answer = await fetch(`${api}/${opened.id}/messages`, {
      method: "POST",
      headers: { ...auth, ...json },
      body: message,
    });
    return (await answer.json()) as TurnAnswer;
  };
  const picture = async (words: string) =>
    new Uint8Array((await (await writeBarcode(words, { scale: 4 })).image?.arrayBuffer()) ?? new ArrayBuffer(0));
  const blank = new Uint8Array(
    Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==",
      "base64",
    ),
  );
  expect((await send("blank.png", "image/png", blank)).frames.find(({ type }) => type === "hear")).toMatchObject({
    retry: true,
  });
  expect(talks(await send("code.png", "image/png", await picture("TICKET-17")))).toEqual(["TICKET-17"]);
  const words = new TextEncoder().encode("What I wrote.");
  expect(talks(await send("letter.txt", "text/plain", words))).toEqual(["What I wrote.", "kept/letter.txt"]);
});

test("rows go into a workbook and come out of it; a template is filled from data and from variables", async () => {
  const headers = { "content-type": "application/json" };
  const path = `${product.origin}/api/v1/bots/sheets/conversations`;
  const opened = (await (await fetch(path, { method: "POST", headers, body: "{}" })).json()) as OpenAnswer;
  expect(opened.frames.flatMap((frame) => (frame.type === "talk" ? [frame.text] : []))).toEqual([
    "1 late",
    "4",
    expect.stringContaining("Rows of a workbook can be added, not changed"),
    "Dear Zoë, welcome.",
    "Dear Ann, welcome.",
  ]);
});

test("scripts reach what the installation names, by the gateway; redirects inside and bad certificates are refused", async () => {
  const headers = { "content-type": "application/json" };
  const path = `${product.origin}/api/v1/bots/outside/conversations`;
  const opened = (await (await fetch(path, { method: "POST", headers, body: "{}" })).json()) as OpenAnswer;
  expect(opened.frames.flatMap((frame) => (frame.type === "talk" ? [frame.text] : []))).toEqual([
    expect.stringContaining("The badger digs."),
    "200",
    "70",
    `0 The certificate or the encryption of ${outside.secureHost} is not valid.`,
    "0 The request was refused: 127.0.0.1 is not an address of the public internet.",
  ]);
  expect(outside.secureRequests).toBe(0);
  const posted = outside.asked.find(({ method }) => method === "POST");
  expect(posted).toMatchObject({ path: "/moved", headers: { "idempotency-key": expect.stringContaining(opened.id) } });
});

test("a web site on a port of its own is read, as deep as it may be and as robots.txt allows", async () => {
  const { operatorKey } = JSON.parse(readFileSync(join(folder, "data/secrets.json"), "utf8")) as {
    operatorKey: string;
  };
  const headers = { authorization: `Bearer ${await operatorToken(operatorKey)}` };
  const status = async () => {
    const answer = await fetch(`${product.origin}/api/v1/bots/crawler/knowledge`, { headers });
    return ((await answer.json()) as { items: CollectionStatus[] }).items[0];
  };
  await vi.waitFor(async () => expect(await status()).toMatchObject({ pending: 0, website: { state: "waiting" } }), {
    timeout: 60_000,
    interval: 200,
  });
  expect(await status()).toMatchObject({ documents: 3, failed: 0, website: { pages: 3, reason: null } });
  const read = outside.asked.filter(({ headers: { "user-agent": agent } }) => String(agent).startsWith("Basalt"));
  const paths = read.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(["/robots.txt", "/", "/a", "/moved", "/b"]));
  expect(paths).not.toContain("/private");
  expect(paths).not.toContain("/deep");
});
