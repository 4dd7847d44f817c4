/**
 * What a person gets, proven in a real browser by clicking and typing: the example's whole conversation, on a phone and on
 * a desk, light and dark, by keyboard alone, embedded in a shop's page, with the line cut and with everything killed; and
 * the administrator's console. BASALT_SCREENSHOTS=1 renews the pictures in docs/screenshots.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { OpenAnswer } from "../../contracts/conversation.ts";
import type { WebsiteStatus } from "../../contracts/websites.ts";
import { freePort, Product, post } from "../support/product.ts";
import { DESKTOP, Device, expectAccessible, expectNoSidewaysScrolling, launch, PHONE } from "./support/browser.ts";
import { Chat } from "./support/chat.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

const root = path.resolve(import.meta.dirname, "../..");
const work = mkdtempSync(path.join(tmpdir(), "basalt-e2e-"));
const pictures =
  process.env["BASALT_SCREENSHOTS"] === "1" ? path.join(root, "docs/screenshots") : path.join(work, "pictures");

let product: Product;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  browser = await launch();
  product = new Product({
    data: path.join(work, "data"),
    port: await freePort(),
    bots: [path.join(import.meta.dirname, "bots")],
    examples: true,
  });
  await product.start(["helpdesk", "patience"]);
  await untilTheManualIsRead();
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
  rmSync(work, { recursive: true, force: true });
});

/** The gateway reads the documents in the seconds after the first start; until then a bot answers from those it has. */
async function untilTheManualIsRead(): Promise<void> {
  const conversations = `${product.origin}/api/v1/bots/helpdesk/conversations`;
  const ask = async (): Promise<string> => {
    const { id, token } = await post<OpenAnswer>(conversations, {}, 201);
    const headers = { authorization: `Bearer ${token}` };
    let answer = "";
    const words = ["Solve a problem", "Ana", "ana@example.com", "What does error E4 mean?"];
    for (const [turn, text] of words.entries())
      answer = JSON.stringify(await post(`${conversations}/${id}/messages`, { id: `m-${turn}`, text }, 200, headers));
    return answer;
  };
  await vi.waitFor(async () => expect(await ask()).toContain(", page "), { timeout: 90_000, interval: 500 });
}

