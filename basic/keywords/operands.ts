/**
 * What operands are by their content, for keywords whose order differs from script to script. Pure: the handlers of today and
 * tomorrow, the checker and the tests share these functions.
 */
import type { Value } from "../values.ts";

/** Texts and numbers as text; null for anything else. */
export function textOf(value: Value): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : null;
}

const DATE_TEXT =
  /^\s*(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|today|tomorrow|hoje|amanhã)(?:[ t]\d{1,2}:\d{2}.*)?\s*$/i;

/** A text that is written as a date. */
export function isDateText(text: string): boolean {
  return text.length <= 60 && DATE_TEXT.test(text);
}

/** A mail address, a telephone number, or a channel with an address. */
export function isRecipient(text: string): boolean {
  return (
    text.includes("@") || /^\s*\+/.test(text) || (/^[\d\s().-]+$/.test(text) && text.replace(/\D/g, "").length >= 8)
  );
}
