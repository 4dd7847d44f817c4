/** PDF files that the gateway makes and joins, and codes that it reads in pictures. Bodies of JSON and bytes are `partsOf` (gateway-sheets.ts). */
import * as z from "zod";

const MIB = 1024 * 1024;

export const PDF_LIMITS = {
  /** UTF-16 units of the template, and of it filled. */
  template: 1 * MIB,
  filled: 4 * MIB,
  /** UTF-16 units of the JSON head. */
  head: 16 * MIB,
  images: 50,
  /** Files that are joined, their pages together, and the bytes of a body and of an answer. */
  files: 100,
  pages: 2_000,
  body: 32 * MIB,
  answer: 64 * MIB,
} as const;

/** `POST` of `partsOf` a PdfRequest and the bytes of its images, one behind the other. Answers the PDF. */
export const MAKE_PDF_PATH = "/v1/documents/pdf";
/** `POST` of `partsOf` a MergeRequest and the files' bytes, one behind the other. Answers the PDF. */
export const MERGE_PDF_PATH = "/v1/documents/merge";
/** `POST` of a picture's bytes. Answers a ReadCode. */
export const READ_CODE_PATH = "/v1/pictures/code";

export const pdfRequestSchema = z.object({
  format: z.enum(["markdown", "html"]),
  template: z.string().max(PDF_LIMITS.template),
  /** What the placeholders stand for; null: the text holds none and is taken as it is. */
  data: z.record(z.string(), z.json()).nullable(),
  /** ms; stands in the file as the time of its making. */
  created: z.number().int().nonnegative(),
  /** PNG and JPEG, by the address that the text gives them; `size` is that of its bytes. */
  images: z
    .array(z.object({ address: z.string().max(1_000), size: z.number().int().positive() }))
    .max(PDF_LIMITS.images),
});
export type PdfRequest = z.infer<typeof pdfRequestSchema>;

export const mergeRequestSchema = z.object({
  sizes: z.array(z.number().int().positive()).min(1).max(PDF_LIMITS.files),
});

/** `text` is null where the picture shows no code that can be read. */
export const readCodeSchema = z.object({ text: z.string().nullable(), format: z.string() });
export type ReadCode = z.infer<typeof readCodeSchema>;