async function picture(page: Page, name: string): Promise<void> {
  // What the pointer rests on would look chosen.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

async function openChat(device: Device, bot = "helpdesk"): Promise<Chat> {
  return new Chat(await device.visit(`/${bot}`));
}

/** From the welcome to the question what the matter is. */
async function introduce(chat: Chat): Promise<void> {
  await chat.hears("Welcome to Casa Arábica!");
  await chat.choose("Solve a problem");
  await chat.hears("May I ask your name?");
  await chat.write("Ana Souza");
  await chat.hears("Thank you, Ana Souza.");
  await chat.write("ana@example.com");
  await chat.hears("What can we help you with?");
}

describe.each([
  ["phone", PHONE],
  ["desktop", DESKTOP],
] as const)("on a %s", (name, options) => {
  test("the whole conversation of the help desk", async () => {
    const device = await Device.open(browser, product.origin, options);
    const chat = await openChat(device);
    const { page } = chat;
    await chat.hears("Welcome to Casa Arábica!");
    await expect.poll(() => chat.offered()).toEqual(["Solve a problem", "Look up a ticket"]);
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);

    await chat.choose("Solve a problem");
    await chat.hears("May I ask your name?");
    await chat.write("Ana Souza");
    await chat.hears("At which e-mail address");
    await expect.poll(() => chat.field.getAttribute("inputmode")).toBe("email");
    await chat.write("ana at home");
    await chat.hears("That does not look like an e-mail address.");
    await expect.poll(() => chat.field.getAttribute("aria-invalid")).toBe("true");
    expect(await chat.field.getAttribute("inputmode")).toBe("email");
    await expectAccessible(page);
    await chat.write("ana@example.com");
    await chat.hears("What can we help you with?");
    await expect.poll(() => chat.field.getAttribute("inputmode")).not.toBe("email");
    await expect.poll(() => chat.offered()).toEqual(["Error E4", "Descaling", "Delivery time"]);

    // The manual is a PDF: the answer names it with the page.
    await chat.choose("Error E4");
    await chat.hears(/Source: Brisa user manual › E4.*, page 7/);
    await chat.hears("Did that help?");
    await expect.poll(() => chat.offered()).toEqual(["Yes", "No"]);
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await picture(page, `chat-${name}`);
    await chat.choose("No");
    await chat.hears("What shall we do?");
    await chat.choose("Ask in other words");
    await chat.write("How do I descale my machine?");
    await expect.poll(() => sources(chat)).toBe(2);
    await chat.choose("No");
    // Another passage, from another place.
    await expect.poll(() => sources(chat)).toBe(3);
    const named = [...(await chat.text()).matchAll(/Source: .*/g)].map(([line]) => line);
    expect(named.at(-1)).not.toBe(named.at(-2));
    for (let more = 0; more < 3 && (await chat.offered()).includes("No"); more++) {
      const before = (await chat.frames()).length;
      await chat.choose("No");
      await expect.poll(async () => (await chat.frames()).length).toBeGreaterThan(before);
      await expect.poll(() => chat.offered()).not.toEqual([]);
    }
    await chat.hears("Then I have nothing better to show");

    await chat.choose("Write a ticket");
    await chat.hears("Is it urgent?");
    await chat.choose("Yes");
    await chat.hears("Your ticket is written.");
    await chat.hears("Is there anything else?");
    const number = /Ticket (\d{6})/.exec(await chat.text())?.[1] ?? "";
    expect(number).not.toBe("");
    await expectAccessible(page);
    await chat.choose("Look up a ticket");
    await chat.hears("What is the number of your ticket?");
    await expect.poll(() => chat.field.getAttribute("inputmode")).toBe("numeric");
    await chat.write(number);
    await expect.poll(async () => (await chat.text()).split(`Ticket ${number}`).length - 1).toBe(2);
    const ticket = chat.page.getByRole("group", { name: `Ticket ${number}` }).last();
    expect(await ticket.getByRole("term").allInnerTexts()).toEqual(["Status", "Urgency", "Written", "By", "Problem"]);
    expect(await ticket.innerText()).toContain("How do I descale my machine?");
    await expectAccessible(page);
    await chat.choose("No, that is all");
    await chat.hears("Thank you for your visit, Ana Souza.");
    await expectNoSidewaysScrolling(page);
    const frames = await chat.expectWhole();
    expect(frames.at(-1)).toMatchObject({ type: "state", state: "idle" });
    await device.close();
  });

  test("the widget in a shop's page", async () => {
    const device = await Device.open(browser, product.origin, options);
    const page = await device.visit("/embed/demo/helpdesk");
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    const button = page.getByRole("button", { name: "Open chat" });
    await button.click();
    const chat = new Chat(page);
    await chat.hears("Welcome to Casa Arábica!");
    await expect.poll(() => chat.offered()).toEqual(["Solve a problem", "Look up a ticket"]);
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await introduce(chat);
    if (name === "desktop") await picture(page, "embed-desktop");
    await chat.field.press("Escape");
    await chat.log.waitFor({ state: "hidden" });
    expect(await button.evaluate((element) => element.matches(":focus"))).toBe(true);
    await button.press("Enter");
    await chat.hears("What can we help you with?");
    await chat.expectWhole();
    await device.close();
  });
});

const sources = async (chat: Chat): Promise<number> => (await chat.text()).split("Source: ").length - 1;

test("with the keyboard alone", async () => {
  const device = await Device.open(browser, product.origin, DESKTOP);
  const chat = await openChat(device);
  const { keyboard } = chat.page;
  await expect.poll(() => chat.offered()).toHaveLength(2);
  // Who opens the page can write at once; the choices are one step back, arrows go between them.
  await expect.poll(() => chat.field.evaluate((element) => element.matches(":focus"))).toBe(true);
  await keyboard.press("Shift+Tab");
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowLeft");
  await keyboard.press("Enter");
  await chat.hears("May I ask your name?");
  await expect.poll(() => chat.field.evaluate((element) => element.matches(":focus"))).toBe(true);
  await keyboard.type("Ana Souza");
  await keyboard.press("Enter");
  await chat.hears("At which e-mail address");
  await keyboard.type("ana@example.com");
  await keyboard.press("Enter");
  await chat.hears("What can we help you with?");
  await keyboard.type("first line");
  await keyboard.press("Shift+Enter");
  await keyboard.type("How long does delivery take?");
  await keyboard.press("Enter");
  await chat.hears("Did that help?");
  const frames = await chat.expectWhole();
  expect(frames.findLast((frame) => frame.type === "user")).toMatchObject({
    text: "first line\nHow long does delivery take?",
  });
  await device.close();
});

