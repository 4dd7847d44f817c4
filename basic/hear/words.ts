/** Answers that are a word or an address: names, e-mail, languages, URLs, identifiers, colours (reference 5.2). */
import { textLength } from "../operations/code-points.ts";

/** Letters of any script, blanks, `-` and `'`, 2 to 100 characters; the first letter of each word becomes a capital. */
export function name(text: string): string | undefined {
  const collapsed = text.replace(/\s+/g, " ").replaceAll("’", "'").normalize("NFC");
  const length = textLength(collapsed);
  if (length < 2 || length > 100 || !/^[\p{L}\p{M} '-]+$/u.test(collapsed) || !/\p{L}/u.test(collapsed))
    return undefined;
  return collapsed.replace(/(^|[ -])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

// RFC 5321 lengths: 64 before the @, 254 in all. Each piece excludes what ends it, so that matching takes linear time.
const LOCAL_PART = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/** One @, a valid local part, a domain with a dot; stored in small letters. `mailto:` and angle brackets are dropped. */
export function email(text: string): string | undefined {
  const address = text.replace(/^mailto:/i, "").replace(/^<([^<>]*)>$/, "$1");
  if (address.length > 254) return undefined;
  const at = address.indexOf("@");
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (at < 1 || local.length > 64 || !LOCAL_PART.test(local) || !isHostName(domain)) return undefined;
  return address.toLowerCase();
}

function isHostName(host: string): boolean {
  const labels = host.split(".");
  const last = labels.at(-1) ?? "";
  return (
    labels.length >= 2 &&
    host.length <= 253 &&
    labels.every((label) => DOMAIN_LABEL.test(label)) &&
    !/^\d+$/.test(last) &&
    textLength(last) >= 2
  );
}

/** English, Portuguese and native names of the languages that people name. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ar: "arabic árabe arabe العربية",
  bn: "bengali bengalês বাংলা",
  ca: "catalan catalão català",
  cs: "czech tcheco čeština",
  da: "danish dinamarquês dansk",
  de: "german alemão alemao deutsch",
  el: "greek grego ελληνικά",
  en: "english inglês ingles",
  es: "spanish espanhol español espanol castellano",
  fa: "persian persa farsi فارسی",
  fi: "finnish finlandês suomi",
  fr: "french francês frances français francais",
  he: "hebrew hebraico עברית",
  hi: "hindi हिन्दी",
  hu: "hungarian húngaro magyar",
  id: "indonesian indonésio indonesia",
  it: "italian italiano",
  ja: "japanese japonês japones 日本語",
  ko: "korean coreano 한국어",
  nl: "dutch holandês holandes nederlands",
  no: "norwegian norueguês norsk",
  pl: "polish polonês polones polski",
  pt: "portuguese português portugues",
  ro: "romanian romeno română",
  ru: "russian russo русский",
  sv: "swedish sueco svenska",
  th: "thai tailandês ไทย",
  tr: "turkish turco türkçe",
  uk: "ukrainian ucraniano українська",
  vi: "vietnamese vietnamita",
  zh: "chinese chinês chines mandarin 中文",
};

/** ISO 639-1. */
const TWO_LETTER_CODES: ReadonlySet<string> = new Set(
  (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et " +
    "eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk " +
    "kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny " +
    "oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk " +
    "tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
  ).split(" "),
);

const LANGUAGE_CODES: ReadonlyMap<string, string> = new Map(
  Object.entries(LANGUAGES).flatMap(([code, names]) => names.split(" ").map((word) => [word, code] as const)),
);

/** A two-letter code, also with a region (`pt-BR`), or the name of a language; stored as the code. */
export function language(text: string): string | undefined {
  const word = text.normalize("NFC").toLowerCase();
  const code = /^([a-z]{2})(?:[-_][a-z]{2})?$/.exec(word)?.[1];
  return code !== undefined && TWO_LETTER_CODES.has(code) ? code : LANGUAGE_CODES.get(word);
}

/** An http or https address whose host has a dot; https:// is added where no scheme stands. User names are refused. */
export function url(text: string): string | undefined {
  if (/\s/.test(text)) return undefined;
  const parsed = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username !== "" || parsed.password !== "")
    return undefined;
  if (!parsed.hostname.includes(".") || parsed.hostname.startsWith(".") || parsed.hostname.includes(".."))
    return undefined;
  // A bare host keeps its form: no slash is added behind it.
  return parsed.pathname === "/" && parsed.search === "" && parsed.hash === "" ? parsed.origin : parsed.href;
}

/** 32 hexadecimal digits with or without hyphens, braces or `urn:uuid:`; stored as 8-4-4-4-12 in small letters. */
export function uuid(text: string): string | undefined {
  const bare = text
    .toLowerCase()
    .replace(/^urn:uuid:/, "")
    .replace(/^\{(.*)\}$/, "$1");
  const digits = bare.replaceAll("-", "");
  if (
    !/^[0-9a-f]{32}$/.test(digits) ||
    (bare.includes("-") && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(bare))
  )
    return undefined;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const COLORS: Readonly<Record<string, string>> = {
  black: "#000000",
  white: "#FFFFFF",
  red: "#FF0000",
  green: "#00FF00",
  blue: "#0000FF",
  yellow: "#FFFF00",
  orange: "#FFA500",
  purple: "#800080",
  pink: "#FFC0CB",
  brown: "#A52A2A",
  gray: "#808080",
  grey: "#808080",
  cyan: "#00FFFF",
  magenta: "#FF00FF",
};

const COLOR_WORDS: Readonly<Record<string, string>> = {
  preto: "black",
  branco: "white",
  vermelho: "red",
  verde: "green",
  azul: "blue",
  amarelo: "yellow",
  laranja: "orange",
  roxo: "purple",
  rosa: "pink",
  marrom: "brown",
  cinza: "gray",
};

/** A known name, `#rgb`, `#rrggbb` or `rgb(r, g, b)`; stored as `#RRGGBB`. */
export function color(text: string): string | undefined {
  const word = text.toLowerCase();
  const named = Object.hasOwn(COLOR_WORDS, word) ? (COLOR_WORDS[word] ?? word) : word;
  if (Object.hasOwn(COLORS, named)) return COLORS[named];
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/.exec(word)?.[1];
  if (hex !== undefined) return `#${hex.length === 3 ? hex.replace(/./g, "$&$&") : hex}`.toUpperCase();
  const rgb = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/.exec(word)?.slice(1).map(Number);
  if (!rgb || rgb.some((part) => part > 255)) return undefined;
  return `#${rgb.map((part) => part.toString(16).padStart(2, "0")).join("")}`.toUpperCase();
}
