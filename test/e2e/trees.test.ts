/**
 * Cards, lists and tables in a real browser: what they say, how they are clicked, on a phone and on a desk. And the page of
 * a bot whose folder is saved meanwhile.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePort, Product } from "../support/product.ts";
import { DESKTOP, Device, expectAccessible, expectNoSidewaysScrolling, launch, PHONE } from "./support/browser.ts";
import { Chat } from "./support/chat.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

const work = mkdtempSync(path.join(tmpdir(), "basalt-trees-"));
let product: Product;
let browser: Browser;

const edited = path.join(work, "bots/edited.gbai/edited.gbdialog/start.bas");
const edit = (version: string): void =>
  writeFileSync(edited, `TALK "Say something."\nHEAR x AS TEXT\nTALK "${version} heard " + x\n`);

beforeAll(async () => {
  browser = await launch();
  mkdirSync(path.dirname(edited), { recursive: true });
  edit("Version one");
  product = new Product({
    data: path.join(work, "data"),
    port: await freePort(),
    bots: [path.join(import.meta.dirname, "bots"), path.join(work, "bots")],
  });
  await product.start(["gallery", "edited"]);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
  rmSync(work, { recursive: true, force: true });
});

describe.each([
  ["phone", PHONE],
  ["desktop", DESKTOP],
] as const)("on a %s", (name, options) => {
  test("cards are read, clicked and changed; lists and tables stand beside them", async () => {
    const device = await Device.open(browser, product.origin, options);
    const page = await device.visit("/gallery");
    const chat = new Chat(page);
    const card = page.getByRole("group", { name: "Brisa <b>espresso</b> machine" });
    const button = (label: string) => page.getByRole("button", { name: label });
    await chat.hears("What do you think of it?");
    expect(await card.getByRole("img", { name: "A small red machine" }).count()).toBe(1);
    expect(await card.getByRole("definition").allInnerTexts()).toEqual(["249 €", "7"]);
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await chat.expectWhole();

    // By keyboard; the field has the focus where the page was opened at a desk.
    await button("Put it into the basket").focus();
    await page.keyboard.press("Enter");
    await chat.hears("You chose basket:brisa.");
    await chat.hears("It is in the basket.");
    if (name === "desktop") await expect.poll(() => chat.field.evaluate((e) => e.matches(":focus"))).toBe(true);
    // It changed where it stands: the one card is above what was said after it.
    await expect.poll(() => card.getByRole("definition").allInnerTexts()).toEqual(["249 €", "6"]);
    expect(await card.count()).toBe(1);
    expect(await button("Put it into the basket").count()).toBe(0);
    const frames = await chat.expectWhole();
    expect(frames.find((frame) => frame.type === "user")).toMatchObject({ text: "Put it into the basket" });

    // A reload shows the same, with the button that is still to be answered.
    await page.reload();
    await chat.hears("It is in the basket.");
    await expect.poll(() => card.getByRole("definition").allInnerTexts()).toEqual(["249 €", "6"]);
    await button("Go on").click();

    await page.getByRole("table", { name: "Our machines" }).waitFor();
    expect(await button("Go on").isDisabled()).toBe(true);
    expect(await page.getByRole("columnheader").allInnerTexts()).toContain("A column that nobody has");
    expect(await page.getByRole("cell").nth(5).innerText()).toBe("1129.5");
    const list = page.getByRole("list", { name: "To choose from" });
    await expect.poll(() => list.getByRole("listitem").count()).toBe(3);
    expect(await list.getByText("ماكينة برِيزا").evaluate((e) => getComputedStyle(e).direction)).toBe("rtl");
    // A picture of a stranger is only asked for when somebody follows the link.
    expect(await list.getByRole("link", { name: "A grinder, elsewhere" }).getAttribute("rel")).toContain("noreferrer");
    await chat.hears("There is nothing else.");
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await chat.expectWhole();
    if (process.env["BASALT_SCREENSHOTS"] === "1")
      await page.screenshot({ path: path.join(tmpdir(), `trees-${name}.png`) });

    await button("Take Onda").click();
    await chat.hears("You took Take Onda.");
    expect(await button("Take Onda").isDisabled()).toBe(true);
    await chat.expectWhole();
    await device.close();
  });
});

test("a page that is open tells that the bot was saved, and the next message goes to what was saved", async () => {
  const device = await Device.open(browser, product.origin, DESKTOP);
  const page = await device.visit("/edited");
  const chat = new Chat(page);
  await chat.hears("Say something.");
  expect(await page.locator("#saved").innerText()).toBe("");
  edit("Version two");
  await page.getByText(/^Saved at .*: release [0-9a-f]{12} is there/).waitFor();
  await expectAccessible(page);
  await chat.write("you");
  await chat.hears("Version two heard you");
  await device.close();
});
