/**
 * The console's pages of a bot, in a real browser over the real product: a conversation as it goes on, the desk, a call of
 * unknown outcome after a kill, deliveries to a vendor that refuses, the replay, a fork, releases, export and erasure.
 * BASALT_SCREENSHOTS=1 renews the pictures in docs/screenshots.
 */
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { OpenAnswer } from "../../contracts/conversation.ts";
import { operatorToken } from "../../scripts/up/operator.ts";
import { packPackage } from "../../scripts/up/packages.ts";
import { SECRETS, TestVendor } from "../channels/test-vendor.ts";
import { freePort, Product, post } from "../support/product.ts";
import { Vendor } from "../support/vendor.ts";
import { writeWorker } from "../support/worker-build.ts";
import { DESKTOP, Device, expectAccessible, expectNoSidewaysScrolling, launch, PHONE } from "./support/browser.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

const root = path.resolve(import.meta.dirname, "../..");
const work = mkdtempSync(path.join(tmpdir(), "basalt-console-e2e-"));
const pictures =
  process.env["BASALT_SCREENSHOTS"] === "1" ? path.join(root, "docs/screenshots") : path.join(work, "pictures");
const bank = new Vendor();
const messenger = new TestVendor();

let product: Product;
let browser: Browser;
let device: Device;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  await Promise.all([bank.start(), messenger.start()]);
  product = new Product({
    data: path.join(work, "data"),
    port: await freePort(),
    bots: [path.join(import.meta.dirname, "console-bots")],
    env: {
      BASALT_CONFIG: await writeWorker(path.join(work, "worker"), { vendor: bank.url }),
      CHANNEL_PRIVATE_HOSTS: messenger.host,
    },
  });
  [browser] = await Promise.all([launch(), product.start(["till"])]);
  // The link is printed a moment after the first bot answers.
  const link = await vi.waitFor(
    () => /Administrator\s+(http\S+)\s/.exec(product.output)?.[1] ?? fail("no link yet"),
    20_000,
  );
  device = await Device.open(browser, product.origin, DESKTOP);
  const page = await device.visit(link.slice(product.origin.length));
  await page.getByRole("heading", { name: "Health" }).waitFor();
  await page.close();
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await Promise.all([bank.stop(), messenger.stop()]);
  rmSync(work, { recursive: true, force: true });
});

function fail(words: string): never {
  throw new Error(words);
}

const API = "/api/v1/bots/till/conversations";

async function open(): Promise<OpenAnswer> {
  return post<OpenAnswer>(product.origin + API, {}, 201);
}

async function operator(): Promise<{ authorization: string }> {
  const { operatorKey } = JSON.parse(readFileSync(path.join(work, "data/secrets.json"), "utf8")) as {
    operatorKey: string;
  };
  return { authorization: `Bearer ${await operatorToken(operatorKey)}` };
}

let said = 0;
/** 200 once the turn is quiet, 202 while it goes on. */
async function say({ id, token }: OpenAnswer, text: string, status = 200): Promise<void> {
  const message = { id: `m-${++said}`, text, value: null, attachments: [] };
  await post(`${product.origin}${API}/${id}/messages`, message, status, { authorization: `Bearer ${token}` });
}

/** A page of the console, looked at by axe and measured on a desk and on a phone. */
async function expectGood(page: Page): Promise<void> {
  await page.getByText("Loading…").waitFor({ state: "detached" });
  await expectAccessible(page);
  await page.setViewportSize(PHONE.viewport);
  await expectNoSidewaysScrolling(page);
  await page.setViewportSize(DESKTOP.viewport);
  await expectNoSidewaysScrolling(page);
}

const visit = (conversation: OpenAnswer, rest = "") =>
  device.visit(`/console/bots/till/conversations/${conversation.id}${rest}`);

