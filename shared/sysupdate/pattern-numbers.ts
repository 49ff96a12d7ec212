/**
 * A number as safe_atou64() of systemd reads it with the base 0: `0x` is hexadecimal, `0b` binary, `0o` and a zero before it
 * octal, and it may have a plus (measured).
 *
 * @returns null for what is none; one that is too large for a double is rounded
 */
export function readNumber(text: string): number | null {
  const [, sign, digits] = /^[ \t\n\r]*([+-]?)(.+)$/s.exec(text) ?? [];
  if (digits === undefined) return null;
  const value = unsignedNumber(digits);
  if (value === null || value >= LARGEST) return null;
  if (sign === '-' && value !== 0n) return null;
  return Number(value);
}

/** The largest stands for none. */
const LARGEST = 2n ** 64n - 1n;

function unsignedNumber(digits: string): bigint | null {
  if (/^0x[0-9a-f]{1,32}$/i.test(digits) || /^0b[01]{1,80}$/.test(digits) || /^0o[0-7]{1,40}$/.test(digits)) {
    return BigInt(digits);
  }
  if (/^0[0-7]{0,40}$/.test(digits)) return digits === '0' ? 0n : BigInt(`0o${digits.slice(1)}`);
  return /^[1-9]\d{0,30}$/.test(digits) ? BigInt(digits) : null;
}
