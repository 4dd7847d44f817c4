/**
 * Arithmetic of the classic profile (reference 7.1, 7.5.3, 7.5.10). Overflow and division by zero are reported and the
 * program goes on with an infinity; only what has no sensible value at all is fatal. NaN never arises: comparisons with
 * it would all be false, and a program that tests its result would go astray.
 */
import { BasicError, ERR } from "../errors.ts";
import { roundHalfEven } from "../operations/decimal.ts";
import type { Warn } from "./layout.ts";

export function add(a: number, b: number, warn: Warn): number {
  const sum = a + b;
  return Number.isFinite(sum) ? sum : settle(sum, Number.isFinite(a) && Number.isFinite(b), "+", warn);
}

export function subtract(a: number, b: number, warn: Warn): number {
  const difference = a - b;
  return Number.isFinite(difference)
    ? difference
    : settle(difference, Number.isFinite(a) && Number.isFinite(b), "-", warn);
}

export function multiply(a: number, b: number, warn: Warn): number {
  const product = a * b;
  return Number.isFinite(product) ? product : settle(product, Number.isFinite(a) && Number.isFinite(b), "*", warn);
}

export function divide(a: number, b: number, warn: Warn): number {
  if (b === 0) return divisionByZero(a, warn);
  const quotient = a / b;
  return Number.isFinite(quotient) ? quotient : settle(quotient, Number.isFinite(a), "/", warn);
}

/** `\`: both operands rounded half to even, the quotient cut toward zero. */
export function integerDivide(a: number, b: number, warn: Warn): number {
  const dividend = roundHalfEven(a);
  const divisor = roundHalfEven(b);
  if (divisor === 0) return divisionByZero(dividend, warn);
  const quotient = Math.trunc(dividend / divisor);
  return Number.isFinite(quotient) ? quotient || 0 : settle(quotient, Number.isFinite(dividend), "\\", warn);
}

/** MOD: both operands rounded half to even; the remainder has the sign of the dividend. */
export function modulo(a: number, b: number, warn: Warn): number {
  const dividend = roundHalfEven(a);
  const divisor = roundHalfEven(b);
  if (divisor === 0) return divisionByZero(dividend, warn);
  const rest = dividend % divisor;
  return Number.isFinite(rest) ? rest || 0 : settle(rest, false, "MOD", warn);
}

/** `0 ^ 0` is 1. A negative base needs an integral exponent; an infinite one counts as integral. */
export function power(base: number, exponent: number, warn: Warn): number {
  if (exponent === 0) return 1;
  if (base === 0) {
    if (exponent > 0) return 0;
    warn(ERR.divisionByZero, "Division by zero: 0 raised to a negative number.");
    return Number.POSITIVE_INFINITY;
  }
  if (base < 0 && Number.isFinite(exponent) && !Number.isInteger(exponent))
    throw new BasicError(ERR.badCall, "A negative number can only be raised to a whole number.");
  const result = base ** exponent;
  return Number.isFinite(result)
    ? result
    : settle(result, Number.isFinite(base) && Number.isFinite(exponent), "^", warn);
}

export type BitOperator = "AND" | "OR" | "XOR" | "EQV" | "IMP";

/** On 32-bit two's complement, each operand rounded half to even. */
export function bitwise(operator: BitOperator, a: number, b: number): number {
  const left = bits(a, operator);
  const right = bits(b, operator);
  switch (operator) {
    case "AND":
      return left & right;
    case "OR":
      return left | right;
    case "XOR":
      return left ^ right;
    case "EQV":
      return ~(left ^ right);
    case "IMP":
      return ~left | right;
  }
}

export function bitwiseNot(value: number): number {
  return ~bits(value, "NOT");
}

/** -2^31 to 2^32 - 1: a hexadecimal literal such as &HFFFFFFFF means all bits. */
export function bits(value: number, what: string): number {
  const whole = roundHalfEven(value);
  if (whole >= -0x80000000 && whole <= 0xffffffff) return whole | 0;
  throw new BasicError(ERR.overflow, `Overflow: ${what} works on whole numbers of 32 bits.`);
}

/** What an operation goes on with where its result is no finite number. `news`: the infinity arose here. */
function settle(result: number, news: boolean, what: string, warn: Warn): number {
  if (Number.isNaN(result)) {
    warn(ERR.overflow, `Overflow: ${what} of infinite numbers has no value.`);
    return Number.POSITIVE_INFINITY;
  }
  if (news) warn(ERR.overflow, `Overflow: the result of ${what} is too large.`);
  return result;
}

function divisionByZero(dividend: number, warn: Warn): number {
  warn(ERR.divisionByZero, "Division by zero.");
  return dividend < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
