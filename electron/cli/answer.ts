/** Says an answer as JSON. How each looks is in answers.ts, of which only the types are here. */
import type { Answer, AnswerName } from './answers.ts';
import { jsonOf, sayJson } from './terminal.ts';

/** Raised when a field is taken away or changes its meaning; new ones may come at any time. */
const SCHEMA = 1;

/** @param isOneLine of a command that says an object a line */
export function sayAnswer<Name extends AnswerName>(_: Name, answer: Answer<Name>, isOneLine = false): void {
  sayJson({ schema: SCHEMA, ...answer }, isOneLine);
}

/** The same as text, for what waits until it is read. */
export function answerText<Name extends AnswerName>(_: Name, answer: Answer<Name>, isOneLine = false): string {
  return jsonOf({ schema: SCHEMA, ...answer }, isOneLine);
}
