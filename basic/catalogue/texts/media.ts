/** For people: the keywords of ../media.ts. */
import type { KeywordText } from "../entry.ts";

export const MEDIA_TEXTS: Readonly<Record<string, KeywordText>> = {
  IMAGE: {
    summary: "A picture made from a description; for an address, the picture that lies there.",
    example: 'picture = IMAGE "a red bicycle in front of a white wall"',
  },
  VIDEO: { summary: "A short video made from a description.", example: 'clip = VIDEO "waves on a beach"' },
  AUDIO: { summary: "The text as speech.", example: 'speech = AUDIO "Your order is ready."' },
  SEE: { summary: "What can be seen in a picture or video.", example: "description = SEE photo" },
  OCR: { summary: "The text in a picture.", example: "text = OCR photo" },
  CHART: { summary: "A chart of rows, as a picture.", example: 'picture = CHART "bar", rows' },
  CARD: {
    summary: "A picture with a text for a post, made from two descriptions. With TO the result goes into a variable.",
    example: 'CARD "a sunny beach", "Summer sale", "modern" TO post',
  },
  "QR CODE": { summary: "A QR code of a text, as a picture.", example: 'code = QR CODE "https://example.com"' },
  PLAY: {
    summary: "Shows the person a video, sound, picture or presentation.",
    example: 'PLAY "welcome.mp4" WITH OPTIONS "autoplay"',
  },
};
