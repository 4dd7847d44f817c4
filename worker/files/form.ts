/** Files of a form. A form is read whole, so whoever sends what is large sends it raw, in parts or by tus. */
import { readBytes } from "../body.ts";
import type { Ctx } from "../context.ts";
import { FaultError } from "../problem.ts";

/** What stands around the files. */
const FORM_ROOM = 64 * 1024;
/** An isolate has 128 MB for all that it does. */
const FORM_BYTES = 32 * 1024 * 1024;

export const isForm = (c: Ctx): boolean =>
  /^multipart\/form-data(?:;|$)/i.test(c.req.header("content-type")?.trim() ?? "");

/** At least one. Throws `request.too-large` and `request.invalid`. */
export async function filesOfForm(c: Ctx, maxBytes: number): Promise<[File, ...File[]]> {
  const bytes = await readBytes(c.req.raw, Math.min(maxBytes, FORM_BYTES) + FORM_ROOM);
  let form: FormData;
  try {
    form = await new Response(bytes, { headers: { "content-type": c.req.header("content-type") ?? "" } }).formData();
  } catch {
    throw new FaultError("request.invalid", "The body is not a form of multipart/form-data.");
  }
  // The platform's type of a form's values leaves files out.
  const values: unknown[] = [...form.values()];
  const [first, ...others] = values.filter((value): value is File => value instanceof File);
  if (!first) throw new FaultError("request.invalid", "The form has no file.");
  return [first, ...others];
}
