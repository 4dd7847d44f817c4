/** Answers to HEAR in the reference evaluator (reference 3.6 and 5.2). */
import { BasicDate, type FileValue, type Value } from "../../basic/values.ts";
import { inZone, parseDate } from "./dates.ts";
import type { Question } from "./evaluator.ts";
import { raise, type Setting } from "./values.ts";

/** The value to store, or undefined where the answer does not fit. */
type Type = (text: string, s: Setting) => Value | undefined;

const digitsOf = (text: string) => text.replace(/\D/g, "");

function group(text: string, ...pattern: [RegExp, string]): string {
  return text.replace(...pattern);
}

/** Groups of three with one separator between: `1.234.567`. */
function ungrouped(text: string): string | null {
  if (/^\d+$/.test(text)) return text;
  const found = /^\d{1,3}(?:([., ])\d{3})(?:\1\d{3})*$/.exec(text);
  return found ? text.replace(/[., ]/g, "") : null;
}

/** With both `,` and `.` the last one is the decimal sign; one comma is decimal, one point too. */
function decimal(text: string): number | undefined {
  const t = text.replace(/\s/g, "");
  const found = /^([+-]?)([\d.,]+)$/.exec(t);
  if (!found) return undefined;
  const body = found[2]!;
  const [commas, points] = [body.split(",").length - 1, body.split(".").length - 1];
  let sign = "";
  if (commas > 0 && points > 0) sign = body.lastIndexOf(",") > body.lastIndexOf(".") ? "," : ".";
  else if (commas === 1) sign = ",";
  else if (points === 1) sign = ".";
  const at = sign === "" ? body.length : body.lastIndexOf(sign);
  const [whole, fraction] = [body.slice(0, at), body.slice(at + 1)];
  if (!/^\d*$/.test(fraction)) return undefined;
  const plain = whole === "" ? "0" : ungrouped(whole);
  if (plain === null || (whole === "" && fraction === "")) return undefined;
  const n = Number(`${plain}.${fraction}0`);
  return found[1] === "-" ? 0 - n : n;
}

const YES = "yes y true 1 sim s si oui ja da ok yeah yep sure confirm confirmed accept agree agreed".split(" ");
const NO = "no n false 0 não nao non nein net nope cancel deny denied reject rejected declined disagree".split(" ");

function day(offset: number, s: Setting): Value {
  const at = inZone(new BasicDate(s.now()), s).startOf("day").plus({ days: offset });
  return new BasicDate(at.toMillis(), true);
}
const NAMED_DAYS: Readonly<Record<string, number>> = {
  today: 0,
  tomorrow: 1,
  yesterday: -1,
  hoje: 0,
  amanhã: 1,
  amanha: 1,
  ontem: -1,
};

const date: Type = (text, s) => {
  const word = text.toLowerCase();
  if (Object.hasOwn(NAMED_DAYS, word)) return day(NAMED_DAYS[word]!, s);
  const found = parseDate(text, s);
  if (!found) return undefined;
  return new BasicDate(inZone(found, s).startOf("day").toMillis(), true);
};

const hour: Type = (text) => {
  const found = /^(\d{1,2}):(\d{2})\s*([ap]m)?$/i.exec(text);
  if (!found) return undefined;
  let h = Number(found[1]);
  const half = found[3]?.toLowerCase();
  if (half && (h < 1 || h > 12)) return undefined;
  if (half) h = (h % 12) + (half === "pm" ? 12 : 0);
  if (h > 23 || Number(found[2]) > 59) return undefined;
  return `${String(h).padStart(2, "0")}:${found[2]}`;
};

function checkDigit(digits: string, weights: readonly number[]): number {
  const rest = weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11;
  return rest < 2 ? 0 : 11 - rest;
}
const CPF = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2];
const CNPJ = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, d, i) => {
    const n = Number(d) * (i % 2 === 1 ? 2 : 1);
    return total + (n > 9 ? n - 9 : n);
  }, 0);
  return sum % 10 === 0;
}

