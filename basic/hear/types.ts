/** What each HEAR type accepts and stores (reference 5.2), and the words that name it. */
import { textLength } from "../operations/code-points.ts";
import { type FileValue, SealedText, type Value } from "../values.ts";
import type { HearContext } from "./answer.ts";
import { parseBoolean, parseHearDate, parseHearDateTime, parseHour } from "./dates.ts";
import { cardNumber, cnpj, cpf, mobile, postalCode } from "./documents.ts";
import { parseDecimal, parseInteger, parseMoney } from "./numbers.ts";
import { color, email, language, name, url, uuid } from "./words.ts";

export type HearType =
  | "TEXT"
  | "NAME"
  | "EMAIL"
  | "INTEGER"
  | "NUMBER"
  | "MONEY"
  | "BOOLEAN"
  | "DATE"
  | "DATETIME"
  | "HOUR"
  | "MOBILE"
  | "ZIPCODE"
  | "CPF"
  | "CNPJ"
  | "LANGUAGE"
  | "URL"
  | "UUID"
  | "COLOR"
  | "CREDITCARD"
  | "PASSWORD"
  | "FILE"
  | "IMAGE"
  | "QRCODE"
  | "AUDIO"
  | "VIDEO"
  | "LOGIN";

export interface HearRule {
  /** The value of a trimmed answer, or undefined if it does not fit. */
  accept?: (text: string, context: HearContext) => Value | undefined;
  /** The value of the attachments, for types that want a file. */
  attachment?: (files: readonly FileValue[]) => Value | undefined;
  /** What the variable holds when the person was asked in vain; NULL unless named. */
  empty?: "";
  /** The service without which nobody can answer. */
  service?: string;
}

const SHORTEST_PASSWORD = 8;

/** The secret itself, sealed: nothing that shows values will show it. */
function password(text: string): SealedText | undefined {
  return textLength(text) >= SHORTEST_PASSWORD ? new SealedText(text) : undefined;
}

/** The first file whose MIME type begins so. */
function firstOf(kind: string): (files: readonly FileValue[]) => FileValue | undefined {
  return (files) => files.find((file) => file.mime.toLowerCase().startsWith(kind));
}

export const HEAR_TYPES: Readonly<Record<HearType, HearRule>> = {
  TEXT: { accept: (text) => text, empty: "" },
  NAME: { accept: name, empty: "" },
  EMAIL: { accept: email, empty: "" },
  INTEGER: { accept: parseInteger },
  NUMBER: { accept: parseDecimal },
  MONEY: { accept: parseMoney },
  BOOLEAN: { accept: parseBoolean },
  DATE: { accept: parseHearDate },
  DATETIME: { accept: parseHearDateTime },
  HOUR: { accept: parseHour, empty: "" },
  MOBILE: { accept: mobile, empty: "" },
  ZIPCODE: { accept: postalCode, empty: "" },
  CPF: { accept: cpf, empty: "" },
  CNPJ: { accept: cnpj, empty: "" },
  LANGUAGE: { accept: language, empty: "" },
  URL: { accept: url, empty: "" },
  UUID: { accept: uuid, empty: "" },
  COLOR: { accept: color, empty: "" },
  CREDITCARD: { accept: cardNumber, empty: "" },
  PASSWORD: { accept: password, empty: "" },
  // What a picture, a voice or a film says needs a model that reads it; without one the answer is the file.
  FILE: { attachment: firstOf("") },
  IMAGE: { attachment: firstOf("image/") },
  QRCODE: { attachment: firstOf("image/") },
  AUDIO: { attachment: firstOf("audio/") },
  VIDEO: { attachment: firstOf("video/") },
  LOGIN: { service: "sign-in" },
};

/** Other words for the types. */
const ALIASES: Readonly<Record<string, HearType>> = {
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
  LANG: "LANGUAGE",
  LINK: "URL",
  GUID: "UUID",
  COLOUR: "COLOR",
  CARD: "CREDITCARD",
  PASS: "PASSWORD",
  SECRET: "PASSWORD",
  DOCUMENT: "FILE",
  DOC: "FILE",
  PDF: "FILE",
  PHOTO: "IMAGE",
  PICTURE: "IMAGE",
  QR: "QRCODE",
  VOICE: "AUDIO",
  SOUND: "AUDIO",
  AUTH: "LOGIN",
};

/** Answers to these are secrets: they are not stored, shown or logged as typed. */
export const SECRET_TYPES: ReadonlySet<HearType> = new Set<HearType>(["PASSWORD", "CREDITCARD"]);
/** Only an attached file answers these. */
export const ATTACHMENT_TYPES: ReadonlySet<HearType> = new Set<HearType>(["FILE", "IMAGE", "QRCODE", "AUDIO", "VIDEO"]);

/** Every word that may stand behind HEAR … AS as a type, in capitals. */
export const HEAR_TYPE_WORDS: readonly string[] = [...Object.keys(HEAR_TYPES), ...Object.keys(ALIASES)];

/** The type that a word names; a word that names none asks for text. */
export function hearType(word: string): HearType {
  const upper = word.trim().toUpperCase();
  if (isType(upper)) return upper;
  return Object.hasOwn(ALIASES, upper) ? (ALIASES[upper] ?? "TEXT") : "TEXT";
}

function isType(word: string): word is HearType {
  return Object.hasOwn(HEAR_TYPES, word);
}
