/**
 * Reads config.csv by its own rule, which is not that of CSV (reference 4.2): the value is all that follows the first
 * comma, so that sentences and lists need no quotes.
 */
import { isLiteralSecret, vaultName } from "../../contracts/bot-settings.ts";
import { keyStanding } from "../../contracts/config-keys.ts";
import { configKey, isKnownConfigKey, readPackageConfig } from "../../contracts/package-config.ts";
import type { PackageDiagnostic } from "./diagnostics.ts";

const MAX_LINES = 10_000;
const MAX_VALUE = 100_000;

/** Keys in their one spelling; a later line wins. Diagnostics name lines and columns from 1. `secrets`: names of those that are set. */
export function readConfigCsv(
  source: string,
  file: string,
  secrets: ReadonlySet<string> = new Set(),
): { config: Record<string, string>; diagnostics: PackageDiagnostic[] } {
  const diagnostics: PackageDiagnostic[] = [];
  const values = new Map<string, { value: string; line: number; column: number }>();
  const lines = source.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  const report = (
    line: number,
    severity: "error" | "warning",
    code: string,
    message: string,
    hint: string,
    column = 1,
  ) => diagnostics.push({ file, line, column, severity, code, message, hint });
  let header = true;
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    if (line > MAX_LINES) {
      report(line, "error", "CFG104", `Lines after ${MAX_LINES} are not read.`, "Shorten the file.");
      break;
    }
    if (text.trim() === "" || text.trimStart().startsWith("#")) continue;
    const comma = text.indexOf(",");
    if (comma < 0) {
      report(line, "warning", "CFG101", `"${text.trim().slice(0, 60)}" has no value.`, "Write name,value.");
      continue;
    }
    const name = unquote(text.slice(0, comma).trim());
    const value = unquote(text.slice(comma + 1).trim());
    if (header && /^(name|key)$/i.test(name) && /^value$/i.test(value)) {
      header = false;
      continue;
    }
    header = false;
    if (name === "") report(line, "warning", "CFG101", "The line has no name.", "Write name,value.");
    else if (value.length > MAX_VALUE) {
      report(line, "error", "CFG104", `The value of ${name} is longer than ${MAX_VALUE} characters.`, "Shorten it.");
    } else values.set(configKey(name), { value, line, column: comma + 2 });
  }
  const config = Object.fromEntries([...values].map(([key, { value }]) => [key, value]));
  for (const [key, { line }] of values) {
    if (isKnownConfigKey(key)) continue;
    report(
      line,
      "warning",
      "CFG102",
      `The key ${key} changes nothing: ${keyStanding(key)?.reason ?? "this version does not know it"}.`,
      "Scripts can read it as config.",
    );
  }
  for (const [key, { value, line, column }] of values) {
    const name = vaultName(value);
    if (name !== null && !secrets.has(name))
      report(
        line,
        "warning",
        "CFG106",
        `The secret ${name} has not been set.`,
        `Set it with basalt secret set ${name}.`,
        column,
      );
    else if (isLiteralSecret(key, value))
      report(
        line,
        "warning",
        "CFG105",
        `The value of ${key} looks like a credential, and a package is no place for one.`,
        "Store it with basalt secret set NAME, and write vault:NAME here.",
        column,
      );
  }
  for (const { key, message } of readPackageConfig(config).problems) {
    const place = values.get(key);
    report(place?.line ?? 1, "error", "CFG103", `${key} ${message}.`, "Until then its default holds.", place?.column);
  }
  return { config, diagnostics: diagnostics.toSorted((a, b) => a.line - b.line) };
}

/** Quotes that enclose the whole are taken off; a doubled quote inside them is one. */
function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  const inner = text.slice(1, -1);
  return /(^|[^"])"("")*([^"]|$)/.test(inner) ? text : inner.replaceAll('""', '"');
}
