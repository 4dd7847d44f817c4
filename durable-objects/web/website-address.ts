/** What `USE WEBSITE` names: the address, the collection that it makes, and how often it is read again. */
import { WEBSITE_LIMITS, WEBSITE_PREFIX } from "../../contracts/websites.ts";
import { bytesOf } from "../../platform/hmac.ts";
import { crc32 } from "../packages/crc32.ts";

export interface Website {
  collection: string;
  url: string;
  /** ms; null = as configured. */
  refreshMs: number | null;
}

const MAX_NAME = 80;
const WORDS: Readonly<Record<string, number>> = { hourly: 3_600, daily: 86_400, weekly: 604_800, monthly: 2_592_000 };
const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** Throws a RangeError that says what is wrong. Whether the address may be called is judged when it is. */
export function readWebsite(address: string, period: string | null): Website {
  const said = address.trim();
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(said) ? said : `https://${said}`;
  const url = URL.canParse(text) && text.length <= 1_000 ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "")
    throw new RangeError("USE WEBSITE takes an address such as https://example.com/help.");
  url.hash = "";
  return { collection: collectionOf(url), url: url.href, refreshMs: period === null ? null : readPeriod(period) };
}

/** `web:example.com|help`. Where this alone does not tell two addresses apart, a sum of the address stands behind it. */
function collectionOf(url: URL): string {
  const whole = `${url.host}${url.pathname.replace(/\/+$/, "")}`.replaceAll("/", "|");
  const name = whole.toLowerCase().slice(0, MAX_NAME);
  const isPlain = name === whole && url.protocol === "https:" && url.search === "";
  return `${WEBSITE_PREFIX}${name}${isPlain ? "" : `~${crc32(bytesOf(url.href)).toString(16).padStart(8, "0")}`}`;
}

function readPeriod(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,9})\s*([smhdw]?)[a-z]*$/i.exec(text.trim()) ?? [];
  const seconds = WORDS[text.trim().toLowerCase()] ?? Number(count || "0") * (UNITS[unit.toLowerCase()] ?? 0);
  if (seconds < WEBSITE_LIMITS.leastRefresh || seconds > WEBSITE_LIMITS.mostRefresh)
    throw new RangeError("REFRESH takes a period of 1h to 366d, such as 12h, 7d or daily.");
  return seconds * 1_000;
}
