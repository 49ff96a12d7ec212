/**
 * The reader of os-release and extension-release files, as systemd reads them (src/basic/env-file.c by its
 * behaviour, measured against systemd-sysext 252, 257 and 262).
 */

import { type Message, messageOf } from '../messages/message.ts';

/** A file that systemd refuses to read as a whole: it then treats it as if it were not there. */
export class EnvironmentFileError extends Error {
  override readonly name = 'EnvironmentFileError';
  /** Why, as a part of a sentence. */
  readonly said: Message;

  constructor(said: Message) {
    super(said.text);
    this.said = said;
  }
}

const COMMENT_STARTS = '#;';
const WHITESPACE = ' \t\n\r';
const NEWLINES = '\n\r';
const ESCAPABLE_IN_DOUBLE_QUOTES = '"\\`$';

type State =
  | 'before-key'
  | 'key'
  | 'before-value'
  | 'value'
  | 'value-escape'
  | 'single-quoted'
  | 'double-quoted'
  | 'double-quoted-escape'
  | 'comment'
  | 'comment-escape';

/**
 * Parses an environment-like file.
 *
 * @param bytes the file, one character a byte (latin1), so that the UTF-8 check sees what systemd sees
 * @param systemdVersion up to 253 a backslash at the end of a comment continues the comment on the next line
 * @returns the keys with their unquoted values; a later assignment of a key wins, an unset value is ''
 * @throws {EnvironmentFileError} for a NUL byte or a key or value that is not valid UTF-8
 */
export function parseEnvironmentFile(bytes: string, systemdVersion: number): Map<string, string> {
  if (bytes.includes('\0')) throw new EnvironmentFileError(messageOf('systemd.file-has-nul-byte'));
  const pairs = new Map<string, string>();
  let state: State = 'before-key';
  let key = '';
  let value = '';
  let trimValueAt = -1;

  const push = () => {
    const name = decodeUtf8(trimTrailing(key));
    const text = decodeUtf8(trimValueAt >= 0 ? value.slice(0, trimValueAt) : value);
    pairs.set(name, text);
    key = '';
    value = '';
    trimValueAt = -1;
    state = 'before-key';
  };

  for (const c of bytes) {
    switch (state) {
      case 'before-key':
        if (COMMENT_STARTS.includes(c)) state = 'comment';
        else if (!WHITESPACE.includes(c)) {
          state = 'key';
          key = c;
        }
        break;
      case 'key':
        if (NEWLINES.includes(c)) {
          state = 'before-key';
          key = '';
        } else if (c === '=') {
          state = 'before-value';
          trimValueAt = -1;
        } else key += c;
        break;
      case 'before-value':
        if (NEWLINES.includes(c)) {
          trimValueAt = -1;
          push();
        } else if (c === "'") state = 'single-quoted';
        else if (c === '"') state = 'double-quoted';
        else if (c === '\\') state = 'value-escape';
        else if (!WHITESPACE.includes(c)) {
          state = 'value';
          value += c;
        }
        break;
      case 'value':
        if (NEWLINES.includes(c)) push();
        else if (c === '\\') {
          state = 'value-escape';
          trimValueAt = -1;
        } else {
          if (!WHITESPACE.includes(c)) trimValueAt = -1;
          else if (trimValueAt < 0) trimValueAt = value.length;
          value += c;
        }
        break;
      case 'value-escape':
        state = 'value';
        if (!NEWLINES.includes(c)) value += c;
        break;
      case 'single-quoted':
        if (c === "'") state = 'before-value';
        else value += c;
        break;
      case 'double-quoted':
        if (c === '"') state = 'before-value';
        else if (c === '\\') state = 'double-quoted-escape';
        else value += c;
        break;
      case 'double-quoted-escape':
        state = 'double-quoted';
        if (ESCAPABLE_IN_DOUBLE_QUOTES.includes(c)) value += c;
        else if (c !== '\n') value += `\\${c}`;
        break;
      case 'comment':
        if (c === '\\') state = 'comment-escape';
        else if (NEWLINES.includes(c)) state = 'before-key';
        break;
      case 'comment-escape':
        state = NEWLINES.includes(c) && systemdVersion >= 254 ? 'before-key' : 'comment';
        break;
    }
  }
  if (state !== 'before-key' && state !== 'key' && state !== 'comment' && state !== 'comment-escape') {
    if (state !== 'value') trimValueAt = -1;
    push();
  }
  return pairs;
}

function trimTrailing(text: string): string {
  let end = text.length;
  while (end > 0 && WHITESPACE.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Strict UTF-8 as systemd checks it: no surrogates and no non-characters. */
function decodeUtf8(bytes: string): string {
  if (!/[\x80-\xff]/.test(bytes)) return bytes;
  let escaped = '';
  for (const c of bytes) escaped += c === '%' || c > '\x7f' ? `%${c.charCodeAt(0).toString(16).padStart(2, '0')}` : c;
  let text: string;
  try {
    text = decodeURIComponent(escaped);
  } catch {
    throw new EnvironmentFileError(messageOf('systemd.file-is-not-valid-utf-8'));
  }
  for (const c of text) {
    const point = c.codePointAt(0) ?? 0;
    if ((point & 0xfffe) === 0xfffe || (point >= 0xfdd0 && point <= 0xfdef)) {
      throw new EnvironmentFileError(messageOf('systemd.file-has-non-character'));
    }
  }
  return text;
}
