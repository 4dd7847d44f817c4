/**
 * Files, by the programs that people use: curl and a tus client against the drive, a real browser in the chat and in the
 * console, over the real product.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { PDFDocument } from "pdf-lib";
import type { Browser } from "playwright-core";
import { Upload } from "tus-js-client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { NewApiToken } from "../../contracts/admin.ts";
import { operatorToken } from "../../scripts/up/operator.ts";
import { freePort, Product } from "../support/product.ts";
import { DESKTOP, Device, expectAccessible, expectNoSidewaysScrolling, launch, PHONE } from "./support/browser.ts";
import { Chat } from "./support/chat.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const run = promisify(execFile);
const work = mkdtempSync(path.join(tmpdir(), "basalt-drive-e2e-"));
let product: Product;
let browser: Browser;
let token: string;

beforeAll(async () => {
  product = new Product({
    data: path.join(work, "data"),
    port: await freePort(),
    bots: [path.join(import.meta.dirname, "drive-bots")],
  });
  [browser] = await Promise.all([launch(), product.start(["clerk"])]);
  const { operatorKey } = JSON.parse(readFileSync(path.join(work, "data/secrets.json"), "utf8"));
  const authorization = `Bearer ${await operatorToken(operatorKey)}`;
  // The database is there a moment after the first bot answers.
  token = await vi.waitFor(
    async () => {
      const answer = await fetch(`${product.origin}/api/v1/tokens`, {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify({ name: "files", scopes: ["files:read", "files:write"] }),
      });
      const made: NewApiToken = await answer.json();
      expect(answer.status).toBe(201);
      return made.token;
    },
    { timeout: 30_000, interval: 200 },
  );
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
  rmSync(work, { recursive: true, force: true });
});

const drive = () => `${product.origin}/api/v1/bots/clerk`;
const curl = async (...args: string[]): Promise<string> => {
  const { stdout } = await run("curl", ["-sS", "--fail-with-body", "-H", `Authorization: Bearer ${token}`, ...args]);
  return stdout;
};

test("curl writes, reads a range, and goes on where a download broke off", async () => {
  const bytes = Buffer.from(Uint8Array.from({ length: 6_500_000 }, (_, index) => index % 241));
  const [file, back] = [path.join(work, "big.bin"), path.join(work, "back.bin")];
  writeFileSync(file, bytes);
  expect(JSON.parse(await curl("-T", file, `${drive()}/files/in/big.bin`))).toMatchObject({ size: bytes.length });
  await curl("-r", "100-199", "-o", back, `${drive()}/files/in/big.bin`);
  expect(readFileSync(back)).toEqual(bytes.subarray(100, 200));
  writeFileSync(back, bytes.subarray(0, 4_000_000));
  await curl("-C", "-", "-o", back, `${drive()}/files/in/big.bin`);
  expect(readFileSync(back).equals(bytes)).toBe(true);
  const head = await curl("-I", `${drive()}/files/template.txt`);
  expect(head).toMatch(/content-length: 27/i);
  await curl("-o", path.join(work, "in.zip"), `${drive()}/drive/archive?folder=in`);
  expect(statSync(path.join(work, "in.zip")).size).toBeGreaterThan(bytes.length);
});

test("curl asks under conditions, and sends files as a form", async () => {
  const [note, tag, back] = [path.join(work, "note.txt"), path.join(work, "note.tag"), path.join(work, "note.back")];
  const url = `${drive()}/files/under/note.txt`;
  /** The status, also of a refusal. */
  const status = (...args: string[]): Promise<string> =>
    curl("-o", back, "-w", "%{http_code}", ...args).catch((error: { stdout: string }) => error.stdout);
  writeFileSync(note, "first");
  expect(await status("-T", note, "-H", "If-None-Match: *", url)).toBe("201");
  expect(await status("-T", note, "-H", "If-None-Match: *", url)).toBe("412");
  expect(readFileSync(back, "utf8")).toContain("drive.conflict");
  expect(await status("--etag-save", tag, url)).toBe("200");
  expect(await status("--etag-compare", tag, url)).toBe("304");
  // Only what is newer than its own copy.
  expect(await status("-z", back, url)).toBe("304");
  const before = readFileSync(tag, "utf8").trim();
  writeFileSync(note, "second");
  expect(await status("-T", note, "-H", `If-Match: ${before}`, url)).toBe("200");
  expect(await status("-T", note, "-H", `If-Match: ${before}`, url)).toBe("412");
  expect(await status("-r", "0-2", "-H", `If-Range: ${before}`, url)).toBe("200");
  expect(await status("--etag-compare", tag, "--etag-save", tag, url)).toBe("200");
  expect(await status("-r", "0-2", "-H", `If-Range: ${readFileSync(tag, "utf8").trim()}`, url)).toBe("206");
  expect(readFileSync(back, "utf8")).toBe("sec");
  // Of several ranges none is given.
  expect(await status("-r", "0-1,3-4", url)).toBe("200");
  expect(await status("-r", "99-", url)).toBe("416");
  const form = ["-F", `a=@${note}`, "-F", `b=@${note};filename=other.txt`, `${drive()}/files?folder=form`];
  const { items } = JSON.parse(await curl(...form)) as { items: { path: string; size: number }[] };
  expect(items.map(({ path, size }) => `${path} ${size}`)).toEqual(["form/note.txt 6", "form/other.txt 6"]);
});

