/** Keywords for logs, figures, other programs and the outside world in general. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const HOST: readonly KeywordEntry[] = [
  ...family("host", "3.14", "metrics", [
    {
      keyword: "LOG",
      forms: forms("name, data", "data"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "LOG ACTIVITY",
      forms: forms("values:rest"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "RECORD METRIC",
      forms: forms("name WITH fields:fields", "name [, value] [WITH fields:fields]"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "QUERY METRICS",
      forms: forms("name FOR range [BY step] [OFFSET offset]"),
      result: "rows",
      effect: "recordable",
    },
    {
      keyword: "RESET REPORT",
      forms: forms("[name]"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "SET MAX LINES",
      forms: forms("count"),
      result: null,
      effect: "pure",
    },
  ]),
  ...family("host", "3.14", "events", [
    {
      keyword: "TRIGGER",
      forms: forms("flow [, id]"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "REFRESH",
      forms: forms("name"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "PUBLISH",
      forms: forms("[name]"),
      result: null,
      effect: "internal-write",
    },
  ]),
  ...family("host", "3.14", "sandbox", [
    {
      keyword: "RUN PYTHON",
      forms: forms("WITH_FILE file", "code [WITH_FILE file]"),
      result: "text",
      effect: "unsafe",
      policy: "raise",
    },
    {
      keyword: "RUN JAVASCRIPT",
      aliases: ["RUN JS"],
      forms: forms("WITH_FILE file", "code [WITH_FILE file]"),
      result: "text",
      effect: "unsafe",
      policy: "raise",
    },
    {
      keyword: "RUN BASH",
      forms: forms("WITH_FILE file", "code [WITH_FILE file]"),
      result: "text",
      effect: "unsafe",
      policy: "raise",
    },
  ]),
  ...family("host", "3.14", "mcp", [
    {
      keyword: "USE MCP",
      forms: forms("server, tool [,|WITH arguments]"),
      result: "any",
      effect: "unsafe",
      policy: "raise",
    },
    {
      keyword: "MCP LIST TOOLS",
      forms: forms("server"),
      result: "any",
      effect: "recordable",
    },
  ]),
  ...family("host", "3.14", "weather", [
    {
      keyword: "WEATHER",
      forms: forms("place"),
      result: "object",
      effect: "recordable",
    },
    {
      keyword: "FORECAST",
      forms: forms("place [, days]"),
      result: "any",
      effect: "recordable",
    },
  ]),
  ...family("host", "3.14", "catalog", [
    {
      keyword: "PRODUCTS",
      forms: forms("[query] [, count]"),
      result: "rows",
      effect: "recordable",
    },
    {
      keyword: "SCAN BARCODE",
      forms: forms("image"),
      result: "text",
      effect: "recordable",
    },
    {
      keyword: "DETECT",
      forms: forms("table"),
      result: "rows",
      effect: "recordable",
    },
  ]),
];
