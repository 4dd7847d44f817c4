/** Schemas of what publishing answers, for the document of the API and for programs that read it. */
import * as z from "zod";
import type { PublishReport } from "./publishing-api.ts";
import type { PublishPlan, ReleaseDifference } from "./release.ts";

const diagnostics = z.array(
  z.object({
    file: z.string(),
    line: z.int(),
    column: z.int(),
    severity: z.string(),
    code: z.string(),
    message: z.string(),
    hint: z.string(),
  }),
);
const paths = z.array(z.string());

export const publishReport: z.ZodType<PublishReport> = z.object({
  release: z.string(),
  changed: z.boolean(),
  candidate: z.boolean(),
  added: paths,
  removed: paths,
  modified: paths,
  diagnostics,
});

const difference = {
  from: z.string().nullable(),
  to: z.string(),
  files: z.array(
    z.object({
      path: z.string(),
      change: z.enum(["added", "removed", "modified"]),
      before: z.int().nullable(),
      after: z.int().nullable(),
    }),
  ),
  config: z.array(z.object({ key: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
  compiled: z.array(z.string()),
};
export const releaseDifference: z.ZodType<ReleaseDifference> = z.object(difference);

export const publishPlan: z.ZodType<PublishPlan> = z.object({
  ...difference,
  tables: z.array(
    z.object({
      table: z.string(),
      change: z.enum(["create", "column", "type", "key", "required", "index", "removed", "connection"]),
      column: z.string().nullable(),
      rows: z.int(),
      problems: z.int(),
      examples: z.array(z.string()),
      message: z.string(),
    }),
  ),
  diagnostics,
});