test("a conversation is found, followed while it goes on, and taken over", async () => {
  const page = await device.visit("/console/bots/till/conversations");
  await page.getByText("Nobody has talked with this bot yet.").waitFor();
  await expectGood(page);
  const conversation = await open();
  await page.getByRole("button", { name: "Refresh" }).click();
  await page.getByRole("link", { name: conversation.id }).waitFor();
  await page.getByRole("combobox", { name: "State" }).selectOption("ended");
  await page.getByText("No conversation is like that.").waitFor();
  await page.reload();
  await page.getByText("No conversation is like that.").waitFor();
  await page.getByRole("combobox", { name: "State" }).selectOption("open");
  await expectGood(page);
  await page.getByRole("link", { name: conversation.id }).click();

  // What was said before, with what the journal has of it.
  const transcript = page.getByRole("region", { name: "What was said" });
  await transcript.getByText("Welcome to Casa Arábica ☕").waitFor();
  await transcript.getByText("the till is open").waitFor();
  // What is said now.
  await say(conversation, "coffee");
  await transcript.getByText("That makes 2.46 €. شكرًا 🙏").waitFor();
  const turn = transcript.getByRole("region", { name: "Turn 2" });
  await turn.getByText(/^Took \d+ ms$/).click();
  await turn.getByRole("row", { name: /SAVE \d+ ms internal-write/ }).waitFor();
  await turn.getByRole("row", { name: /Script \d+ steps/ }).waitFor();
  await say(conversation, "break");
  await transcript.getByText(/till\.gbdialog\/start\.bas:25/).waitFor();
  await say(conversation, "again");
  await expectGood(page);

  await page.getByRole("textbox", { name: "Your name, as the person sees it" }).fill("Inês");
  await page.getByRole("button", { name: "Take over" }).click();
  await page.getByText("With the desk").waitFor();
  await page.getByRole("textbox", { name: "Write to the person" }).fill("One moment please.");
  await page.getByRole("button", { name: "Send" }).click();
  await transcript.getByText("One moment please.").waitFor();
  await transcript.getByText("Inês (desk)").waitFor();
  await expectGood(page);
  await page.getByRole("button", { name: "Hand back to the bot" }).click();
  await page.getByRole("button", { name: "Take over" }).waitFor();
  await page.close();
});

test("a table is looked at, sorted, edited by keyboard, added to, and goes out and in as a file", async () => {
  const tables = "/api/v1/bots/till/tables";
  const lines = Array.from({ length: 120 }, (_, i) => `${i + 1},"Sort ${i + 1}",${(i % 7) + 0.5}`);
  await fetch(`${product.origin}${tables}/${encodeURIComponent("Preise 2026")}/import`, {
    method: "POST",
    headers: { ...(await operator()), "content-type": "text/csv" },
    body: `Nr,Name,Preis\n${lines.join("\n")}\n`,
  });
  const page = await device.visit("/console/bots/till/tables");
  await expectGood(page);
  await page.getByRole("link", { name: "Preise 2026" }).click();
  await page.getByText("120 rows in all. Page 1 with 50 rows.").waitFor();
  await page.getByRole("button", { name: "Next page" }).click();
  await page.getByRole("gridcell", { name: "Sort 51", exact: true }).waitFor();
  await page.getByRole("button", { name: "Order by Nr" }).click();
  await page.getByRole("button", { name: "Order by Nr" }).click();
  await page.getByRole("gridcell", { name: "Sort 120", exact: true }).waitFor();
  await page.getByRole("textbox", { name: "Filter" }).fill("Nr >= ");
  await page.getByRole("button", { name: "Apply" }).click();
  await page
    .getByRole("alert")
    .getByText(/The filter cannot be read/)
    .waitFor();
  await expectGood(page);
  await page.getByRole("textbox", { name: "Filter" }).fill("Nr > 118");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.getByText("Page 1 with 2 rows.").waitFor();

  // By keyboard alone: to the cell, into it, out with the new value.
  const cell = page.getByRole("gridcell", { name: "Sort 120", exact: true });
  await cell.focus();
  await page.keyboard.press("ArrowDown");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Sort 119");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Name", exact: true }).first().fill("Größe ☕");
  await page.keyboard.press("Enter");
  await page.getByRole("gridcell", { name: "Größe ☕" }).waitFor();
  await page.getByText("Name is changed.").waitFor();
  await expectGood(page);

  await page.getByText("Add a row").click();
  const form = page.locator("form", { has: page.getByRole("button", { name: "Add row" }) });
  await form.getByRole("textbox", { name: "Nr" }).fill("500");
  await form.getByRole("textbox", { name: "Name" }).fill("Neu");
  await form.getByRole("button", { name: "Add row" }).click();
  await page.getByRole("gridcell", { name: "Neu", exact: true }).waitFor();
  await page.getByRole("button", { name: "Delete row 1" }).click();
  await page.getByRole("button", { name: "Confirm deleting row 1" }).click();
  await page.getByText("The row is deleted.").waitFor();
  await page.getByText("Page 1 with 2 rows.").waitFor();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "XLSX" }).click(),
  ]);
  await page.getByText("Import a file").click();
  await page.locator("input[type=file]").setInputFiles({
    name: "Preise.xlsx",
    mimeType: "application/octet-stream",
    buffer: readFileSync(await download.path()),
  });
  await page.getByRole("textbox", { name: /^Key columns/ }).fill("Nr");
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText(/It would add 0, change 0, leave \d as they are/).waitFor();
  await expectGood(page);
  await page.getByRole("button", { name: "Import" }).click();
  await page.getByText(/^Added 0, changed 0/).waitFor();
  await page.close();
});

