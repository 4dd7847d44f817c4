/** A chat as a person uses it: by what is written on it and read out, never by how it is built. */
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { DurableFrame } from "../../../contracts/frames.ts";

export class Chat {
  readonly page: Page;
  readonly log: Locator;
  readonly field: Locator;
  private readonly origin: string;

  constructor(page: Page) {
    this.page = page;
    this.origin = new URL(page.url()).origin;
    this.log = page.getByRole("log", { name: "Conversation" });
    this.field = page.getByRole("textbox", { name: "Message" });
  }

  async write(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press("Enter");
  }

  async choose(label: string): Promise<void> {
    await this.page
      .getByRole("group", { name: "Suggestions" })
      .getByRole("button", { name: label, exact: true })
      .click();
  }

  /** Waits until the last thing said contains the text. */
  async hears(text: string | RegExp): Promise<void> {
    await this.log.getByText(text).last().waitFor();
  }

  /** Labels of what can be clicked instead of writing. */
  async offered(): Promise<string[]> {
    return this.page.getByRole("group", { name: "Suggestions" }).getByRole("button").allTextContents();
  }

  async text(): Promise<string> {
    return this.log.innerText();
  }

  /** The conversation that this page remembers. */
  private async identity(): Promise<{ bot: string; id: string; token: string }> {
    const stored = await this.page.evaluate(() => {
      const key = Object.keys(localStorage).find((name) => name.startsWith("basalt:conversation:")) ?? "";
      return { key, value: localStorage.getItem(key) ?? "null" };
    });
    const identity = JSON.parse(stored.value) as { id: string; token: string };
    return { ...identity, bot: stored.key.split("/").at(-1) ?? "" };
  }

  /** The frames of the same conversation as any program gets them. */
  async frames(): Promise<DurableFrame[]> {
    const { bot, id, token } = await this.identity();
    const answer = await fetch(`${this.origin}/api/v1/bots/${bot}/conversations/${id}/frames`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const page = (await answer.json()) as { items: DurableFrame[] };
    return page.items;
  }

  /** What the page shows is what was said: all of it, once, in order. */
  async expectWhole(): Promise<DurableFrame[]> {
    const frames = await this.frames();
    const said = frames.flatMap((frame) => (frame.type === "talk" || frame.type === "user" ? [frame.text] : []));
    await expect.poll(async () => this.shown(), { timeout: 15_000 }).toBe(said.map(bare).filter(Boolean).join("\n"));
    return frames;
  }

  /** The messages without names, times and marks, a line each. */
  private async shown(): Promise<string> {
    const bubbles = await this.log.locator("[dir=auto]").allInnerTexts();
    return bubbles.map(bare).join("\n");
  }
}

/** Words only: markup, line breaks and the numbers of a list are the page's business. */
const bare = (text: string): string =>
  text
    .replace(/^\s*\d+\.\s/gm, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
