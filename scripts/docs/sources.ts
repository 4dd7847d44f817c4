/** Where the pages lie, and the examples that are written by hand beside this file. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

export type ExampleFile = "family-introductions" | "keyword-examples" | "function-examples" | "diagnostic-examples";

export function readExamples(name: ExampleFile): string {
  return fs.readFileSync(path.join(ROOT, "scripts/docs", `${name}.md`), "utf8");
}
