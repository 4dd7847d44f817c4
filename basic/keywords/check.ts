/** What can be said of operands that are fixed, before the script runs. The handlers say the same of the others. */
import type { Value } from "../values.ts";
import { readArchive } from "./files.ts";
import { readTemplateMessage } from "./messages.ts";
import { readSchedule } from "./schedule.ts";
import { readPost } from "./social.ts";
import { readTask } from "./tasks.ts";

type Operands = Readonly<Record<string, Value>>;

function list(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : [];
}

function oneOf(name: string, words: readonly string[]): (operands: Operands) => string | null {
  return (operands) => {
    const value = operands[name];
    if (typeof value === "string" && words.includes(value.trim().toLowerCase())) return null;
    return `The ${name} is one of ${words.join(", ")}`;
  };
}

const problem = (read: unknown): string | null => (typeof read === "string" ? read : null);

const CHECKS: Readonly<Record<string, (operands: Operands) => string | null>> = {
  "SET SCHEDULE": ({ values }) => problem(readSchedule(list(values))),
  "SEND TEMPLATE": ({ to, values }) => problem(readTemplateMessage(to ?? null, list(values))),
  "CREATE TASK": ({ title, details }) => problem(readTask(title ?? null, list(details))),
  COMPRESS: ({ first, second }) => problem(readArchive(first ?? null, second ?? null)),
  "POST TO": ({ network, content }) => problem(readPost(network ?? null, list(content))),
  "SET ANSWER MODE": oneOf("mode", ["document", "sql", "chart", "tool", "direct", "default"]),
  "SET PAGE MODE": oneOf("mode", ["auto", "none"]),
  "GENERATE CODE": ({ digits }) =>
    typeof digits === "number" && Number.isInteger(digits) && digits >= 1 && digits <= 32
      ? null
      : "GENERATE CODE takes a number of digits from 1 to 32",
  WEBHOOK: ({ endpoint }) =>
    endpointName(endpoint ?? null) === "" ? "The endpoint needs a name of letters or digits" : null,
};

/** The name under which a webhook is called (reference 4.9): lower case, blanks as -, nothing else but letters, digits, - and _. */
export function endpointName(endpoint: Value): string {
  return typeof endpoint === "string"
    ? endpoint
        .trim()
        .toLowerCase()
        .replace(/\s+/g, "-")
        .replace(/[^a-z0-9_-]/g, "")
        .slice(0, 100)
    : "";
}

/** Whether anything can be said of the fixed operands of this keyword. */
export function hasOperandCheck(keyword: string): boolean {
  return Object.hasOwn(CHECKS, keyword);
}

/** Why these operands cannot work, or null. They are constants of the script. */
export function operandProblem(keyword: string, operands: Operands): string | null {
  return Object.hasOwn(CHECKS, keyword) ? CHECKS[keyword]!(operands) : null;
}
