/** What scripts ask about mail that came in: was it written by a machine, and is the address a private one. */
import { isObject } from "../operations/compare.ts";
import { toText } from "../operations/text-form.ts";
import type { Value } from "../values.ts";
import { argument, define, textArgument } from "./arguments.ts";
import type { BasicFunction, FunctionContext } from "./function.ts";

/** Providers of mailboxes for everybody: the domain says nothing of a company. */
const PERSONAL_DOMAINS: ReadonlySet<string> = new Set(
  (
    "gmail.com googlemail.com yahoo.com yahoo.com.br ymail.com rocketmail.com hotmail.com hotmail.com.br outlook.com " +
    "outlook.com.br live.com msn.com icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me gmx.com gmx.de " +
    "gmx.net web.de t-online.de freenet.de mail.com zoho.com yandex.com yandex.ru mail.ru qq.com 163.com 126.com sina.com " +
    "naver.com daum.net uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com r7.com zipmail.com.br " +
    "orange.fr free.fr laposte.net wanadoo.fr sfr.fr libero.it virgilio.it alice.it tiscali.it telefonica.net sapo.pt " +
    "btinternet.com sky.com comcast.net verizon.net att.net sbcglobal.net fastmail.com hey.com tutanota.com tuta.io"
  ).split(" "),
);

/** The domain itself, an address, or `Name <address>`. */
function domainOf(text: string): string {
  const address = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
  return address
    .slice(address.lastIndexOf("@") + 1)
    .trim()
    .toLowerCase()
    .replace(/\.$/, "");
}

/** Values of a header, in small letters: of an object whatever the case of its name, of a text its line. */
function header(headers: Value, name: string, context: FunctionContext): string | undefined {
  if (isObject(headers)) {
    const key = Object.keys(headers).find((candidate) => candidate.toLowerCase().replaceAll("_", "-") === name);
    return key === undefined
      ? undefined
      : toText(headers[key] ?? null, context)
          .trim()
          .toLowerCase();
  }
  const text = toText(headers, context);
  for (const line of text.split(/\r?\n/, MAX_LINES)) {
    const colon = line.indexOf(":");
    if (colon > 0 && line.slice(0, colon).trim().toLowerCase() === name)
      return line
        .slice(colon + 1)
        .trim()
        .toLowerCase();
  }
  return undefined;
}

const MAX_LINES = 1000;

/**
 * A reply by a machine: RFC 3834 (Auto-Submitted), and the headers that vacation programs and mailing lists set. An empty
 * Return-Path is that of a delivery report.
 */
function isAutoreply(headers: Value, context: FunctionContext): boolean {
  const text = (name: string): string => header(headers, name, context) ?? "";
  if (!/^(?:no\b.*)?$/.test(text("auto-submitted"))) return true;
  if (header(headers, "x-autoreply", context) !== undefined || header(headers, "x-autorespond", context) !== undefined)
    return true;
  return (
    /^(?:auto_reply|auto-reply|bulk|junk|list)$/.test(text("precedence")) ||
    /\b(?:all|autoreply|oof)\b/.test(text("x-auto-response-suppress")) ||
    text("return-path") === "<>"
  );
}

export const MAIL_CHECKS: readonly BasicFunction[] = [
  define(
    "IS_AUTOREPLY(headers)",
    "A machine wrote the mail with these headers: a vacation note, a list, a delivery report.",
    (args, context) => {
      const headers = argument(args, 0);
      context.charge(typeof headers === "string" ? 1 + headers.length / 64 : 1 + Object.keys(headers ?? {}).length);
      return isAutoreply(headers, context);
    },
  ),
  define(
    "IS_PERSONAL_EMAIL(domain)",
    "The domain or address is one of a provider for everybody, such as gmail.com.",
    (args, context) => {
      const text = textArgument(args, 0, context);
      context.charge(1 + text.length / 64);
      return PERSONAL_DOMAINS.has(domainOf(text.slice(-1000)));
    },
  ),
];
