/** Keywords that speak with other servers and read web sites. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const HTTP: readonly KeywordEntry[] = [
  ...family("http", "3.10", "http", [
    {
      keyword: "POST",
      forms: forms("url ,|WITH body", "url"),
      result: "object",
      effect: "unsafe",
      policy: "retry",
    },
    {
      keyword: "PUT",
      forms: forms("url ,|WITH body", "url"),
      result: "object",
      effect: "unsafe",
      policy: "retry",
    },
    {
      keyword: "PATCH",
      forms: forms("url ,|WITH body", "url"),
      result: "object",
      effect: "unsafe",
      policy: "retry",
    },
    {
      keyword: "DELETE HTTP",
      forms: forms("url [,|WITH body]"),
      result: "object",
      effect: "unsafe",
      policy: "retry",
    },
    {
      keyword: "GRAPHQL",
      forms: forms("url, query [,|WITH variables]"),
      result: "object",
      effect: "unsafe",
      policy: "raise",
    },
    {
      keyword: "SOAP",
      forms: forms("wsdl, operation [,|WITH parameters]"),
      result: "object",
      effect: "unsafe",
      policy: "raise",
    },
    {
      keyword: "SET HEADER",
      forms: forms("name ,|=|AS value"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "CLEAR HEADERS",
      forms: forms(""),
      result: null,
      effect: "pure",
    },
    {
      keyword: "SET PAGE MODE",
      forms: forms("mode"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "WEBHOOK POST",
      forms: forms("path ,|WITH data"),
      result: "object",
      effect: "unsafe",
      policy: "retry",
    },
  ]),
  ...family("http", "3.10", "web", [
    {
      keyword: "RSS",
      forms: forms("url [, count]"),
      result: "rows",
      effect: "recordable",
    },
    {
      keyword: "SCRAPE",
      forms: forms("url, selector"),
      result: "text",
      effect: "recordable",
    },
    {
      keyword: "SCRAPE ALL",
      forms: forms("url, selector"),
      result: "any",
      effect: "recordable",
    },
    {
      keyword: "SCRAPE TABLE",
      forms: forms("url, selector", "url"),
      result: "rows",
      effect: "recordable",
    },
    {
      keyword: "SCRAPE LINKS",
      forms: forms("url"),
      result: "any",
      effect: "recordable",
    },
    {
      keyword: "SCRAPE IMAGES",
      forms: forms("url"),
      result: "any",
      effect: "recordable",
    },
    {
      keyword: "WEBSITE OF",
      forms: forms("company"),
      result: "text",
      effect: "recordable",
    },
  ]),
];
