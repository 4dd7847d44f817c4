/** Rounding as people do it: on the shortest decimal text of a number, half away from zero (reference 2.1). */

/** The digits of |value| × 10^shift rounded to `decimals` places, as integer and fraction part. */
export interface DecimalParts {
  negative: boolean;
  integer: string;
  fraction: string;
}

/** 1.005 to two places is 1.01, because its shortest text is `1.005`. `decimals` is 0 to 100, `value` finite. */
export function roundDecimal(value: number, decimals: number, shift = 0): DecimalParts {
  const { digits, exponent } = shortestDigits(value);
  const kept = exponent + 1 + shift + decimals;
  const rounded = roundDigits(digits, kept);
  const padded = rounded.padStart(decimals + 1, "0");
  const integer = padded.slice(0, padded.length - decimals);
  const isZero = /^0*$/.test(rounded);
  return { negative: value < 0 && !isZero, integer, fraction: padded.slice(padded.length - decimals) };
}

/** |value| = d.ddd × 10^exponent, with the fewest digits that read back as the same number. */
export function shortestDigits(value: number): { digits: string; exponent: number } {
  const [mantissa = "0", exponent = "0"] = Math.abs(value).toExponential().split("e");
  return { digits: mantissa.replace(".", ""), exponent: Number(exponent) };
}

/** The first `kept` digits as an integer, rounded by the digit behind them; zeros are added where there are fewer. */
export function roundDigits(digits: string, kept: number): string {
  if (kept < 0) return "0";
  if (kept >= digits.length) return BigInt(digits.padEnd(kept, "0")).toString();
  const head = BigInt(digits.slice(0, kept) || "0");
  return (digits.charAt(kept) >= "5" ? head + 1n : head).toString();
}

/** A number rounded to `decimals` places; negative ones round to tens, hundreds and so on. */
export function roundTo(value: number, decimals: number): number {
  if (!Number.isFinite(value)) return value;
  if (decimals > 100) return value;
  if (decimals < 0) {
    const { digits, exponent } = shortestDigits(value);
    return withSign(Number(`${roundDigits(digits, exponent + 1 + decimals)}e${-decimals}`), value);
  }
  const parts = roundDecimal(value, decimals);
  return withSign(Number(`${parts.integer}.${parts.fraction || "0"}`), value);
}

/** Half to even, as CINT and CLNG round. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value) || 0;
  return (floor % 2 === 0 ? floor : floor + 1) || 0;
}

function withSign(size: number, of: number): number {
  return size === 0 ? 0 : of < 0 ? -size : size;
}
