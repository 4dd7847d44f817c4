/** For people: the keywords of ../knowledge.ts. */
import type { KeywordText } from "../entry.ts";

export const KNOWLEDGE_TEXTS: Readonly<Record<string, KeywordText>> = {
  "USE KB": {
    summary: "Attaches a knowledge collection, a folder under .gbkb, to the conversation.",
    example: 'USE KB "manuals"',
  },
  "CLEAR KB": { summary: "Detaches one knowledge collection, or all of them.", example: 'CLEAR KB "manuals"' },
  "THINK KB": {
    summary:
      "Searches the attached knowledge and yields results, a confidence and the sources. Options: kb, path, where (front matter), limit.",
    example: 'found = THINK KB "return policy"\nTALK found.results[0].text',
  },
  "KB STATISTICS": {
    summary: "Figures of all knowledge of the bot: collections, documents, sizes.",
    example: "figures = KB STATISTICS\nTALK figures.total_documents",
  },
  "KB LIST COLLECTIONS": {
    summary: "The names of the bot's knowledge collections, as a list.",
    example: "FOR EACH collection IN KB LIST COLLECTIONS\n  TALK collection\nNEXT",
  },
  "KB COLLECTION STATS": {
    summary: "Figures of one knowledge collection.",
    example: 'figures = KB COLLECTION STATS "manuals"\nTALK figures.points_count',
  },
  "KB DOCUMENTS COUNT": {
    summary: "How many documents the bot's knowledge has.",
    example: "count = KB DOCUMENTS COUNT",
  },
  "KB DOCUMENTS ADDED SINCE": {
    summary: "How many documents were added within so many days.",
    example: "fresh = KB DOCUMENTS ADDED SINCE 7",
  },
  "KB STORAGE SIZE": {
    summary: "How much room the bot's knowledge takes, in megabytes.",
    example: 'TALK "Knowledge: " + KB STORAGE SIZE + " MB"',
  },
};