test("the gateway reads the first lines of a document", async () => {
  const document = await PDFDocument.create();
  document.addPage([300, 300]).drawText("Minutes of the meeting", { x: 20, y: 200, size: 14 });
  const file = path.join(work, "minutes.pdf");
  writeFileSync(file, await document.save());
  const url = `${drive()}/files/minutes.pdf`;
  await curl("-T", file, url);
  expect(await curl(`${url}?preview`)).toContain("Minutes of the meeting");
  writeFileSync(file, "%PDF-1.7 that is none");
  await curl("-T", file, url);
  const refused = await curl(`${url}?preview`).catch((error: { stdout: string }) => error.stdout);
  expect(JSON.parse(refused)).toMatchObject({ status: 415, code: "drive.no-preview" });
});

test("a tus client resumes an upload that was stopped", async () => {
  const bytes = Buffer.from(Uint8Array.from({ length: 7_000_000 }, (_, index) => index % 239));
  const begin = (options: { url?: string; stopAt?: number }) =>
    new Promise<{ url: string; sent: number }>((resolve, reject) => {
      const upload = new Upload(bytes, {
        ...(options.url === undefined ? { endpoint: `${drive()}/uploads-tus` } : { uploadUrl: options.url }),
        headers: { Authorization: `Bearer ${token}` },
        metadata: { filename: "resumed.bin", folder: "tus" },
        chunkSize: 2_000_000,
        retryDelays: null,
        onError: reject,
        onChunkComplete: (_, sent) => {
          if (options.stopAt === undefined || sent < options.stopAt) return;
          void upload.abort().then(() => resolve({ url: upload.url ?? "", sent }));
        },
        onSuccess: () => resolve({ url: upload.url ?? "", sent: bytes.length }),
      });
      upload.start();
    });
  const stopped = await begin({ stopAt: 4_000_000 });
  expect(stopped.sent).toBeLessThan(bytes.length);
  await begin({ url: stopped.url });
  const answer = await fetch(`${drive()}/files/tus/resumed.bin`, { headers: { authorization: `Bearer ${token}` } });
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
});

const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

test("a person sends a picture in the chat, and sees it also after a reload", async () => {
  const device = await Device.open(browser, product.origin, PHONE);
  const page = await device.visit("/clerk");
  const chat = new Chat(page);
  await chat.field.waitFor();
  await page.locator('input[type="file"]').setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: PICTURE });
  const files = page.getByRole("list", { name: "Attach files" });
  await files.getByText(`${PICTURE.length} B`).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await page.getByRole("button", { name: "Send" }).click();
  await chat.hears(`Kept dot.png, ${PICTURE.length} bytes`);
  await page.getByRole("img", { name: "dot.png" }).waitFor();
  await page.reload();
  await page.getByRole("img", { name: "dot.png" }).waitFor();
  await device.close();
});

test("the console shows the drive, takes a file, brings a version back and makes a link", async () => {
  const link = /Administrator\s+(http\S+)\s/.exec(product.output)?.[1] ?? "";
  const device = await Device.open(browser, product.origin, DESKTOP);
  const page = await device.visit(link.slice(product.origin.length));
  await page.getByRole("heading", { name: "Health" }).waitFor();
  await page.goto(`${product.origin}/console/bots/clerk/files`);
  await page.getByText("Of the release").waitFor();
  for (const text of ["first", "second"]) {
    const file = { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from(text) };
    await page.getByLabel("Upload files").setInputFiles(file);
    await page.getByRole("progressbar").waitFor({ state: "detached" });
  }
  await page.getByRole("button", { name: "Versions and links of note.txt" }).click();
  await page.getByText("second", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Restore version 1" }).click();
  await page.getByText("Version 1 is back.").waitFor();
  await page.getByText("first", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Make a link" }).click();
  const href = await page.getByRole("link", { name: /Link until/ }).getAttribute("href");
  expect(await (await fetch(href ?? "")).text()).toBe("first");
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await device.close();
});
