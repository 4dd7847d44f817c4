/**
 * Operators and functions of the language that WHERE and SET compute from a row. Only those whose result depends on
 * nothing but their operands and the clock of the turn.
 */
import { BasicError, ERR } from "../errors.ts";
import { DATE_FUNCTIONS } from "../functions/dates.ts";
import type { BasicFunction, FunctionContext } from "../functions/function.ts";
import { NUMBER_FUNCTIONS } from "../functions/numbers.ts";
import { TEXT_FUNCTIONS } from "../functions/text.ts";
import { VALUE_FUNCTIONS } from "../functions/values.ts";
import { add, concatenate, divide, intDivide, modulo, multiply, subtract } from "../operations/arithmetic.ts";
import type { OperationContext } from "../operations/context.ts";
import type { Value } from "../values.ts";

type Operator = (left: Value, right: Value, context: OperationContext) => Value;

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["+", add],
  ["-", subtract],
  ["*", multiply],
  ["/", divide],
  ["\\", intDivide],
  ["MOD", modulo],
  ["&", concatenate],
]);

/** They give something else each time. */
const UNSTEADY: ReadonlySet<string> = new Set(["RND", "RANDOM", "GUID", "UUID", "RANDOM_STRING"]);

const FUNCTIONS: ReadonlyMap<string, BasicFunction> = new Map(
  [...TEXT_FUNCTIONS, ...NUMBER_FUNCTIONS, ...DATE_FUNCTIONS, ...VALUE_FUNCTIONS]
    .flatMap((fn) => [fn.name, ...(fn.aliases ?? [])].map((name) => [name, fn] as const))
    .filter(([name, fn]) => !UNSTEADY.has(name) && !UNSTEADY.has(fn.name)),
);

/** There is such an operator or function with so many operands. */
export function isRowFunction(name: string, count: number): boolean {
  if (OPERATORS.has(name)) return count === 2;
  const fn = FUNCTIONS.get(name.replace(/\$$/, ""));
  return fn !== undefined && count >= fn.min && count <= fn.max;
}

/** Error 93 for a name that has no such function. */
export function rowFunction(
  name: string,
  args: readonly Value[],
  context: OperationContext & Pick<FunctionContext, "now">,
): Value {
  const operator = OPERATORS.get(name);
  if (operator) return operator(args[0] ?? null, args[1] ?? null, context);
  const fn = FUNCTIONS.get(name.replace(/\$$/, ""));
  if (!fn || args.length < fn.min || args.length > fn.max) {
    const known = fn ? `takes other operands: ${fn.signature}` : "cannot be used of a row";
    throw new BasicError(ERR.badFilter, `The function ${name} ${known}.`);
  }
  return fn.call(args, {
    now: () => context.now(),
    timeZone: context.timeZone,
    ...(context.dayFirst === undefined ? {} : { dayFirst: context.dayFirst }),
    strict: context.strict,
    charge: (units) => context.charge(units),
    allocate: (bytes) => context.allocate(bytes),
    warn: (number, message) => context.warn?.(number, message),
    locale: "en",
    profile: "dialect",
    random: () => 0,
  });
}
