/** Keywords that read and write working files, and make documents of them. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const FILES: readonly KeywordEntry[] = [
  ...family("files", "3.8", "data", [
    {
      keyword: "GET",
      forms: [
        {
          operands: [
            { name: "source", kind: "expr", variable: "variable" },
            { name: "key", kind: "expr", optional: true, whenFirst: "config" },
          ],
        },
      ],
      result: "any",
      effect: "recordable",
    },
    {
      keyword: "READ",
      section: "3.11",
      forms: forms("path"),
      result: "any",
      effect: "recordable",
    },
  ]),
  ...family("files", "3.11", "drive", [
    {
      keyword: "WRITE",
      forms: forms("path, content", "content TO path"),
      result: "any",
      effect: "internal-write",
    },
    {
      keyword: "COPY",
      forms: forms("from ,|TO to"),
      result: "any",
      effect: "internal-write",
    },
    {
      keyword: "MOVE",
      forms: forms("from ,|TO to"),
      result: "any",
      effect: "internal-write",
    },
    {
      keyword: "DELETE FILE",
      forms: forms("path"),
      result: "any",
      effect: "internal-write",
    },
    {
      keyword: "LIST",
      forms: forms("folder [,|FILTER filter] [,|~ recursive:RECURSIVE]"),
      result: "any",
      effect: "recordable",
    },
    {
      keyword: "DIR",
      forms: forms("folder"),
      result: "any",
      effect: "recordable",
    },
    {
      keyword: "UPLOAD",
      forms: forms("file [,|TO path]"),
      result: "any",
      effect: "internal-write",
    },
    {
      keyword: "DOWNLOAD",
      forms: forms("url [,|TO path]"),
      result: "any",
      effect: "internal-write",
    },
    {
      keyword: "COMPRESS",
      forms: forms("first ,|TO second"),
      result: "any",
      effect: "internal-write",
    },
    {
      keyword: "EXTRACT",
      forms: forms("archive ,|TO folder"),
      result: "any",
      effect: "internal-write",
    },
    {
      keyword: "GENERATE CODE",
      forms: forms("digits"),
      result: "text",
      effect: "recordable",
      service: "session",
    },
    {
      keyword: "GENERATE SECURE LINK",
      forms: forms("path EXPIRES count [~ unit:DAYS|DAY|HOURS|HOUR|MINUTES|MINUTE]", "path"),
      result: "text",
      effect: "internal-write",
    },
    {
      keyword: "SEND FILE",
      forms: forms("file [,|AS caption]"),
      result: "any",
      effect: "internal-write",
    },
    {
      keyword: "SEND FILE TO",
      forms: forms("recipient, file [, caption]"),
      result: "any",
      effect: "unsafe",
      policy: "raise",
      service: "messaging",
    },
    {
      keyword: "READ USER DRIVE",
      forms: forms("path"),
      result: "any",
      effect: "recordable",
    },
    {
      keyword: "SAVE USER DRIVE",
      forms: forms("path, content"),
      result: "any",
      effect: "internal-write",
    },
    {
      keyword: "LIST USER DRIVE",
      forms: forms("[folder]"),
      result: "any",
      effect: "recordable",
    },
    {
      keyword: "DELETE USER DRIVE",
      forms: forms("path"),
      result: "any",
      effect: "internal-write",
    },
    {
      keyword: "FILE EXISTS",
      section: "Annex B",
      forms: forms("path"),
      result: "any",
      effect: "recordable",
      statement: false,
    },
    {
      keyword: "FOLDER SIZE",
      section: "Annex B",
      forms: forms("folder"),
      result: "number",
      effect: "recordable",
      statement: false,
    },
  ]),
  ...family("files", "3.11", "documents", [
    {
      keyword: "GENERATE PDF",
      forms: forms(
        "output WITH_TEMPLATE template [DATA data]",
        "content TO output",
        "template, data, output",
        "content, output",
      ),
      result: "object",
      effect: "internal-write",
    },
    {
      keyword: "MERGE PDF",
      forms: forms("files ,|TO output"),
      result: "object",
      effect: "internal-write",
    },
  ]),
  ...family("files", "3.11", "sites", [
    {
      keyword: "CREATE SITE",
      forms: forms("alias, template, prompt"),
      result: "text",
      effect: "internal-write",
    },
  ]),
];
