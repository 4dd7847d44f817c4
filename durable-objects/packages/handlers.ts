/**
 * What a release wants to be told of (reference 3.13, 4.1): the directives of its scripts, and scripts whose names say what
 * they are for (`orders_insert`, `on_form_submit_contact`, `new_email`).
 */
import type { Directive } from "../../basic/program.ts";
import { endpointName, foldName, foldPath, scriptWord } from "../../contracts/event-names.ts";
import type { Handler, HandlerKeyword, JsonObject } from "../../contracts/events.ts";
import type { PackageDiagnostic } from "./diagnostics.ts";

/** Directive keyword, the operand that says what it is for, and how that is compared. */
const DIRECTIVES: Readonly<Record<string, readonly [HandlerKeyword, string, (name: string) => string]>> = {
  WEBHOOK: ["WEBHOOK", "endpoint", endpointName],
  "ON FORM SUBMIT": ["ON FORM SUBMIT", "form", endpointName],
  "ON INSERT OF": ["ON INSERT OF", "table", foldName],
  "ON UPDATE OF": ["ON UPDATE OF", "table", foldName],
  "ON DELETE OF": ["ON DELETE OF", "table", foldName],
  "ON EMAIL": ["ON EMAIL", "address", foldName],
  "ON CHANGE": ["ON CHANGE", "path", foldPath],
  "ON EVENT": ["ON EVENT", "name", foldName],
  ON: ["ON EVENT", "event", foldName],
};

/** Names of scripts, with the folded subject in them. The first that fits counts. */
const NAMES: readonly (readonly [RegExp, HandlerKeyword])[] = [
  [/^on_form_submit_(.+)$/, "ON FORM SUBMIT"],
  [/^(?:new_email|on_receive_email)$/, "ON EMAIL"],
  [/^new_(session)$/, "ON EVENT"],
  [/^on_(.+)$/, "ON EVENT"],
  [/^(.+)_insert$/, "ON INSERT OF"],
  [/^(.+)_update$/, "ON UPDATE OF"],
  [/^(.+)_delete$/, "ON DELETE OF"],
];

/** Of one script; `name` is the script's in the release. */
export function handlersOf(name: string, directives: readonly Directive[]): Handler[] {
  const declared = directives.flatMap(({ keyword, args, handler, line }): Handler[] => {
    const known = Object.hasOwn(DIRECTIVES, keyword) ? DIRECTIVES[keyword] : undefined;
    if (!known) return [];
    const [handled, operand, fold] = known;
    const { [operand]: subject, ...rest } = args;
    if (typeof subject !== "string") return [];
    // Operands of a directive are constants: JSON already.
    return [{ keyword: handled, subject: fold(subject), script: name, handler, line, args: rest as JsonObject }];
  });
  const word = scriptWord(name.slice(name.lastIndexOf("/") + 1));
  for (const [pattern, keyword] of NAMES) {
    const match = pattern.exec(word);
    if (!match) continue;
    const subject = match[1] ?? "";
    declared.push({ keyword, subject, byName: true, script: name, handler: null, line: 1, args: {} });
    break;
  }
  return declared;
}

const CALLED: readonly HandlerKeyword[] = ["WEBHOOK", "ON FORM SUBMIT"];

/** Two scripts for one address: the first one in the order of the scripts answers. And an open webhook is worth a word. */
export function checkHandlers(
  handlers: readonly Handler[],
  config: Readonly<Record<string, string>>,
  pathOf: (script: string) => string,
): PackageDiagnostic[] {
  const found: PackageDiagnostic[] = [];
  const taken = new Map<string, Handler>();
  for (const handler of handlers) {
    const { keyword, subject, script, line } = handler;
    if (!CALLED.includes(keyword)) continue;
    const at = { file: pathOf(script), line, column: 1, severity: "warning" } as const;
    const first = taken.get(`${keyword} ${subject}`);
    if (first) {
      const message = `${keyword} "${subject}" stands in ${pathOf(first.script)} already; that one answers.`;
      found.push({ ...at, code: "PKG130", message, hint: "Give each endpoint its own name." });
      continue;
    }
    taken.set(`${keyword} ${subject}`, handler);
    if (
      keyword === "WEBHOOK" &&
      !config[`webhook-secret-${subject.replaceAll("_", "-")}`] &&
      !config["webhook-secret"]
    ) {
      const message = `Anybody can call the webhook "${subject}": it has no secret.`;
      found.push({ ...at, severity: "hint", code: "PKG131", message, hint: `Set webhook-secret-${subject}.` });
    }
  }
  return found;
}