test("a call of unknown outcome is repeated or left by hand", async () => {
  const conversation = await open();
  bank.behave = () => ({ fault: "hang" });
  const paying = say(conversation, "pay").catch(() => {});
  await expect.poll(() => bank.calls.length, { timeout: 20_000 }).toBe(1);
  expect(product.kill("workerd")).toBe(true);
  await paying;
  await product.ready(["till"]);
  bank.behave = () => ({});
  const page = await visit(conversation);
  const asked = page.getByRole("region", { name: "Calls of unknown outcome" });
  await asked.getByText("Somebody has to say whether it is made again.").waitFor({ timeout: 40_000 });
  await expectGood(page);
  await asked.getByRole("button", { name: "Repeat PAY ASK" }).click();
  await asked.getByText("An operator had it made again.").waitFor();
  await page.getByRole("region", { name: "What was said" }).getByText("Paid.").waitFor();
  expect(bank.calls).toHaveLength(2);
  expect(bank.calls[1]?.key).toBe(bank.calls[0]?.key);
  expect(await asked.getByRole("button").count()).toBe(0);
  await page.close();
});

test("a message that a vendor refused is sent again", async () => {
  const made = await fetch(`${product.origin}/api/v1/bots/till/channels/webhook/shop`, {
    method: "PUT",
    headers: { ...(await operator()), "content-type": "application/json" },
    body: JSON.stringify({ settings: { url: `http://${messenger.host}/in` }, secrets: SECRETS }),
  });
  expect(made.status).toBe(201);
  const { hook } = (await made.json()) as { hook: string };
  messenger.mood = () => "fail";
  await messenger.post(hook, { type: "message", id: "w-1", from: "ada", text: "coffee" });
  const page = await device.visit("/console/bots/till/conversations");
  const row = page.getByRole("row", { name: /webhook/ });
  await row.getByRole("link").click();
  const deliveries = page.getByRole("region", { name: "Deliveries" });
  await deliveries.getByText("Given up").first().waitFor();
  await expectGood(page);
  messenger.mood = () => "take";
  await deliveries
    .getByRole("button", { name: /^Send again/ })
    .last()
    .click();
  await deliveries.getByText("Accepted").waitFor();
  expect(messenger.arrivals).toHaveLength(1);
  await page.close();
});

