/**
 * What the bot said, as messages of a channel: the standard rendering. Texts that follow one another are joined, choices
 * become buttons, a list or numbered lines, cards become text, files links. The same frames always give the same messages.
 */
import type { ChannelCapabilities, OutboundMessage } from "./channel.ts";
import type { DurableFrame, MediaFrame } from "./frames.ts";
import type { JsonValue } from "./json.ts";
import { plainText } from "./plain-text.ts";
import { splitText } from "./text-parts.ts";
import { patchText, treeText } from "./tree-text.ts";

interface Choice {
  label: string;
  value: JsonValue;
}
type Block = { seq: number; text: string; isMarkdown: boolean } | { seq: number; media: MediaFrame };

/** `origin` makes addresses of this server whole. `formatText` replaces the plain or CommonMark form of a markdown text. */
export function renderFrames(
  frames: readonly DurableFrame[],
  capabilities: ChannelCapabilities,
  origin: string,
  formatText?: (markdown: string) => string,
): OutboundMessage[] {
  const blocks = blocksOf(frames, capabilities, origin);
  const choices = choicesOf(frames);
  const style = choiceStyle(choices, capabilities);
  if (style === "numbered") {
    const text = choices.map(({ label }, index) => `${index + 1}. ${label.replace(/\s+/g, " ")}`).join("\n");
    // A list of its own lines: it stands under the question, and alone where nothing was asked.
    blocks.push({ seq: lastSeq(frames), text, isMarkdown: false });
  }
  const messages: OutboundMessage[] = [];
  for (const group of grouped(blocks)) {
    const [first] = group;
    if (!first) continue;
    if ("media" in first) {
      messages.push({ ...empty(first.seq), text: first.media.alt, media: mediaOf(first.media, origin) });
      continue;
    }
    const format = capabilities.markdown === "commonmark" && !formatText ? "markdown" : "text";
    const toText = formatText ?? (format === "markdown" ? (text: string) => text : plainText);
    const text = group
      .map((block) => ("text" in block ? (block.isMarkdown ? toText(block.text) : block.text) : ""))
      .join("\n");
    for (const part of splitText(text, capabilities.text.max, capabilities.text.unit))
      messages.push({ ...empty(first.seq), text: part, format });
  }
  return withChoices(messages, choices, style, frames);
}

const empty = (seq: number): OutboundMessage => ({
  seq,
  text: "",
  format: "text",
  choices: [],
  choiceStyle: "none",
  media: null,
});

const lastSeq = (frames: readonly DurableFrame[]): number => frames.at(-1)?.seq ?? 0;

/** What is said, without what only a screen needs. */
function blocksOf(frames: readonly DurableFrame[], capabilities: ChannelCapabilities, origin: string): Block[] {
  return frames.flatMap((frame): Block[] => {
    const { seq } = frame;
    switch (frame.type) {
      case "talk":
        return [{ seq, text: frame.text, isMarkdown: frame.format === "markdown" }];
      case "error":
        return [{ seq, text: frame.message, isMarkdown: false }];
      case "tree":
        return [{ seq, text: treeText(frame.tree), isMarkdown: false }];
      case "tree.patch":
        return [{ seq, text: patchText(frame.ops), isMarkdown: false }];
      case "image":
      case "file":
      case "audio":
      case "video": {
        if (capabilities.media) return [{ seq, media: frame }];
        const name = frame.alt || frame.name;
        const url = whole(frame.url, origin);
        return [{ seq, text: name === "" ? url : `${name}: ${url}`, isMarkdown: false }];
      }
      default:
        return [];
    }
  });
}

/** Texts that follow one another are one message (an empty TALK is a blank line of it); a file stands alone. */
function grouped(blocks: readonly Block[]): Block[][] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (last && "text" in block && last[0] && "text" in last[0]) last.push(block);
    else groups.push([block]);
  }
  return groups;
}

/** A question with a menu has its options; else what is suggested now, as the last list says. */
function choicesOf(frames: readonly DurableFrame[]): Choice[] {
  const hear = frames.findLast((frame) => frame.type === "hear");
  if (hear?.options) return hear.options.map((option) => ({ label: option, value: option }));
  return frames.findLast((frame) => frame.type === "suggestions")?.items ?? [];
}

/** How choices are shown: on buttons or in a list where all of them fit, else as numbered lines. */
export function choiceStyle(
  choices: readonly { label: string }[],
  { buttons, list }: Pick<ChannelCapabilities, "buttons" | "list">,
): OutboundMessage["choiceStyle"] {
  if (choices.length === 0) return "none";
  const fits = (limit: { max: number; label: number }) =>
    choices.length <= limit.max && choices.every(({ label }) => label.length <= limit.label);
  return fits(buttons) ? "buttons" : fits(list) ? "list" : "numbered";
}

/** Buttons hang on the last text; where there is none, on their own labels. */
function withChoices(
  messages: OutboundMessage[],
  choices: Choice[],
  style: OutboundMessage["choiceStyle"],
  frames: readonly DurableFrame[],
): OutboundMessage[] {
  if (style === "none") return messages;
  const last = messages.at(-1);
  if (last && last.media === null) return [...messages.slice(0, -1), { ...last, choices, choiceStyle: style }];
  const text = choices.map(({ label }) => label).join(" / ");
  return [...messages, { ...empty(lastSeq(frames)), text, choices, choiceStyle: style }];
}

function mediaOf(frame: MediaFrame, origin: string): NonNullable<OutboundMessage["media"]> {
  const { type: kind, name, mime, alt } = frame;
  return { kind, url: whole(frame.url, origin), name, mime, alt };
}

const whole = (url: string, origin: string): string =>
  url.startsWith("/") && !url.startsWith("//") ? origin + url : url;
