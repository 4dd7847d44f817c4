/** What can be asked of a file beside reading and writing it. */
import * as z from "zod";
import { DRIVE_LIMITS } from "../../contracts/drive.ts";

const path = z.string().min(1).max(DRIVE_LIMITS.path);

export const fileAction = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("copy"), to: path }),
  z.strictObject({ action: z.literal("move"), to: path }),
  z.strictObject({ action: z.literal("restore"), version: z.int().min(1) }),
  /** A link that opens the file for whoever has it. */
  z.strictObject({
    action: z.literal("share"),
    hours: z
      .number()
      .min(1 / 60)
      .max(8_760)
      .default(24),
  }),
]);
