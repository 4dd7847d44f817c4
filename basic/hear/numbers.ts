/** Numbers as people write them, with either decimal sign and any grouping (reference 5.2). */
import { roundTo } from "../operations/decimal.ts";

/** Digits in groups of three: `1.234.567`, `1,234`, `1 234 567`, with one kind of separator. */
const GROUPED = /^\d{1,3}(?:([.,\s\u00a0\u202f'])\d{3})(?:\1\d{3})*$/;

/** An integer; groups of three are joined, a fraction is refused, and so is what a number cannot hold exactly. */
export function parseInteger(text: string): number | undefined {
  const match = /^([+-]?)\s*(.+)$/.exec(text);
  if (!match) return undefined;
  const digits = ungrouped(match[2] ?? "");
  if (digits === undefined) return undefined;
  const value = Number(digits) * (match[1] === "-" ? -1 : 1);
  return Number.isSafeInteger(value) ? value || 0 : undefined;
}

function ungrouped(text: string): string | undefined {
  if (/^\d{1,40}$/.test(text)) return text;
  return text.length <= 60 && GROUPED.test(text) ? text.replace(/\D/g, "") : undefined;
}

/** A number with `.` or `,` as decimal sign. */
export function parseDecimal(text: string): number | undefined {
  const match = /^([+-]?)\s*(.+)$/.exec(text);
  const size = match ? parseSize(match[2] ?? "") : undefined;
  return size === undefined ? undefined : (match?.[1] === "-" ? -size : size) || 0;
}

/** An amount, not negative, without its currency sign, rounded to cents. */
export function parseMoney(text: string): number | undefined {
  const bare = text
    .replace(/^(?:R\$|US\$|[$€£¥])\s*/i, "")
    .replace(/\s*(?:R\$|US\$|[$€£¥])$/i, "")
    .trim();
  const size = parseSize(bare);
  return size === undefined ? undefined : roundTo(size, 2);
}

/**
 * With both signs the last one is decimal; a single comma is decimal, and so is a single point. A sign that occurs more
 * than once groups, and must then group by threes.
 */
function parseSize(text: string): number | undefined {
  if (text.length > 60 || !/^[\d.,\s\u00a0\u202f']+$/.test(text) || !/\d/.test(text)) return undefined;
  const point = text.lastIndexOf(".");
  const comma = text.lastIndexOf(",");
  const decimalAt = decimalPosition(text, point, comma);
  const whole = decimalAt < 0 ? text : text.slice(0, decimalAt);
  const fraction = decimalAt < 0 ? "" : text.slice(decimalAt + 1);
  const digits = whole === "" ? "0" : ungrouped(whole);
  if (digits === undefined || !/^\d{0,30}$/.test(fraction) || (decimalAt >= 0 && whole === "" && fraction === ""))
    return undefined;
  const value = Number(`${digits}.${fraction || "0"}`);
  return Number.isFinite(value) && value <= Number.MAX_SAFE_INTEGER ? value : undefined;
}

function decimalPosition(text: string, point: number, comma: number): number {
  if (point >= 0 && comma >= 0) return Math.max(point, comma);
  const sign = point >= 0 ? "." : ",";
  const at = Math.max(point, comma);
  return at >= 0 && text.indexOf(sign) === at ? at : -1;
}
