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
    summary: "A picture made from a description; for an address, the picture that lies there.",
    example: 'picture = IMAGE "a red bicycle in front of a white wall"',
  },
  {
    keyword: "VIDEO",
    forms: forms("prompt"),
    result: "object",
    effect: "recordable",
    summary: "A short video made from a description.",
    example: 'clip = VIDEO "waves on a beach"',
  },
  {
    keyword: "AUDIO",
    forms: forms("text"),
    result: "object",
    effect: "recordable",
    summary: "The text as speech.",
    example: 'speech = AUDIO "Your order is ready."',
  },
  {
    keyword: "SEE",
    forms: forms("image [,|WITH question]"),
    result: "text",
    effect: "recordable",
    summary: "What can be seen in a picture or video.",
    example: "description = SEE photo",
  },
  {
    keyword: "OCR",
    forms: forms("image"),
    result: "text",
    effect: "recordable",
    summary: "The text in a picture.",
    example: "text = OCR photo",
  },
  {
    keyword: "CHART",
    forms: forms("type, rows [,|WITH options]"),
    result: "object",
    effect: "recordable",
    summary: "A chart of rows, as a picture.",
    example: 'picture = CHART "bar", rows',
  },
  {
    keyword: "CARD",
    forms: forms("image, text [,|STYLE style] [, count]"),
    result: "object",
    effect: "recordable",
    summary: "A picture with a text for a post, made from two descriptions. With TO the result goes into a variable.",
    example: 'CARD "a sunny beach", "Summer sale", "modern" TO post',
  },
  {
    keyword: "QR CODE",
    forms: forms("text [,|TO path] [, size]"),
    result: "object",
    effect: "recordable",
    summary: "A QR code of a text, as a picture.",
    example: 'code = QR CODE "https://example.com"',
  },
  {
    keyword: "PLAY",
    forms: forms("file [,|WITH_OPTIONS|WITH options]"),
    result: null,
    effect: "pure",
    summary: "Shows the person a video, sound, picture or presentation.",
    example: 'PLAY "welcome.mp4" WITH OPTIONS "autoplay"',
  },
]);