test("the console: health, an API token from its making to its end, and knowledge", async () => {
  // It is printed a moment after the first bot answers.
  const link = await vi.waitFor(() => {
    const [, address] = /Administrator\s+(http\S+)\s/.exec(product.output) ?? [];
    if (address === undefined) throw new Error("no link yet");
    return address;
  }, 20_000);
  const device = await Device.open(browser, product.origin, DESKTOP);
  const page = await device.visit(link.slice(product.origin.length));
  await page.getByRole("heading", { name: "Health" }).waitFor();
  expect(page.url()).not.toContain("token");
  await expect.poll(() => page.getByRole("row", { name: /Postgres.*Up/ }).count(), { timeout: 30_000 }).toBe(1);
  await expectAccessible(page);
  await picture(page, "console-desktop");

  await page.getByRole("link", { name: "API tokens" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Pipeline");
  await page.getByRole("checkbox", { name: "bots:read" }).check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make token" }).click();
  const key = (await page.getByText(/^bsk_/).textContent()) ?? "";
  await expectAccessible(page);
  const listBots = () => fetch(`${product.origin}/api/v1/bots`, { headers: { authorization: `Bearer ${key}` } });
  const allowed = await listBots();
  expect(allowed.status).toBe(200);
  expect(JSON.stringify(await allowed.json())).toContain('"helpdesk"');
  await page.getByRole("button", { name: "Revoke Pipeline" }).click();
  await page.getByRole("button", { name: "Confirm revoking Pipeline" }).click();
  await page.getByRole("cell", { name: "Revoked" }).waitFor();
  const refused = await listBots();
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ code: "auth.invalid" });
  // Reloaded, the key is nowhere any more.
  await page.reload();
  await page.getByRole("cell", { name: "Revoked" }).waitFor();
  expect(await page.content()).not.toContain(key);

  await page.getByRole("navigation").getByRole("link", { name: "Bots", exact: true }).click();
  const helpdesk = page.getByRole("region", { name: "helpdesk", exact: true });
  await helpdesk.getByRole("link", { name: "Knowledge" }).click();
  await page.getByRole("row", { name: /brisa-manual\.pdf.*Ready/ }).waitFor();
  await page.getByRole("combobox", { name: "Collection" }).selectOption("machines");
  await page.getByRole("textbox", { name: "Question" }).fill("What does error E4 mean?");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("listitem").filter({ hasText: "page 7" }).first().waitFor();
  await expectAccessible(page);

  // A site that is being read: the page asks again by itself until it has been.
  const at = "2026-11-23T12:00:00.000Z";
  const site: WebsiteStatus = {
    url: "https://example.com/help",
    state: "reading",
    reason: null,
    pages: 3,
    known: 8,
    finishedAt: null,
    nextAt: at,
    failures: [{ url: "https://example.com/help/gone", reason: "status 404" }],
  };
  let shown = site;
  await page.route("**/api/v1/bots/helpdesk/knowledge", async (route) => {
    const whole = await (await route.fetch()).json();
    const [first] = whole.items;
    const items = [...whole.items, { ...first, name: "web:example.com", website: shown }];
    await route.fulfill({ json: { ...whole, items } });
  });
  await page.reload();
  const row = page.getByRole("row", { name: /^https:\/\/example\.com\/help / });
  await row.filter({ hasText: /38Not yet.*Being read/ }).waitFor();
  await expectAccessible(page);
  shown = { ...site, state: "waiting", pages: 7, finishedAt: at };
  await row.filter({ hasText: /78.*2026.*Read/ }).waitFor();
  await row.getByText("Pages that could not be read").click();
  await row.getByText("https://example.com/help/gone: status 404").waitFor();
  await page.setViewportSize(PHONE.viewport);
  await expectNoSidewaysScrolling(page);

  for (const name of ["Health", "Bots", "API tokens"]) {
    await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    await page.getByText("Loading…").waitFor({ state: "detached" });
    await expectNoSidewaysScrolling(page);
  }
  await expectAccessible(page);
  await device.close();

  // The link works once; who has no session sees no page of the console.
  const stranger = await Device.open(browser, product.origin, DESKTOP);
  const again = await stranger.visit(link.slice(product.origin.length));
  await again.getByRole("alert").waitFor();
  expect(await again.getByRole("link", { name: "API tokens" }).count()).toBe(0);
  await expectAccessible(again);
  await stranger.context.close();
});