test("the replay goes forwards and backwards by keys and buttons, and forks into a sandbox", async () => {
  const conversation = await open();
  await say(conversation, "coffee");
  await say(conversation, "long");
  const page = await visit(conversation, "/replay");
  await page.getByText(/3 turns, \d+ frames: replayed to the same frames\./).waitFor();
  const where = page.getByRole("status").filter({ hasText: /^Turn \d/ });
  const position = async () => (await where.innerText()).replace(/:.*/, "");
  await expect.poll(position).toBe("Turn 1, statement 1 of 5");
  const marked = page.getByRole("listitem").and(page.locator("[aria-current=step]"));
  expect(await marked.innerText()).toContain('PRINT "the till is open"');
  await page.keyboard.press("n");
  await expect.poll(() => marked.innerText()).toContain('TALK "Welcome to **Casa Arábica** ☕"');
  await page.keyboard.press("p");
  await expect.poll(position).toBe("Turn 1, statement 1 of 5");
  await page.getByRole("button", { name: /^Next turn/ }).click();
  await expect.poll(position).toMatch(/^Turn 2, statement 1 of/);
  // The next call is the SAVE, with what it was given and what came of it.
  await page.keyboard.press("c");
  await expect.poll(() => marked.innerText()).toContain('SAVE "orders"');
  const call = page.getByRole("region", { name: "Asked for here" });
  await call.getByText("SAVE").waitFor();
  expect(await call.innerText()).toContain("2.46");
  await page.getByRole("row", { name: "total 2.46 NUMBER" }).waitFor();
  await expectGood(page);
  await page.getByRole("region", { name: "Steps" }).evaluate((steps) => steps.scrollIntoView());
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path.join(pictures, "console-replay.png") });
  // A reload comes back to the same place.
  const before = await position();
  await page.reload();
  await expect.poll(position).toBe(before);
  // Inside the function there are two frames of the stack.
  for (let steps = 0; steps < 6 && (await page.locator("details.call").count()) < 2; steps++) {
    const at = await position();
    await page.keyboard.press("p");
    await expect.poll(position).not.toBe(at);
  }
  await page.getByText("withTax").first().waitFor();
  await page.keyboard.press("b");
  await expect.poll(position).toMatch(/^Turn 2, statement 1 of/);
  await page.keyboard.press("h");
  await expect.poll(position).toBe("Turn 2, its end, waiting for an answer");
  // Letters can be switched off.
  await page.getByRole("checkbox", { name: "Letters on the keyboard step" }).uncheck();
  await page.keyboard.press("b");
  await page.getByRole("button", { name: "Go to turn 3" }).click();
  await expect.poll(position).toMatch(/^Turn 3, statement 1 of/);
  await page.getByRole("button", { name: "Go to turn 2" }).click();
  await expect.poll(position).toMatch(/^Turn 2, statement 1 of/);

  await page.getByRole("button", { name: "Fork into a sandbox" }).click();
  await page.getByRole("heading", { name: "Conversation in a sandbox" }).waitFor();
  expect(page.url()).not.toContain(conversation.id);
  const transcript = page.getByRole("region", { name: "What was said" });
  await transcript.getByText("SAVE was withheld: this is a sandbox.").waitFor();
  await page.getByRole("textbox", { name: "Answer as the person" }).fill("long");
  await page.getByRole("button", { name: "Send" }).click();
  await transcript.getByRole("button", { name: /^Show all [\d,]+ characters$/ }).waitFor();
  await expectGood(page);
  expect(page.url()).not.toMatch(/token/i);
  await page.close();
});

test("releases: what there is, going back, and what open conversations would do", async () => {
  const folder = path.join(work, "till.gbai");
  cpSync(path.join(import.meta.dirname, "console-bots/till.gbai"), folder, { recursive: true });
  appendFileSync(path.join(folder, "till.gbdialog/start.bas"), "' Changed.\n");
  const published = await fetch(`${product.origin}/api/v1/bots/till/releases`, {
    method: "POST",
    headers: { ...(await operator()), "content-type": "application/zip" },
    body: packPackage(folder),
  });
  expect(published.status).toBe(201);
  const { release } = (await published.json()) as { release: string };
  const page = await device.visit("/console/bots/till/releases");
  const current = page.getByRole("row").filter({ has: page.getByText("Current", { exact: true }) });
  await current.getByText(release.slice(0, 12)).first().waitFor();
  await page.getByRole("button", { name: /^Make current/ }).click();
  await page.getByRole("button", { name: /^Confirm: make current/ }).click();
  await page.getByText(/^New conversations get [0-9a-f]{12} from now on\.$/).waitFor();
  await expect.poll(() => current.innerText()).not.toContain(release.slice(0, 12));
  await page.getByRole("button", { name: `Upgrades to ${release.slice(0, 12)}` }).click();
  await page.getByText("Went on with it").waitFor();
  await page.getByRole("button", { name: /that wait whether they could$/ }).click();
  await page.getByText(/asked: \d+ could go on with it/).waitFor();
  await expectGood(page);
  await page.close();
});

test("a conversation is exported, then erased after a confirmation that names what is lost", async () => {
  const conversation = await open();
  await say(conversation, "coffee");
  const page = await visit(conversation);
  await page.getByText("That makes 2.46 €").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`${conversation.id}.jsonl`);
  expect(readFileSync(await download.path(), "utf8")).toContain("Casa Arábica");
  await page.getByRole("button", { name: "Erase this conversation…" }).click();
  const dialog = page.getByRole("dialog", { name: "Erase this conversation?" });
  await dialog.getByText(/everything that was said: \d+ frames/).waitFor();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Erase this conversation…" }).click();
  expect(await dialog.getByRole("button", { name: "Erase", exact: true }).isDisabled()).toBe(true);
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Erase", exact: true }).click();
  await page.getByText("The conversation has been erased.").waitFor();
  await expectGood(page);
  const gone = await fetch(`${product.origin}${API}/${conversation.id}/frames`, {
    headers: { authorization: `Bearer ${conversation.token}` },
  });
  expect(gone.status).toBe(410);
  await page.close();
});
