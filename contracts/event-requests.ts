/** Bodies of the events API (docs/events.md). */
import * as z from "zod";
import type { JsonValue } from "./json.ts";

const json: z.ZodType<JsonValue> = z.json();

/** Something has happened; `data` is what comes with it. */
export const eventRequest = z.strictObject({ data: json.default(null) });

/** A mail has come, as the program that takes mail in says it. */
export const emailEvent = z.strictObject({
  to: z.string().min(1).max(320),
  from: z.string().max(320),
  subject: z.string().max(2_000).default(""),
  body: z.string().max(400_000).default(""),
  /** Paths of the attached files in the drive. */
  attachments: z.array(z.string().max(1_000)).max(100).default([]),
});

/** A run of a handler, as the list shows it. */
export const handlerRun = z.object({
  key: z.string(),
  event: z.string(),
  subject: z.string(),
  script: z.string(),
  conversation: z.string(),
  state: z.enum(["waiting", "running", "done", "failed"]),
  at: z.iso.datetime(),
  attempts: z.int(),
  error: z.string().nullable(),
});
export const raisedEvent = z.object({ runs: z.array(z.string()) });
