/** A page for each family of functions and one for the methods, with the examples of function-examples.md. */
import { FUNCTION_FAMILIES, METHODS } from "../../basic/functions/index.ts";
import { code, page, sectionsOf, table } from "./markdown.ts";
import { readExamples } from "./sources.ts";

const TITLES: Readonly<Record<string, string>> = {
  text: "Texts",
  number: "Numbers",
  date: "Dates",
  list: "Lists and objects",
  row: "Rows",
  value: "Values and types",
  digest: "Digests and signatures",
  mail: "Mail",
};

export interface FunctionExample {
  /** `LEFT("Lisbon", 3)` */
  expression: string;
  /** Its value as TALK shows it. */
  gives: string;
}

/** The examples by the function's name; a method's name begins with a point. */
export function functionExamples(): Map<string, FunctionExample> {
  const examples = new Map<string, FunctionExample>();
  for (const [name, { fences }] of sectionsOf(readExamples("function-examples"))) {
    const line = fences[0]?.text ?? "";
    const at = line.lastIndexOf(" => ");
    if (at < 0) throw new Error(`function-examples.md: ${name} has no "expression => value".`);
    examples.set(name, { expression: line.slice(0, at), gives: line.slice(at + 4) });
  }
  return examples;
}

export function functionFamilies(): { title: string; file: string; names: string[] }[] {
  return Object.entries(FUNCTION_FAMILIES).map(([family, functions]) => ({
    title: TITLES[family] ?? family,
    file: `functions-${family}.md`,
    names: functions.map(({ name }) => name),
  }));
}

export function functionPages(): Map<string, string> {
  const examples = functionExamples();
  const left = new Set(examples.keys());
  const cells = (name: string): [string, string] => {
    const example = examples.get(name);
    if (!example) throw new Error(`function-examples.md has no section ${name}.`);
    left.delete(name);
    return [code(example.expression), example.gives === "" ? "(nothing)" : code(example.gives)];
  };
  const pages = new Map<string, string>();
  for (const [family, functions] of Object.entries(FUNCTION_FAMILIES))
    pages.set(
      `functions-${family}.md`,
      page(
        `Functions: ${(TITLES[family] ?? family).toLowerCase()}`,
        "A name may carry a `$` (`LEFT$` is `LEFT`). Where a function has no value to give, it gives NULL. The examples are run on Monday, 2 June 2025, 10:30:45 UTC.",
        table(
          ["function", "gives", "example", "its value", "also"],
          functions.map(({ name, signature, summary, aliases }) => [
            code(signature),
            summary,
            ...cells(name),
            (aliases ?? []).map(code).join(", "),
          ]),
        ),
      ),
    );
  const methods = [...new Map([...METHODS.values()].map((method) => [method.name, method])).keys()];
  const byName = new Map([...METHODS.values()].map((method) => [method.name, method]));
  pages.set(
    "methods.md",
    page(
      "Methods",
      "Written behind a value: `text.trim()`, `list.push(x)`. Positions count from 0 here, as in JavaScript. There are no others.",
      table(
        ["method", "gives", "example", "its value"],
        methods.map((name) => {
          const { signature, summary } = byName.get(name)!;
          return [code(`.${name}(${receiverless(signature)})`), summary, ...cells(`.${name}`)];
        }),
      ),
    ),
  );
  if (left.size > 0) throw new Error(`function-examples.md has ${[...left].join(", ")}, which are no functions.`);
  return pages;
}

/** A signature's operands without the receiver. */
function receiverless(signature: string): string {
  const inner = signature.slice(signature.indexOf("(") + 1, signature.lastIndexOf(")"));
  const rest = inner.replace(/^\w+\s*(,\s*)?/, "");
  // `text[, start]` has its comma inside the bracket.
  return rest.replace(/^\[,\s*/, "[");
}
