/**
 * The one place that writes text for a person or a program that parses: foreign text does nothing to a terminal, on stdout
 * and stderr alike. The bytes of a file that somebody asks for (`cat`) are not text and do not go through here.
 */
import { writeSync } from 'node:fs';
import {
  englishOf,
  foreignText,
  isMessage,
  type Message,
  messageOf,
  type Text,
} from '../../shared/messages/message.ts';
import { visibleJson, visibleText } from '../../shared/messages/visible.ts';
import { ERROR_CODES, VeneerError } from '../../shared/model/errors.ts';
import { errnoError } from '../node/errno-error.ts';
import type { Answer, AnswerName } from './answers.ts';
import { isColoured, isTerminal, mannerNow, setManner } from './manner.ts';
import { isLong, showInPager } from './pager.ts';
import { OWN_SEQUENCE } from './style.ts';

/** Text of which not all is ours, without what acts on a terminal; line breaks too are taken out of it. */
export const safeText = (text: Text): string => visibleText(textOf(text));

let sayMessage: (message: Message) => string = englishOf;

/** From here on messages are said so; in English until then. See language.ts. */
export function sayMessagesBy(way: (message: Message) => string): void {
  sayMessage = way;
}

/** A text as it is said here. That it does nothing to a terminal is for `say`, `tell` or `safe`, through which it goes. */
export const textOf = (text: Text): string => (typeof text === 'string' ? text : sayMessage(text));

/** Of what acts on a terminal our own colours alone are left, and they only where there are any. */
const safeLine = (line: string): string =>
  isColoured()
    ? line
        .split(OWN_SEQUENCE)
        .map((part, at) => (at % 2 === 1 ? part : visibleText(part)))
        .join('')
    : visibleText(line);

const safeLines = (text: string) => `${text.replace(/\n$/, '').split('\n').map(safeLine).join('\n')}\n`;

/**
 * What was asked for, on stdout. A message is one line, with nothing of its values but what is seen. Of a text line breaks and
 * colours are those of whoever calls: its foreign parts go through `safeText` before.
 */
export const printOut = (text: Text): void => writeOut(isMessage(text) ? `${safeText(text)}\n` : safeLines(text));

/** The same of what may be long: on a terminal that it does not fit, in a pager, where nothing of it is cut. */
export async function printLong(render: () => string): Promise<void> {
  const text = safeLines(render());
  if (mannerNow().pager && isTerminal() && isLong(text)) {
    setManner({ cut: false });
    if (await showInPager(safeLines(render()))) return;
  }
  writeOut(text);
}

/** For programs, which are the same in every language. */
const inEnglish = (_: string, value: unknown): unknown => (isMessage(value) ? value.text : value);

/** A line of parts between tabs, for a program that parts it there. */
export const sayParts = (parts: readonly Text[]): void => writeOut(`${parts.map(safeText).join('\t')}\n`);

/** Raised when a field is taken away or changes its meaning; new ones may come at any time. */
const SCHEMA = 1;

/** Whether JSON has nothing but ASCII, sooner than by looking at each character: of what acts only DEL is not escaped in it. */
const isPlain = (json: string) => Buffer.byteLength(json) === json.length && !json.includes('\x7f');

/**
 * An answer as JSON, which docs/json describes: indented unless it is one of many lines. How each looks is in answers.ts, of
 * which only the types are here.
 */
export function answerText<Name extends AnswerName>(_: Name, answer: Answer<Name>, isOneLine = false): string {
  const { json } = mannerNow();
  const isShort = json === null ? isOneLine : json === 'short';
  const text = JSON.stringify({ schema: SCHEMA, ...answer }, inEnglish, isShort ? undefined : 2);
  return `${isPlain(text) ? text : visibleJson(text)}\n`;
}

export function sayAnswer<Name extends AnswerName>(name: Name, answer: Answer<Name>, isOneLine = false): void {
  writeOut(answerText(name, answer, isOneLine));
}

/** What is said beside it, on stderr: one line. */
export const printError = (text: Text): void => void stderr().write(`${safeText(text)}\n`);

/** The same of several lines, as of a change that failed. */
export const printErrorText = (text: string): void => void stderr().write(safeLines(text));

/** What a person should know beside the answer, on stderr: `note: ...`. */
export function tellNote(what: Text): void {
  if (!mannerNow().quiet) printError(noteOf(what));
}

/** What a person may do next, on stderr, after a change or an empty answer. */
export function tellHint(what: Text): void {
  if (!mannerNow().quiet) printError(what);
}

export const noteOf = (what: Text): Message => messageOf('cli.note', { what });

/** A line that is written again and again while something goes on; only where stderr is a terminal. */
export const tellAgain = (text: Text): void => void stderr().write(`\r\u001b[K${safeText(text)}`);

/** Ends such a line. */
export const endLine = (): void => void stderr().write('\n');

let isOfUseUnread = false;

/** From here on it goes on whoever reads, for it serves somebody or is in the middle of a change. */
export function goOnUnread(): void {
  isOfUseUnread = true;
}

let isWatched = false;

/**
 * stdout, of which it is watched what becomes of it. A reader that has seen enough, such as head, closes the pipe: then a
 * command that only tells something ends, and that is no error.
 */
export function stdout(): NodeJS.WriteStream {
  if (!isWatched) {
    isWatched = true;
    process.stdout.on('error', endUnread);
  }
  return process.stdout;
}

function endUnread(error: NodeJS.ErrnoException): void {
  if (isOfUseUnread) return;
  if (error.code === 'EPIPE') process.exit(0);
  // Where the answer cannot be written, JSON that says so cannot be either.
  const report = (errnoError(error) ?? new VeneerError('internal', foreignText(error.message))).report();
  printError(messageOf('cli.veneer', { what: report.message }));
  process.exit(ERROR_CODES[report.code].exitCode);
}

let isHeard = false;

/** stderr; a terminal that was closed is no error, for where it were told, telling it would be the next one. */
function stderr(): NodeJS.WriteStream {
  if (!isHeard) {
    isHeard = true;
    process.stderr.on('error', () => {});
  }
  return process.stderr;
}

/**
 * Writes to stdout as its stream does, which for files, terminals and pipes waits too, but without making one: that alone takes
 * 3 ms (measured). What a pipe that must not be waited for does not take is left to the stream.
 */
function writeOut(text: string): void {
  const bytes = Buffer.from(text);
  let done = 0;
  try {
    while (!isWatched && done < bytes.length) done += writeSync(1, bytes, done);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EAGAIN') {
      endUnread(error as NodeJS.ErrnoException);
      return;
    }
  }
  if (done < bytes.length) stdout().write(bytes.subarray(done));
}
