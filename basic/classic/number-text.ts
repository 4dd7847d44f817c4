/**
 * The classic profile's library (reference 7.2, 7.3, 7.5): how numbers look, how PRINT lays a line out, what INPUT and
 * DATA accept, arithmetic that goes on after an exception, functions that differ from the dialect's, random numbers.
 * Everything here is pure; the machine keeps the column, the DATA pointer and the random state.
 *
 * This file: the text of a number (7.5.4). Six digits are the least that ECMA-55 asks for; 8 is this engine's choice.
 */

/** Significant digits that PRINT shows. */
const SIGNIFICANT_DIGITS = 8;

/** Sign column (`-` or a blank) and digits, without the blank that PRINT puts behind: ` 1`, `-.5`, ` 1.23E+9`, ` INF`. */
export function numberText(value: number): string {
  return `${value < 0 ? "-" : " "}${magnitudeText(Math.abs(value))}`;
}

/** `value` is not negative. */
function magnitudeText(value: number): string {
  if (value === 0) return "0";
  if (value === Number.POSITIVE_INFINITY) return "INF";
  const [mantissa = "0", power = "0"] = value.toExponential(SIGNIFICANT_DIGITS - 1).split("e");
  const exponent = Number(power);
  const digits = mantissa.replace(".", "").replace(/0+$/, "");
  if (exponent >= 0 && exponent < SIGNIFICANT_DIGITS) {
    const whole = exponent + 1;
    if (digits.length <= whole) return digits.padEnd(whole, "0");
    return `${digits.slice(0, whole)}.${digits.slice(whole)}`;
  }
  const zeros = -exponent - 1;
  if (exponent < 0 && zeros + digits.length <= SIGNIFICANT_DIGITS) return `.${"0".repeat(zeros)}${digits}`;
  return `${digits.slice(0, 1)}.${digits.slice(1)}E${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}
