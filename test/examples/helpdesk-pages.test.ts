/**
 * The texts of the example's knowledge base as the GPU gateway reads them, kept as a file for the tests inside workerd,
 * which have no gateway. After a change of the documents: `UPDATE_PAGES=1 vitest run --project node test/examples`.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { DOCUMENT_LIMITS } from "../../contracts/gateway.ts";
import { contentTypeOf } from "../../durable-objects/bot/content-type.ts";
import { extractDocument } from "../../gpu-gateway/src/documents/extract-document.ts";

const KNOWLEDGE = new URL("../../examples/helpdesk.gbai/helpdesk.gbkb/", import.meta.url);
const KEPT = new URL("helpdesk-pages.json", import.meta.url);

test("every document of the example can be read, and the kept texts are its texts", async () => {
  const files = (await readdir(KNOWLEDGE, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const documents: Record<string, unknown> = {};
  for (const file of files.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const read = await extractDocument({
      bytes: new Uint8Array(await readFile(`${file.parentPath}/${file.name}`)),
      contentType: contentTypeOf(file.name),
      fileName: file.name,
      options: { maxPages: DOCUMENT_LIMITS.maxPages, maxText: DOCUMENT_LIMITS.maxText },
    });
    expect(read.warnings).toEqual([]);
    expect(read.pages.some((page) => page.headings.length > 0)).toBe(true);
    documents[file.name] = read;
  }
  expect(Object.keys(documents)).toHaveLength(9);
  if (process.env["UPDATE_PAGES"]) await writeFile(KEPT, `${JSON.stringify(documents, null, 2)}\n`);
  expect(documents).toEqual(JSON.parse(await readFile(KEPT, "utf8")));
});
