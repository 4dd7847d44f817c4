/** Keywords that fetch: addresses, files, keys. */
import type { KeywordEntry } from "./entry.ts";

export const FILES: readonly KeywordEntry[] = [
  {
    keyword: "GET",
    forms: [
      {
        operands: [
          { name: "source", kind: "expr" },
          { name: "key", kind: "expr", optional: true, whenFirst: "config" },
        ],
      },
    ],
    result: "any",
    statement: true,
    effect: "recordable",
    summary: "Fetches an address, a file of the package or a key such as session.user_name, told apart by the text.",
    example: 'prices = GET "prices.csv"\nrate = GET "https://api.example.com/rate"',
  },
  {
    keyword: "READ",
    forms: [{ operands: [{ name: "path", kind: "expr" }] }],
    result: "any",
    statement: true,
    effect: "recordable",
    summary: "The text of a file of the package.",
    example: 'terms = READ "terms.txt"',
  },
];
