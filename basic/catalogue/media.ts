/** Keywords that make and read pictures, sound, video and charts. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const MEDIA: readonly KeywordEntry[] = family("media", "3.11", "media", [
  {
    keyword: "IMAGE",
    aliases: ["GET IMAGE"],
    forms: forms("prompt"),
    result: "object",
    effect: "recordable",
  },
  {
    keyword: "VIDEO",
    forms: forms("prompt"),
    result: "object",
    effect: "recordable",
  },
  {
    keyword: "AUDIO",
    forms: forms("text"),
    result: "object",
    effect: "recordable",
  },
  {
    keyword: "SEE",
    forms: forms("image [,|WITH question]"),
    result: "text",
    effect: "recordable",
  },
  {
    keyword: "OCR",
    forms: forms("image"),
    result: "text",
    effect: "recordable",
  },
  {
    keyword: "CHART",
    forms: forms("type, rows [,|WITH options]"),
    result: "object",
    effect: "recordable",
  },
  {
    keyword: "CARD",
    forms: forms("image, text [,|STYLE style] [, count]"),
    result: "object",
    effect: "recordable",
  },
  {
    keyword: "QR CODE",
    forms: forms("text [,|TO path] [, size]"),
    result: "object",
    effect: "recordable",
  },
  {
    keyword: "PLAY",
    forms: forms("file [,|WITH_OPTIONS|WITH options]"),
    result: null,
    effect: "pure",
  },
]);