describe("whatever happens to the line", () => {
  test("a reload in the middle and a second tab show the same", async () => {
    const device = await Device.open(browser, product.origin, DESKTOP);
    const chat = await openChat(device);
    await introduce(chat);
    await chat.page.reload();
    await chat.hears("What can we help you with?");
    await expect.poll(() => chat.offered()).toEqual(["Error E4", "Descaling", "Delivery time"]);
    await chat.expectWhole();
    const other = await openChat(device);
    await other.hears("What can we help you with?");
    await other.choose("Delivery time");
    await Promise.all([chat, other].map((tab) => tab.hears("Did that help?")));
    await chat.choose("Yes");
    await Promise.all([chat, other].map((tab) => tab.hears("Is there anything else?")));
    expect(await other.expectWhole()).toEqual(await chat.expectWhole());
    await device.close();
  });

  test("what is written offline is kept, also when the page is closed, and sent once", async () => {
    const device = await Device.open(browser, product.origin, PHONE);
    const chat = await openChat(device, "patience");
    await chat.hears("I count what I hear.");
    await device.context.setOffline(true);
    await chat.page.getByText("You are offline.").first().waitFor();
    await chat.write("rain");
    await chat.hears("rain");
    await expectAccessible(chat.page);
    expect(await chat.frames()).not.toContainEqual(expect.objectContaining({ type: "user" }));
    await chat.page.close();
    await device.context.setOffline(false);
    const later = await openChat(device, "patience");
    await later.hears("Number 1 was rain.");
    const frames = await later.expectWhole();
    expect(frames.filter((frame) => frame.type === "user")).toHaveLength(1);
    await device.close({ cut: true });
  });

  test("workerd killed in the middle of a turn: the page goes on at the statement", async () => {
    const device = await Device.open(browser, product.origin, PHONE);
    const chat = await openChat(device, "patience");
    await chat.hears("I count what I hear.");
    await chat.write("one");
    await chat.hears("Number 1 was one.");
    await chat.write("two");
    await chat.hears("Let me think about two.");
    expect(product.kill("workerd")).toBe(true);
    await chat.hears("Number 2 was two.");
    await chat.write("three");
    await chat.hears("Number 3 was three.");
    const frames = await chat.expectWhole();
    expect(frames.map((frame) => (frame.type === "talk" ? frame.text : "")).filter(Boolean)).toEqual([
      "I count what I hear.",
      "Let me think about one.",
      "Number 1 was one.",
      "Let me think about two.",
      "Number 2 was two.",
      "Let me think about three.",
      "Number 3 was three.",
    ]);
    await device.close({ cut: true });
  });

  test("everything killed and started again: the open page says so, keeps what is written, and goes on", async () => {
    const device = await Device.open(browser, product.origin, DESKTOP);
    const chat = await openChat(device, "patience");
    await chat.hears("I count what I hear.");
    await chat.write("one");
    await chat.hears("Let me think about one.");
    product.kill("tree");
    await chat.page
      .getByText(/^Connection lost\./)
      .first()
      .waitFor();
    await chat.write("two");
    await chat.hears("two");
    await expectAccessible(chat.page);
    await product.start(["patience"]);
    await chat.page
      .getByRole("button", { name: "Try now" })
      .click({ timeout: 5_000 })
      .catch(() => {});
    await chat.hears("Number 1 was one.");
    await chat.hears("Number 2 was two.");
    const frames = await chat.expectWhole();
    expect(frames.filter((frame) => frame.type === "user")).toHaveLength(2);
    await device.close({ cut: true });
  });
});
