/**
 * Blocks of a script that run when something happens (ON ... END ON, ON ... CALL). Each is a procedure of the script; a run
 * that is to begin there names it in a hidden variable, and the script's body calls it in place of everything else. PARAM
 * and CONST lines at the top of the script come first, so the block sees what they say.
 */
import type { Call, Literal, Name, Statement } from "../ast.ts";
import { keywordEntry } from "../catalogue/index.ts";
import { HANDLER_VARIABLE } from "../tools/handler-variable.ts";

export interface HandlerChoice {
  body: Statement[];
  /** To be called once procedures have their numbers: the choice compares with these. */
  number(indexOf: (key: string) => number | undefined): void;
}

/** The body with its choice of a handler; the very same statements where the script has none. */
export function withHandlerChoice(body: Statement[]): HandlerChoice {
  const keys = new Map<string, Statement>();
  for (const s of body) {
    if (s.kind === "keyword-statement" && s.handler !== undefined && keywordEntry(s.keyword)?.load === "always")
      keys.set(s.handler, s);
  }
  if (keys.size === 0) return { body, number: () => {} };
  const numbers = new Map<string, Literal>();
  const choice = [...keys].map(([key, { span }]): Statement => {
    const number: Literal = { kind: "literal", value: 0, key, span };
    numbers.set(key, number);
    const chosen: Name = { kind: "name", name: HANDLER_VARIABLE, key: HANDLER_VARIABLE, span };
    const call: Call = { kind: "call", name: key, key, args: [], span };
    return {
      kind: "if",
      branches: [
        {
          test: { kind: "binary", op: "=", left: chosen, right: number, span },
          body: [{ kind: "return", value: call, span }],
        },
      ],
      else: null,
      span,
    };
  });
  const first = body.findIndex((s) => !isHead(s));
  const head = first < 0 ? body.length : first;
  return {
    body: [...body.slice(0, head), ...choice, ...body.slice(head)],
    number(indexOf) {
      for (const [key, literal] of numbers) literal.value = indexOf(key) ?? -1;
    },
  };
}

/** What stands before the script's work: it says what the script is given, or does nothing when it is reached. */
function isHead(s: Statement): boolean {
  switch (s.kind) {
    case "param":
    case "const":
    case "description":
    case "procedure":
      return true;
    case "keyword-statement":
      return keywordEntry(s.keyword)?.load === "always";
    default:
      return false;
  }
}
