/** Words of a setting, as extract_first_word() of systemd takes them apart. */

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
  s: ' ',
};

/** Patterns: backslashes mean something, quotes stand for themselves (config_parse_resource_pattern()). */
export function patternWords(value: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let at = 0;
  while (at < value.length) {
    const c = value.charAt(at);
    if (' \t\n\r'.includes(c)) {
      if (word !== null) words.push(word);
      word = null;
      at++;
      continue;
    }
    const [text, length] = c === '\\' ? unescapeAt(value.slice(at)) : [c, 1];
    word = (word ?? '') + text;
    at += length;
  }
  if (word !== null) words.push(word);
  return words;
}

/** What an escape at the beginning of `text` stands for, and its length; one that is none stands for itself. */
function unescapeAt(text: string): [string, number] {
  const next = text.charAt(1);
  if (next === '') return ['\\', 1];
  const simple = SIMPLE_ESCAPES[next];
  if (simple !== undefined) return [simple, 2];
  const number = /^\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-3][0-7]{2}))/i.exec(text);
  const [whole, hex, short, long, octal] = number ?? [];
  const digits = hex ?? short ?? long;
  const code = digits !== undefined ? Number.parseInt(digits, 16) : Number.parseInt(octal ?? '', 8);
  if (whole === undefined || code === 0 || code > 0x10ffff) return [`\\${next}`, 2];
  return [String.fromCodePoint(code), whole.length];
}

/**
 * Names in a list such as Features=: quotes are taken off, backslashes stay (config_parse_strv()).
 *
 * @returns null where a quote is not closed, for which systemd passes over the whole setting
 */
export function listWords(value: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (const c of value) {
    if (quote !== '') {
      if (c === quote) quote = '';
      else word = (word ?? '') + c;
    } else if (c === '"' || c === "'") {
      quote = c;
      word ??= '';
    } else if (' \t\n\r'.includes(c)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + c;
  }
  if (quote !== '') return null;
  if (word !== null) words.push(word);
  return words;
}
