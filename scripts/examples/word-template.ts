/** Writes the Word file that the clinic's confirmations are made from: `node scripts/examples/word-template.ts`. */
import { writeFileSync } from "node:fs";
import { strToU8, zipSync } from "fflate";

const TARGET = new URL("../../examples/clinic.gbai/clinic.gbdrive/confirmation.docx", import.meta.url);
const LINES = ["{{clinic}}", "Confirmation", "{{patient}} had an appointment with {{doctor}} at {{hour}}."];
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships";

const files: Record<string, string> = {
  "[Content_Types].xml": `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
  "_rels/.rels": `${XML}<Relationships xmlns="${RELATIONSHIPS}"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
  "word/document.xml": `${XML}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${LINES.map((line) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`).join("")}</w:body></w:document>`,
};

// One date for all, so that the same text gives the same bytes.
const mtime = new Date("2026-01-01T00:00:00Z");
writeFileSync(
  TARGET,
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, [strToU8(text), { mtime }]]))),
);
