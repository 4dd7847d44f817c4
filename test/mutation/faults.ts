/**
 * Faults that a hurried change might bring: an edge moved by one, a case forgotten, two branches exchanged. The corpus
 * has to notice nearly all of them.
 */
import type { Fault } from "./mutant.ts";

const fault = (what: string, file: string, from: string, to: string): Fault => ({
  what,
  file: `basic/${file}`,
  from,
  to,
});

export const FAULTS: readonly Fault[] = [
  // Operators and values.
  fault(
    "- of dates counts milliseconds",
    "operations/arithmetic.ts",
    "return (a.ms - other.ms) / 1000;",
    "return a.ms - other.ms;",
  ),
  fault(
    "a date plus a number counts milliseconds",
    "operations/arithmetic.ts",
    "toNumber(by, context) * 1000",
    "toNumber(by, context)",
  ),
  fault(
    "\\ rounds down",
    "operations/arithmetic.ts",
    "Math.trunc(dividend / divisor)",
    "Math.floor(dividend / divisor)",
  ),
  fault("the left object wins a merge", "operations/arithmetic.ts", "merged[key] = value;", "merged[key] ??= value;"),
  fault(
    "division by zero gives zero",
    "operations/arithmetic.ts",
    'undefinedResult(ERR.divisionByZero, "Division by zero.", context)',
    "(0 as unknown as null)",
  ),
  fault("adding to a list forgets the value", "operations/arithmetic.ts", "rightList ?? [b]", "rightList ?? []"),
  fault("NULL differs from an empty text", "operations/compare.ts", 'return value === "" ||', "return "),
  fault(
    "lists are equal when they are as long",
    "operations/compare.ts",
    "return a.every((element, i)",
    "return a.some((element, i)",
  ),
  fault("yes is no word of a boolean", "operations/compare.ts", "yes: 1,", ""),
  fault(
    "a numeric text is compared as text",
    "operations/compare.ts",
    "return wholeNumber(value);\n  return undefined;",
    "return undefined;\n  return undefined;",
  ),
  fault(
    "LIKE minds capitals",
    "operations/membership.ts",
    "toText(value, context).toLowerCase()",
    "toText(value, context)",
  ),
  fault("? in LIKE is itself", "operations/mask.ts", 'symbol === "?" || ', ""),
  fault(
    "LIKE leaves a tail",
    "operations/mask.ts",
    "if (pieces.length === 1) return first.length === text.length && fitsAt(text, 0, first);",
    "if (pieces.length === 1) return fitsAt(text, 0, first.slice(0, text.length));",
  ),
  fault('the text "0" is true', "operations/truth.ts", 'value !== "0" && ', ""),
  fault("an empty list is true", "operations/truth.ts", "return value.length > 0;", "return true;"),
  fault(
    "an element behind the end is the last one",
    "operations/elements.ts",
    ": outside(index, context);\n}",
    ": (list.at(-1) ?? null);\n}",
  ),
  fault(
    "a write behind the end leaves no gap",
    "operations/elements.ts",
    "while (list.length < position) list.push(null);",
    "position = list.length;",
  ),
  // Functions.
  fault(
    "MID of a text counts from 0",
    "functions/text.ts",
    "return count > 0 ? text.slice(start - 1, start - 1 + count)",
    "return count > 0 ? text.slice(start, start + count)",
  ),
  fault(
    "INSTR finds an empty text at 1",
    "functions/text.ts",
    'if (find === "") return 0;',
    'if (find === "") return 1;',
  ),
  fault(
    "REPLACE replaces once",
    "functions/text.ts",
    "return splitText(text, find).join(by);",
    "return text.replace(find, () => by);",
  ),
  fault(
    "RIGHT gives the left",
    "functions/text.ts",
    "text.slice(Math.max(0, text.length - count))",
    "text.slice(0, count)",
  ),
  fault(
    "EXTRACT_BEFORE is empty without its mark",
    "functions/text.ts",
    "return at < 0 ? text : text.slice(0, at);",
    'return at < 0 ? "" : text.slice(0, at);',
  ),
  fault(
    "UBOUND is the last index",
    "functions/lists.ts",
    'return typeof declared === "number" ? declared : value.length;',
    'return typeof declared === "number" ? declared : value.length - 1;',
  ),
  fault(
    "POP takes the first",
    "functions/lists.ts",
    "(atEnd ? list.pop() : list.shift())",
    "(atEnd ? list.shift() : list.pop())",
  ),
  fault(
    "RANGE leaves out its end",
    "functions/lists.ts",
    "(to - from) / step + 1e-9) + 1)",
    "(to - from) / step + 1e-9))",
  ),
  fault(
    "INT truncates",
    "functions/numbers.ts",
    '"The largest integer not above the number.", Math.floor),\n  onNumber("FIX',
    '"The largest integer not above the number.", Math.trunc),\n  onNumber("FIX',
  ),
  fault(
    "CINT rounds half up",
    "functions/numbers.ts",
    'onNumber("CINT(number)", "The nearest integer, half to even.", roundHalfEven)',
    'onNumber("CINT(number)", "The nearest integer, half to even.", Math.round)',
  ),
  fault(
    "MAX gives the smallest",
    "functions/numbers.ts",
    'extreme("MAX", args, context, 1)',
    'extreme("MAX", args, context, -1)',
  ),
  fault(
    "AVG of nothing is 0",
    "functions/numbers.ts",
    "total === null || values.length === 0 ? null",
    "total === null || values.length === 0 ? 0",
  ),
  // HEAR.
  fault(
    "a menu takes a part that several options have",
    "hear/menu.ts",
    "return containing.length === 1 ?",
    "return containing.length >= 1 ?",
  ),
  fault("the numbers of a menu begin with 0", "hear/menu.ts", "options[Number(number) - 1]", "options[Number(number)]"),
  fault(
    "an integer may have a fraction",
    "hear/numbers.ts",
    "if (digits === undefined) return undefined;\n  const value = Number(digits)",
    "if (digits === undefined) return Number(text);\n  const value = Number(digits)",
  ),
  fault(
    "HEAR asks once more than it may",
    "hear/answer.ts",
    "attempt >= Math.max(1, hear.retries)",
    "attempt > Math.max(1, hear.retries)",
  ),
  fault("skip is no word for the default", "hear/answer.ts", 'text.toLowerCase() === "skip" || ', ""),
  // Filters and formats.
  fault("BETWEEN leaves its ends out", "filter/apply.ts", "low >= 0 && high <= 0", "low > 0 && high < 0"),
  fault("ORDER BY DESC goes up", "filter/apply.ts", "return descending ? -order : order;", "return order;"),
  fault(
    "LIMIT forgets OFFSET",
    "filter/apply.ts",
    "tree.limit === null ? undefined : tree.offset + tree.limit",
    "tree.limit === null ? undefined : tree.limit",
  ),
  fault(
    "NOT of a filter is forgotten",
    "filter/apply.ts",
    "return !holds(condition.item, row, context);",
    "return holds(condition.item, row, context);",
  ),
  fault(
    "percent is not times 100",
    "functions/format-number.ts",
    'rest.includes("%") ? 2 : 0',
    'rest.includes("%") ? 0 : 0',
  ),
  fault(
    "groups of four digits",
    "functions/format-number.ts",
    "for (let i = first; i < integer.length; i += 3) text += separator + integer.slice(i, i + 3);",
    "for (let i = first; i < integer.length; i += 4) text += separator + integer.slice(i, i + 4);",
  ),
  // The compiler.
  fault(
    "CASE IS > is CASE IS <",
    "compiler/branches.ts",
    'const swap = item.op === ">" || item.op === ">=";',
    'const swap = item.op === ">=";',
  ),
  fault(
    "the end of a CASE range is left out",
    "compiler/branches.ts",
    'c.buffer.jump("JLE", body, subject, value(c, item.high));',
    'c.buffer.jump("JLT", body, subject, value(c, item.high));',
  ),
  fault(
    "FOR EACH FIRST takes the last",
    "compiler/loops.ts",
    's.take.end === "first" ? 1 : 2',
    's.take.end === "first" ? 2 : 1',
  ),
  fault(
    "EXIT goes on with the next round",
    "compiler/exits.ts",
    "leave(c, at, () => jumpTo(c, block.exit));",
    'leave(c, at, () => jumpTo(c, block.kind === "loop" ? block.next : block.exit));',
  ),
  fault(
    "CONTINUE leaves the loop",
    "compiler/exits.ts",
    "leave(c, at, () => jumpTo(c, block.next));",
    "leave(c, at, () => jumpTo(c, block.exit));",
  ),
  fault(
    "EXIT steps over FINALLY",
    "compiler/exits.ts",
    'if (block?.kind !== "finally") continue;',
    "if (block) continue;",
  ),
  fault("an error after FINALLY is forgotten", "compiler/traps.ts", 'c.buffer.emit("RETHROW", error);', ""),
  fault("CATCH gets no error", "compiler/traps.ts", "if (s.catchName) store(c, s.catchName.key, error);", ""),
  fault(
    "ASSERT fails when it holds",
    "compiler/traps.ts",
    "jumpIf(c, s.test, true, holds);",
    "jumpIf(c, s.test, false, holds);",
  ),
  fault(
    "RESUME NEXT goes back",
    "compiler/traps.ts",
    "{ retry: 0, next: 1, label: 2 }",
    "{ retry: 1, next: 0, label: 2 }",
  ),
  fault("a WHILE is tested once", "compiler/loops.ts", "test(post);\n  test(pre);", "test(post);"),
  // The machine.
  fault("a new object is another one after a restart", "snapshot/values.ts", "this.again(known);\n      return;", ""),
  fault(
    "a day is an instant after a restart",
    "snapshot/values.ts",
    "new BasicDate(from.double(), tag === TAG.day)",
    "new BasicDate(from.double())",
  ),
  fault(
    "random numbers begin anew after a restart",
    "snapshot/machine-state.ts",
    "for (const word of state.generator.state) out.uint32(word);",
    "for (const _ of state.generator.state) out.uint32(1);",
  ),
  fault(
    "CALL with a name in a variable takes the name as an argument",
    "vm/named-calls.ts",
    "args: args.slice(1) }",
    "args }",
  ),
  fault(
    "underscores and hyphens of script names differ",
    "vm/named-calls.ts",
    ' ?? state.link?.(id.replaceAll("_", "-"))',
    "",
  ),
  // The lexer.
  fault(
    "a comma does not carry a line on",
    "lexer/joiner.ts",
    'if (last.upper === ",") return true;',
    'if (last.upper === ",") return false;',
  ),
  fault(
    "an IF line that ends in a brace opens an object",
    "lexer/joiner.ts",
    'if (symbol === "{" && tokens[i + 1]?.kind === "eol" && opensBlock(tokens, first, i)) {',
    'if (symbol === "{" && tokens[i + 1]?.kind === "eol" && i < 0) {',
  ),
  fault(
    "LIMIT = 5 belongs to the query above",
    "lexer/joiner.ts",
    'if (token.upper === "=" || token.upper === "." || token.upper === "[") return false;',
    "",
  ),
];
