/** Booleans as systemd reads them in configuration and release files: parse_boolean(), the same in 252, 257 and 262. */
const YES = new Set(['1', 'yes', 'y', 'true', 't', 'on']);
const NO = new Set(['0', 'no', 'n', 'false', 'f', 'off']);

/** @returns null for what is neither yes nor no to systemd; letter case does not matter */
export function parseBoolean(text: string): boolean | null {
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : null;
}
