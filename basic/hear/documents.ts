/** Numbers that people carry: telephone, postal code, CPF, CNPJ, payment card (reference 5.2). */

/** 10 to 15 digits, with the usual marks: 11 as `(AA) NNNNN-NNNN`, 10 as `(AAA) NNN-NNNN`, others as `+digits`. */
export function mobile(text: string): string | undefined {
  if (!/^\+?[\d\s().\-/]{10,30}$/.test(text)) return undefined;
  const digits = text.replace(/\D/g, "");
  if (digits.length < 10 || digits.length > 15) return undefined;
  // A number written with its country code keeps it, also where the count of digits is that of a national one.
  if (text.startsWith("+")) return `+${digits}`;
  if (digits.length === 11) return digits.replace(/^(..)(.{5})(....)$/, "($1) $2-$3");
  return digits.length === 10 ? digits.replace(/^(...)(...)(....)$/, "($1) $2-$3") : `+${digits}`;
}

const UK_POSTCODE = /^[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}$/;

/** Brazilian (8 digits), United States (5 or 9) or British postal code, in its usual form. */
export function postalCode(text: string): string | undefined {
  const upper = text.toUpperCase();
  if (UK_POSTCODE.test(upper)) return upper.replace(/\s*(\d[A-Z]{2})$/, " $1");
  if (!/^[\d\s.-]{5,14}$/.test(text)) return undefined;
  const digits = text.replace(/\D/g, "");
  if (digits.length === 8) return digits.replace(/^(.{5})(...)$/, "$1-$2");
  if (digits.length === 9) return digits.replace(/^(.{5})(....)$/, "$1-$2");
  return digits.length === 5 ? digits : undefined;
}

/** Brazilian person's number with valid check digits. */
export function cpf(text: string): string | undefined {
  const digits = digitsOf(text);
  if (digits.length !== 11 || /^(\d)\1*$/.test(digits)) return undefined;
  const isValid = [9, 10].every(
    (length) => checkDigit(digits.slice(0, length), (i) => length + 1 - i) === Number(digits[length]),
  );
  return isValid ? digits.replace(/^(...)(...)(...)(..)$/, "$1.$2.$3-$4") : undefined;
}

/** Brazilian company's number with valid check digits. */
export function cnpj(text: string): string | undefined {
  const digits = digitsOf(text);
  if (digits.length !== 14 || /^(\d)\1*$/.test(digits)) return undefined;
  // Weights run 2 to 9 from the right and begin again.
  const isValid = [12, 13].every(
    (length) => checkDigit(digits.slice(0, length), (i) => 2 + ((length - 1 - i) % 8)) === Number(digits[length]),
  );
  return isValid ? digits.replace(/^(..)(...)(...)(....)(..)$/, "$1.$2.$3/$4-$5") : undefined;
}

/** Modulo 11 over weighted digits; a rest below 2 gives 0. */
function checkDigit(digits: string, weight: (index: number) => number): number {
  const sum = Array.from(digits).reduce((total, digit, i) => total + Number(digit) * weight(i), 0);
  const rest = sum % 11;
  return rest < 2 ? 0 : 11 - rest;
}

/** 13 to 19 digits that pass Luhn's test; only the first and the last four are kept, never the number. */
export function cardNumber(text: string): string | undefined {
  if (!/^[\d\s-]{13,30}$/.test(text)) return undefined;
  const digits = text.replace(/\D/g, "");
  if (digits.length < 13 || digits.length > 19 || /^0+$/.test(digits)) return undefined;
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, i) => total + luhnPart(Number(digit), i % 2 === 1), 0);
  return sum % 10 === 0 ? `${digits.slice(0, 4)} **** **** ${digits.slice(-4)}` : undefined;
}

function luhnPart(digit: number, doubled: boolean): number {
  if (!doubled) return digit;
  return digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
}

/** The digits of a text that holds only digits and the usual marks, else "". */
function digitsOf(text: string): string {
  return /^[\d\s./-]{1,30}$/.test(text) ? text.replace(/\D/g, "") : "";
}
