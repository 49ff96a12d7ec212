/** Configuration files as systemd reads them (config_parse() of conf-parser.c, the same from 252 to 262). */
import { type Message, messageOf } from '../messages/message.ts';

/** A setting that counts, in the order of the files. */
export interface Assignment {
  readonly section: string;
  readonly key: string;
  /** Without the blanks around it; empty where it takes back those before it. */
  readonly value: string;
  /** Where it begins in its file, counted from 1. */
  readonly line: number;
}

export class TransferFileError extends Error {
  override readonly name = 'TransferFileError';
  readonly said: Message;
  /** In the transfer file, counted from 1; null where it is no one line, or one of a drop-in. */
  readonly line: number | null;

  constructor(said: Message, line: number | null = null) {
    super(said.text);
    this.said = said;
    this.line = line;
  }
}

/** systemd ends a line at each of them, and at a pair (read_line()). */
const LINE_END = /\r\n|\n\r|[\n\r\0]/;
const MAX_LINE = 1024 * 1024;
const BLANK = ' \t\n\r';

/**
 * The settings of a file.
 *
 * @param known sections that mean something; what stands in others is passed over
 * @throws {TransferFileError} by which systemd refuses the whole file, as a part of a sentence
 */
export function readAssignments(text: string, known: ReadonlySet<string>): Assignment[] {
  const found: Assignment[] = [];
  let section: string | null = null;
  for (const { text: whole, line } of logicalLines(text)) {
    const content = stripLine(whole);
    if (content === '') continue;
    // A byte that is not UTF-8 was read as this; systemd ends there.
    if (content.includes('\uFFFD')) throw new TransferFileError(messageOf('update.line-is-not-utf-8'), line);
    if (content.startsWith('[')) {
      const title = content.slice(1, -1);
      if (!content.endsWith(']') || content.length < 2)
        throw new TransferFileError(messageOf('update.is-no-section', { line: content }), line);
      if (!isSafe(title))
        throw new TransferFileError(messageOf('update.has-bad-characters-for-section', { line: content }), line);
      section = known.has(title) ? title : null;
      continue;
    }
    const at = content.indexOf('=');
    if (section === null || at <= 0) continue;
    const [key, value] = [stripLine(content.slice(0, at)), stripLine(content.slice(at + 1))];
    found.push({ section, key, value, line });
  }
  return found;
}

/** Lines with those that go on put together; a comment between them is taken out, and does not end them. */
function* logicalLines(text: string): Generator<{ readonly text: string; readonly line: number }> {
  let begun: string | null = null;
  let first = 1;
  const lines = text.split(LINE_END);
  // What is behind the last end of a line is no line.
  if (lines.at(-1) === '') lines.pop();
  for (const [at, raw] of lines.entries()) {
    if (/^[ \t\n\r]*[#;]/.test(raw)) continue;
    const line = at === 0 ? raw.replace(/^\uFEFF/, '') : raw;
    if (begun === null) first = at + 1;
    const whole: string = begun === null ? line : begun + line;
    if (whole.length > MAX_LINE) throw new TransferFileError(messageOf('update.line-is-too-long'), first);
    // Of several backslashes at the end each second one stands for itself.
    const backslashes = /\\*$/.exec(whole)?.[0].length ?? 0;
    if (backslashes % 2 === 1) {
      begun = `${whole.slice(0, -1)} `;
      continue;
    }
    begun = null;
    yield { text: whole, line: first };
  }
  if (begun !== null) yield { text: begun, line: first };
}

function stripLine(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && BLANK.includes(text.charAt(start))) start++;
  while (end > start && BLANK.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** string_is_safe(): no control characters, quotes or backslashes. */
const isSafe = (text: string) => ![...text].some((c) => c < ' ' || '"\'\\\x7f'.includes(c));
