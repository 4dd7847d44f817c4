// A DOCX template: {{name}} becomes the field's text, {{#rows}} ... {{/rows}} repeats for each element or stands for a condition.
import Docxtemplater from "docxtemplater";
import PizZip from "pizzip";
import { SHEET_LIMITS } from "../../../contracts/gateway-sheets.ts";
import { encryptedFault } from "../documents/detect-type.ts";
import { DocumentFault } from "../documents/document-fault.ts";
import { checkUnpackedSizes, readZipDirectory } from "../documents/zip-directory.ts";

const MAX_REPEATS = 100_000;

/** Throws a DocumentFault for what is no DOCX, or for a tag that is not closed. */
export function fillTemplate(bytes: Uint8Array<ArrayBuffer>, data: Record<string, unknown>): Uint8Array<ArrayBuffer> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw notDocx();
  const entries = readZipDirectory(bytes);
  if (entries.some((entry) => entry.encrypted)) throw encryptedFault();
  if (!entries.some(({ name }) => name === "word/document.xml")) throw notDocx();
  checkUnpackedSizes(bytes, entries, ({ name }) => !name.startsWith("word/media/"), SHEET_LIMITS.unpackedBytes);
  let lookups = 0;
  try {
    const document = new Docxtemplater(new PizZip(bytes), {
      delimiters: { start: "{{", end: "}}" },
      paragraphLoop: true,
      linebreaks: true,
      // A name alone, in any case, with dots for fields of fields; never an expression.
      parser: (tag) => ({
        get: (scope: unknown) => {
          lookups += 1;
          if (lookups > MAX_REPEATS)
            throw new DocumentFault("document.too-complex", `The template fills more than ${MAX_REPEATS} places.`);
          return tag.trim() === "." ? shown(scope) : fieldAt(scope, tag.trim());
        },
      }),
      nullGetter: () => "",
      errorLogging: false,
    });
    document.render(data);
    return new Uint8Array(document.toBuffer({ compression: "DEFLATE" }));
  } catch (error) {
    if (error instanceof DocumentFault) throw error;
    throw new DocumentFault("document.broken", `The template cannot be filled: ${reasonOf(error)}`);
  }
}

function fieldAt(scope: unknown, path: string): unknown {
  let value: unknown = scope;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    const wanted = name.trim().toLowerCase();
    const key = Object.keys(value).find((one) => one.toLowerCase() === wanted);
    if (key === undefined) return undefined;
    value = Reflect.get(value, key);
  }
  return shown(value);
}

/** Numbers and the like as texts; an object or a list that is asked for as a text would read "[object Object]". */
const shown = (value: unknown): unknown =>
  value === null || value === undefined || typeof value === "boolean" || typeof value === "object"
    ? value
    : String(value);

/** The library's errors name the tag, which is the author's own text. */
function reasonOf(error: unknown): string {
  const first =
    typeof error === "object" && error !== null && "properties" in error
      ? (error.properties as { errors?: { properties?: { explanation?: string } }[]; explanation?: string })
      : {};
  const reason = first.errors?.[0]?.properties?.explanation ?? first.explanation;
  return reason === undefined ? "its structure is damaged." : `${reason.slice(0, 200)}.`;
}

const notDocx = (): DocumentFault =>
  new DocumentFault("document.type-mismatch", "The template is no Word document (DOCX).");
