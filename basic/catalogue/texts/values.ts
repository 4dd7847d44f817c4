/** For people: the keywords of ../values.ts. */
import type { KeywordText } from "../entry.ts";

export const VALUES_TEXTS: Readonly<Record<string, KeywordText>> = {
  "NEW OBJECT": { summary: "An empty object, the same as {}.", example: "ticket = NEW OBJECT" },
  "NEW ARRAY": { summary: "An empty list, the same as [].", example: "items = NEW ARRAY" },
  FORMAT: {
    summary: "The text of a value by a pattern; without one its plain text.",
    example: 'TALK "Due: " + FORMAT due AS "DD/MM/YYYY"',
  },
  DATEADD: {
    summary: "A date so many days, months or other units later; the operands may stand in any order.",
    example: 'due = DATEADD TODAY(), 14, "day"',
  },
  DATEDIFF: {
    summary: "How far two dates lie apart: in days, or in the unit that stands first or last.",
    example: 'days = DATEDIFF due, TODAY()\nhours = DATEDIFF "hour", start, finish',
  },
  FIRST: { summary: "The first row, element or word.", example: "newest = FIRST rows" },
  LAST: { summary: "The last row, element or word.", example: "oldest = LAST rows" },
  "JSON PARSE": {
    summary: "The value that a JSON text holds; an object or list stays as it is.",
    example: "figures = JSON PARSE answer",
  },
};
