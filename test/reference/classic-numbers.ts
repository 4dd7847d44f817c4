/** Numbers of the classic profile (reference 7.5.3, 7.5.4, 7.5.10): warnings instead of errors, and going on with infinity. */
import { raise } from "./values.ts";

/** Takes the number of a warning. */
export type Warn = (number: 5 | 6 | 11) => void;

const DIGITS = 8;

/** Infinity out of finite operands is an overflow; what has no value at all counts as +infinity. */
function checked(result: number, operands: readonly number[], warn: Warn, without = Number.POSITIVE_INFINITY): number {
  if (Number.isNaN(result)) {
    warn(6);
    return without;
  }
  if (!Number.isFinite(result) && operands.every(Number.isFinite)) warn(6);
  return result;
}

export function divide(x: number, y: number, warn: Warn): number {
  if (y !== 0) return checked(x / y, [x, y], warn);
  warn(11);
  return x < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

export function power(x: number, y: number, warn: Warn): number {
  if (x === 0 && y < 0) {
    warn(11);
    return Number.POSITIVE_INFINITY;
  }
  if (x < 0 && Number.isFinite(y) && !Number.isInteger(y)) raise(5, "A negative number to a fraction");
  return checked(x ** y, [x, y], warn);
}

export function arithmetic(op: string, x: number, y: number, warn: Warn): number {
  switch (op) {
    case "+":
      return checked(x + y, [x, y], warn);
    case "-":
      return checked(x - y, [x, y], warn);
    case "*":
      return checked(x * y, [x, y], warn);
    case "/":
      return divide(x, y, warn);
    case "^":
      return power(x, y, warn);
    case "\\": {
      const [a, b] = [halfToEven(x), halfToEven(y)];
      return Math.trunc(divide(a, b, warn));
    }
    case "mod": {
      const [a, b] = [halfToEven(x), halfToEven(y)];
      return b === 0 ? divide(a, b, warn) : checked(a % b, [a, b], warn);
    }
    default:
      return raise(51, `no operator ${op}`);
  }
}

/** Functions of one number that may warn or fail. */
export function numericFunction(name: string, x: number, warn: Warn): number | null {
  switch (name) {
    case "abs":
      return Math.abs(x);
    case "atn":
      return Math.atan(x);
    case "cos":
      return checked(Math.cos(x), [x], warn, 0);
    case "sin":
      return checked(Math.sin(x), [x], warn, 0);
    case "tan":
      return checked(Math.tan(x), [x], warn, 0);
    case "exp":
      return checked(Math.exp(x), [x], warn);
    case "int":
      return Math.floor(x);
    case "fix":
      return Math.trunc(x);
    case "cint":
    case "clng":
      return halfToEven(x);
    case "csng":
    case "cdbl":
      return x;
    case "log":
      return x > 0 ? Math.log(x) : raise(5, "LOG of nought or less");
    case "sqr":
      return x < 0 ? raise(5, "SQR of a negative number") : Math.sqrt(x);
    case "sgn":
      return Math.sign(x);
    default:
      return null;
  }
}

export function halfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest < 0.5) return below;
  if (rest > 0.5) return below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** Subscripts, TAB, ON (reference 7.5.8, 7.5.9). */
export function nearest(x: number): number {
  return Math.floor(x + 0.5);
}

/** 32 bits of a number. */
function bits(x: number): number {
  const whole = halfToEven(x);
  if (!(whole >= -2147483648 && whole <= 4294967295)) raise(6, "A number has more than 32 bits.");
  return whole | 0;
}

export function bitwise(op: string, x: number, y: number): number {
  const [a, b] = [bits(x), bits(y)];
  switch (op) {
    case "and":
      return a & b;
    case "or":
      return a | b;
    case "xor":
      return a ^ b;
    case "eqv":
      return ~(a ^ b);
    case "imp":
      return ~a | b;
    default:
      return raise(51, `no operator ${op}`);
  }
}

export function bitwiseNot(x: number): number {
  return ~bits(x);
}

/** A numeral of reference 7.5.3 with an optional sign; null for anything else. Overflow is infinity, which the caller reports. */
export function numeral(text: string): number | null {
  return /^[+-]?(\d+\.?\d*|\.\d+)(E[+-]?\d+)?$/i.test(text) ? Number(text) : null;
}

/** The five forms of reference 7.5.4, without the blank behind. */
export function numberText(v: number): string {
  const sign = v < 0 ? "-" : " ";
  if (v === 0) return " 0";
  if (!Number.isFinite(v)) return `${sign}INF`;
  const [mantissa = "", exponent = "0"] = Math.abs(v)
    .toExponential(DIGITS - 1)
    .split("e");
  const x = Number(exponent);
  const digits = mantissa.replace(".", "").replace(/0+$/, "");
  const n = digits.length;
  if (x >= 0 && x < DIGITS) {
    if (n <= x + 1) return sign + digits.padEnd(x + 1, "0");
    return `${sign}${digits.slice(0, x + 1)}.${digits.slice(x + 1)}`;
  }
  if (x < 0 && -x - 1 + n <= DIGITS) return `${sign}.${"0".repeat(-x - 1)}${digits}`;
  return `${sign}${digits[0]}.${digits.slice(1)}E${x < 0 ? "-" : "+"}${Math.abs(x)}`;
}