const TYPES: Readonly<Record<string, Type>> = {
  TEXT: (text) => text,
  NAME: (text) => {
    const name = text.replace(/\s+/g, " ");
    if (!/^[\p{L}\p{M} '-]{2,100}$/u.test(name)) return undefined;
    return name.replace(/(^|[ -])(\p{L})/gu, (_, blank: string, letter: string) => blank + letter.toUpperCase());
  },
  EMAIL: (text) => {
    const address = text.replace(/^<(.*)>$/, "$1");
    return /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(address) ? address.toLowerCase() : undefined;
  },
  INTEGER: (text) => {
    const found = /^([+-]?)(.+)$/.exec(text);
    const plain = found ? ungrouped(found[2]!) : null;
    return plain === null ? undefined : Number(`${found![1]}${plain}`);
  },
  NUMBER: (text) => decimal(text),
  MONEY: (text) => {
    const n = decimal(text.replace(/R\$|[$€£¥]/g, "").trim());
    return n === undefined || n < 0 ? undefined : Math.round(n * 100) / 100;
  },
  BOOLEAN: (text) => {
    const word = text.toLowerCase();
    return YES.includes(word) ? true : NO.includes(word) ? false : undefined;
  },
  DATE: date,
  DATETIME: (text, s) => {
    const found = parseDate(text, s);
    return found && !found.dateOnly ? found : undefined;
  },
  HOUR: hour,
  MOBILE: (text) => {
    const d = digitsOf(text);
    if (!/^\+?[\d\s().-]+$/.test(text) || d.length < 10 || d.length > 15) return undefined;
    if (d.length === 11) return group(d, /^(..)(.{5})(.{4})$/, "($1) $2-$3");
    return d.length === 10 ? group(d, /^(...)(...)(....)$/, "($1) $2-$3") : `+${d}`;
  },
  ZIPCODE: (text) => {
    const d = digitsOf(text);
    if (/^[\d\s.-]+$/.test(text)) {
      if (d.length === 8) return group(d, /^(.{5})(.{3})$/, "$1-$2");
      if (d.length === 5) return d;
      if (d.length === 9) return group(d, /^(.{5})(.{4})$/, "$1-$2");
      return undefined;
    }
    return /^[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}$/i.test(text) ? text.toUpperCase() : undefined;
  },
  CPF: (text) => {
    const d = digitsOf(text);
    if (d.length !== 11 || /^(.)\1+$/.test(d)) return undefined;
    const good = checkDigit(d, CPF.slice(1)) === Number(d[9]) && checkDigit(d, CPF) === Number(d[10]);
    return good ? group(d, /^(...)(...)(...)(..)$/, "$1.$2.$3-$4") : undefined;
  },
  CNPJ: (text) => {
    const d = digitsOf(text);
    if (d.length !== 14) return undefined;
    const good = checkDigit(d, CNPJ.slice(1)) === Number(d[12]) && checkDigit(d, CNPJ) === Number(d[13]);
    return good ? group(d, /^(..)(...)(...)(....)(..)$/, "$1.$2.$3/$4-$5") : undefined;
  },
  URL: (text) => {
    const url = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
    return /^https?:\/\/[^\s/]+\.[^\s/]+(?:\/\S*)?$/i.test(url) ? url : undefined;
  },
  UUID: (text) => {
    const hex = text
      .replace(/^urn:uuid:/i, "")
      .replace(/[{}-]/g, "")
      .toLowerCase();
    return /^[\da-f]{32}$/.test(hex) ? group(hex, /^(.{8})(....)(....)(....)(.{12})$/, "$1-$2-$3-$4-$5") : undefined;
  },
  CREDITCARD: (text) => {
    const d = text.replace(/[\s-]/g, "");
    return /^\d{13,19}$/.test(d) && luhn(d) ? `${d.slice(0, 4)} **** **** ${d.slice(-4)}` : undefined;
  },
};
const ALIASES: Readonly<Record<string, string>> = {
  STRING: "TEXT",
  ANY: "TEXT",
  INT: "INTEGER",
  FLOAT: "NUMBER",
  DECIMAL: "NUMBER",
  DOUBLE: "NUMBER",
  CURRENCY: "MONEY",
  AMOUNT: "MONEY",
  BOOL: "BOOLEAN",
  TIME: "HOUR",
  PHONE: "MOBILE",
  TELEPHONE: "MOBILE",
  ZIP: "ZIPCODE",
  CEP: "ZIPCODE",
  POSTALCODE: "ZIPCODE",
  LINK: "URL",
  GUID: "UUID",
  CARD: "CREDITCARD",
  LANG: "LANGUAGE",
  COLOUR: "COLOR",
  DOCUMENT: "FILE",
  DOC: "FILE",
  PDF: "FILE",
  PHOTO: "IMAGE",
  PICTURE: "IMAGE",
  VOICE: "AUDIO",
  SOUND: "AUDIO",
};

/** The types whose value is a text: an answer that is given up leaves "" there, NULL elsewhere (decision 1). */
const NOT_TEXT: readonly string[] = ["INTEGER", "NUMBER", "MONEY", "BOOLEAN", "DATE", "DATETIME"];

function menu(q: Question, text: string): string | undefined {
  const options = q.options ?? [];
  const lower = text.toLowerCase();
  const exact = options.find((option) => option.trim().toLowerCase() === lower);
  if (exact !== undefined) return exact;
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= options.length) return options[Number(text) - 1]!;
  const containing = lower === "" ? [] : options.filter((option) => option.toLowerCase().includes(lower));
  return containing.length === 1 ? containing[0] : q.open && text !== "" ? text : undefined;
}

export type Answer = "timeout" | { text: string; files: readonly FileValue[] };

/** What cannot be asked: error 404 before anything is said. */
export function checkQuestion(q: Question): void {
  const as = ALIASES[q.as] ?? q.as;
  if (q.options === null && !TYPES[as] && !FILE_TYPES[as]) raise(404, `HEAR AS ${q.as} needs a service.`);
}

/** Takes answers until one fits; undefined where there are no more. */
export function listen(q: Question, next: () => Answer | undefined, s: Setting): Value | undefined {
  const as = ALIASES[q.as] ?? q.as;
  for (let attempt = 1; ; attempt++) {
    const given = next();
    if (given === undefined) return undefined;
    if (given === "timeout") return q.hasDefault ? q.default : raise(68, "Nobody answered in time.");
    const text = given.text.trim();
    if (q.hasDefault && given.files.length === 0 && ["", "-", "skip"].includes(text.toLowerCase())) return q.default;
    const value = accept(q, as, text, given.files, s);
    if (value !== undefined) return value;
    if (attempt >= q.retries) return NOT_TEXT.includes(as) ? null : "";
  }
}

const FILE_TYPES: Readonly<Record<string, RegExp>> = {
  FILE: /./,
  IMAGE: /^image\//,
  AUDIO: /^audio\//,
  VIDEO: /^video\//,
};

function accept(q: Question, as: string, text: string, files: readonly FileValue[], s: Setting): Value | undefined {
  if (q.options !== null) return menu(q, text);
  const mime = FILE_TYPES[as];
  return mime ? files.find((file) => mime.test(file.mime)) : TYPES[as]!(text, s);
}
