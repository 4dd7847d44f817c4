/** A chat as a person uses it: by what is written on it and read out, never by how it is built. */
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { DurableFrame } from "../../../contracts/frames.ts";
import { columnsOf, fieldsOf, rowsOf, type TreeNode, textOf } from "../../../contracts/tree.ts";
import { patchTree } from "../../../contracts/tree-patch.ts";

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
    const said = saidIn(frames).map(bare).filter(Boolean).join("\n");
    await expect.poll(async () => this.shown(), { timeout: 15_000 }).toBe(said);
    return frames;
  }

  /** The messages without names, times and marks, a line each. */
  private async shown(): Promise<string> {
    const bubbles = await this.log.locator("[dir=auto]").allInnerTexts();
    return bubbles.map(bare).filter(Boolean).join("\n");
  }
}

/** All texts in the order of the page. A tree stands where it was shown first, as it is now. */
function saidIn(frames: readonly DurableFrame[]): string[] {
  const now = new Map<string, TreeNode>();
  for (const frame of frames) {
    if (frame.type === "tree") now.set(frame.id, frame.tree);
    const before = frame.type === "tree.patch" ? now.get(frame.id) : undefined;
    if (frame.type === "tree.patch" && before) now.set(frame.id, patchTree(before, frame.ops));
  }
  return frames.flatMap((frame) => {
    if (frame.type === "talk" || frame.type === "user") return [frame.text];
    const tree = frame.type === "tree" ? now.get(frame.id) : undefined;
    return tree ? textsOf(tree) : [];
  });
}

function textsOf(node: TreeNode): string[] {
  const buttons = node.children.filter(({ type }) => type === "button");
  const others = node.children.filter(({ type }) => type !== "button");
  const isLink = node.type === "image" && textOf(node, "url").startsWith("https:");
  const texts = [
    textOf(node, "title"),
    textOf(node, "text"),
    node.type === "button" ? textOf(node, "label") : "",
    isLink ? textOf(node, "alt") : "",
    ...others.flatMap(textsOf),
    ...fieldsOf(node).flatMap(({ label, value }) => [label, value]),
    ...columnsOf(node).map(({ label }) => label),
    ...rowsOf(node).flat(),
    node.children.length + rowsOf(node).length === 0 ? textOf(node, "empty") : "",
    ...buttons.flatMap(textsOf),
  ];
  // A card or a table is one block on the page.
  return node.type === "card" || node.type === "table" ? [texts.join(" ")] : texts;
}

/** Words only: markup, line breaks and the numbers of a list are the page's business. */
const bare = (text: string): string =>
  text
    .replace(/^\s*\d+\.\s/gm, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
