/**
 * Personal data in texts: what can be told for certain by a checksum (cards, IBAN, CPF, CNPJ) and what has an unmistakable form
 * (e-mail addresses, international telephone numbers, network addresses). Every pattern has bounded repetitions, so that a
 * text takes time in proportion to its length, whatever is in it.
 */
import { isValidIBAN } from "ibantools";

export const PII_KINDS = ["card", "iban", "cpf", "cnpj", "email", "phone", "ip", "mac"] as const;
export type PiiKind = (typeof PII_KINDS)[number];

/** A place in a text, in UTF-16 units. */
export interface Found {
  kind: PiiKind;
  start: number;
  end: number;
}

interface Detector {
  kind: PiiKind;
  pattern: RegExp;
  /** How long the match really is; 0: it is none. */
  measure(text: string): number;
}

const whole =
  (is: (text: string) => boolean) =>
  (text: string): number =>
    is(text) ? text.length : 0;

/** Those that a checksum confirms go before those that a form suggests: a card is not taken for a telephone number. */
const DETECTORS: readonly Detector[] = [
  {
    kind: "email",
    pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,6}/gu,
    measure: (text) => text.length,
  },
  { kind: "iban", pattern: /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}/giu, measure: ibanLength },
  { kind: "card", pattern: /(?<![\p{L}\p{N}])\d(?:[ -]?\d){12,18}(?!\d)/gu, measure: whole(isCard) },
  {
    kind: "cnpj",
    pattern: /(?<![\p{L}\p{N}])[A-Z0-9]{2}\.?[A-Z0-9]{3}\.?[A-Z0-9]{3}\/?[A-Z0-9]{4}-?\d{2}(?![\p{L}\p{N}])/giu,
    measure: whole(isCnpj),
  },
  { kind: "cpf", pattern: /(?<![\p{L}\p{N}])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?!\d)/gu, measure: whole(isCpf) },
  {
    kind: "mac",
    pattern: /(?<![\p{L}\p{N}:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![0-9a-f:-])/giu,
    measure: (text) => text.length,
  },
  { kind: "ip", pattern: /(?<![\p{L}\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{N}]|\.\d)/gu, measure: whole(isIpv4) },
  {
    kind: "ip",
    pattern: /(?<![\p{L}\p{N}:])(?:[0-9a-f]{1,4}:){1,7}(?::|(?::?[0-9a-f]{1,4}){1,7})(?![\p{L}\p{N}:])/giu,
    measure: whole(isIpv6),
  },
  { kind: "phone", pattern: /(?<![\p{L}\p{N}+])\+\d(?:[ ().-]{0,2}\d){7,14}(?!\d)/gu, measure: (text) => text.length },
];

/** In the order of the text; none overlaps another. */
export function findPii(text: string, kinds: ReadonlySet<string>): Found[] {
  const plain = asciiDigits(text);
  const taken: Found[] = [];
  for (const { kind, pattern, measure } of DETECTORS) {
    if (!kinds.has(kind)) continue;
    for (const match of plain.matchAll(pattern)) {
      const length = measure(match[0]);
      const found = { kind, start: match.index, end: match.index + length };
      if (length > 0 && !overlaps(taken, found)) taken.push(found);
    }
    taken.sort((a, b) => a.start - b.start);
  }
  return taken;
}

/** `taken` is sorted by its beginnings but for those of the kind that is being looked for, which do not overlap each other. */
function overlaps(taken: readonly Found[], { start, end }: Found): boolean {
  let [low, high] = [0, taken.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((taken[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  return (taken[low]?.start ?? Number.POSITIVE_INFINITY) < end;
}

/** Zeros of the digits that people write: Arabic-Indic, its Persian form, Devanagari, Bengali, full width. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0xff10];

/** The same length: places stay what they are. */
const asciiDigits = (text: string): string =>
  text.replaceAll(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\uff10-\uff19]/g, (digit) => {
    const code = digit.charCodeAt(0);
    const zero = ZEROS.find((one) => code >= one && code <= one + 9) ?? code;
    return String(code - zero);
  });

/** ISO/IEC 7812: 13 to 19 digits with the check digit of Luhn. A number of one digit only is none. */
export function isCard(text: string): boolean {
  const digits = text.replaceAll(/\D/g, "");
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1+$/.test(digits) || digits.startsWith("0")) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The pattern takes in what follows: the country says how long it is, and its check digits whether it is one. */
function ibanLength(text: string): number {
  for (let end = text.length; end >= 15; end--) {
    if (text[end - 1] === " ") continue;
    if (isValidIBAN(text.slice(0, end).replaceAll(" ", "").toUpperCase())) return end;
  }
  return 0;
}

/** Receita Federal: two check digits, modulo 11. */
export function isCpf(text: string): boolean {
  const digits = text.replaceAll(/\D/g, "");
  if (digits.length !== 11 || /^(\d)\1+$/.test(digits)) return false;
  return (
    checkDigit(digits.slice(0, 9), 10, 2) === Number(digits[9]) &&
    checkDigit(digits.slice(0, 10), 11, 2) === Number(digits[10])
  );
}

/** The same with weights from 2 to 9, and, from July 2026 on, with letters, which count as their ASCII code less 48. */
export function isCnpj(text: string): boolean {
  const signs = text.replaceAll(/[^A-Za-z0-9]/g, "").toUpperCase();
  if (signs.length !== 14 || /^(.)\1+$/.test(signs) || !/\d{2}$/.test(signs)) return false;
  return cnpjDigit(signs.slice(0, 12)) === Number(signs[12]) && cnpjDigit(signs.slice(0, 13)) === Number(signs[13]);
}

function checkDigit(digits: string, from: number, to: number): number {
  let sum = 0;
  for (let i = 0, weight = from; weight >= to; i++, weight--) sum += Number(digits[i]) * weight;
  const rest = (sum * 10) % 11;
  return rest === 10 ? 0 : rest;
}

function cnpjDigit(signs: string): number {
  let sum = 0;
  for (let i = 0; i < signs.length; i++) sum += (signs.charCodeAt(signs.length - 1 - i) - 48) * (2 + (i % 8));
  const rest = sum % 11;
  return rest < 2 ? 0 : 11 - rest;
}

function isIpv4(text: string): boolean {
  return text.split(".").every((part) => Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  return /\d/.test(text) && URL.canParse(`http://[${text}]/`);
}
