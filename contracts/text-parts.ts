/**
 * A text in parts that a channel can carry. Cut at paragraphs, lines or words where there are any, else between two
 * characters as people see them (UAX #29), so that no emoji or accent is torn.
 */
import type { ChannelCapabilities } from "./channel.ts";

type Unit = ChannelCapabilities["text"]["unit"];

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const encoder = new TextEncoder();

export function lengthIn(text: string, unit: Unit): number {
  switch (unit) {
    case "utf-16":
      return text.length;
    case "utf-8":
      return encoder.encode(text).byteLength;
    case "code-points": {
      let count = 0;
      for (const _ of text) count += 1;
      return count;
    }
    case "graphemes": {
      let count = 0;
      for (const _ of graphemes.segment(text)) count += 1;
      return count;
    }
  }
}

/**
 * Parts of at most `max` units, in order; blanks at a cut are dropped, anything else stays. An empty text has no parts. Time
 * is linear in the length of the text.
 */
export function splitText(text: string, max: number, unit: Unit): string[] {
  const parts: string[] = [];
  let part = "";
  let size = 0;
  /** End in `part` behind the best place to cut, and how good that is (`rankOf`). */
  let cut = 0;
  let rank = 0;

  const close = (at: number): void => {
    const done = part.slice(0, at).trim();
    if (done !== "") parts.push(done);
    part = part.slice(at).trimStart();
    size = lengthIn(part, unit);
    cut = 0;
    rank = 0;
  };
  const add = (piece: string): void => {
    const blank = rankOf(piece, part);
    if (blank > 0 && part === "") return;
    const length = lengthIn(piece, unit);
    if (size + length > max && part !== "") {
      const isBetter = rank > blank && cut >= part.length / 2;
      if (blank > 0 && !isBetter) {
        // The part ends where a blank stands anyway.
        close(part.length);
        return;
      }
      close(cut > 0 ? cut : part.length);
      if (size + length > max && part !== "") close(part.length);
    }
    part += piece;
    size += length;
    // A good place in the first half is left for a poorer one near the end: parts of a few words help nobody.
    if (blank > 0 && (blank >= rank || cut < part.length / 2)) {
      cut = part.length;
      rank = blank;
    }
  };

  for (const { segment } of graphemes.segment(text.replaceAll("\r\n", "\n"))) {
    // One visible character may hold any number of code points; one that fits in no message is cut between two of them.
    if (lengthIn(segment, unit) <= max) add(segment);
    else for (const point of segment) add(point);
  }
  close(part.length);
  return parts;
}

/** How good a place to cut a character is, behind `before`: 1 blank, 2 line, 3 paragraph; 0 for none. */
function rankOf(piece: string, before: string): number {
  if (piece === "\n") return before.endsWith("\n") ? 3 : 2;
  return /^\s+$/.test(piece) ? 1 : 0;
}
