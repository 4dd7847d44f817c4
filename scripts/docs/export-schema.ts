/** docs/export.schema.json: a line of an exported conversation, from the schema that its readers use. */
import { z } from "zod";
import { exportLine } from "../../contracts/export.ts";

export function exportSchema(): string {
  const schema = z.toJSONSchema(exportLine, { target: "draft-2020-12", io: "output" });
  const whole = {
    $schema: schema.$schema,
    title: "A line of an exported conversation",
    description: "Each line of the file is one of these; docs/export-format.md says what they mean.",
    ...schema,
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
