/** Specifiers such as `%w`, as specifier_printf() of systemd puts them in. */
import { utf8Length } from '../images/utf8.ts';

/** The host as specifiers tell of it; null for what it cannot tell, such as a machine without an id. */
export type Specifiers = Readonly<Record<string, string | null>>;

/** The longest value of most settings (NAME_MAX), and of a path. */
export const LONGEST_NAME = 255;
export const LONGEST_PATH = 4095;

/**
 * @param longest bytes that the value may have
 * @returns null for what systemd passes over the setting for: an unknown letter, what the host cannot tell, too long
 */
export function expandSpecifiers(text: string, specifiers: Specifiers, longest: number): string | null {
  let result = '';
  for (let at = 0; at < text.length; at++) {
    const c = text.charAt(at);
    if (c !== '%' || at + 1 === text.length) {
      result += c;
      continue;
    }
    const letter = text.charAt(++at);
    if (letter === '%') result += '%';
    else if (Object.hasOwn(specifiers, letter)) {
      const value = specifiers[letter] ?? null;
      if (value === null) return null;
      result += value;
    } else if (/[A-Za-z0-9]/.test(letter)) return null;
    else result += `%${letter}`;
  }
  return utf8Length(result) > longest ? null : result;
}
