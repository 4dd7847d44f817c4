/** The world of the tests in this package: a fixed clock (Friday 2025-01-31 12:04:05 in São Paulo) and no budgets. */
import type { FunctionContext } from "../functions/function.ts";
import { type BasicObject, newObject, type Value } from "../values.ts";

export interface TestContext extends FunctionContext {
  readonly warnings: number[];
  readonly charged: { units: number };
}

export function testContext(
  changes: Partial<Pick<FunctionContext, "timeZone" | "dayFirst" | "locale" | "strict" | "now" | "profile">> = {},
): TestContext {
  const warnings: number[] = [];
  const charged = { units: 0 };
  let state = 42;
  return {
    now: () => Date.UTC(2025, 0, 31, 15, 4, 5),
    timeZone: "America/Sao_Paulo",
    locale: "en",
    strict: false,
    profile: "dialect",
    random: () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state / 2147483648;
    },
    charge: (units) => {
      charged.units += units;
    },
    allocate: () => {},
    warn: (number) => {
      warnings.push(number);
    },
    warnings,
    charged,
    ...changes,
  };
}

export function object(fields: Record<string, Value>): BasicObject {
  return newObject(Object.entries(fields));
}
