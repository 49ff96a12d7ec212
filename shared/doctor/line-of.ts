/** Where in a file something is set, counted from 1. */
import type { DoctorProof } from '../model/doctor.ts';

/** `path:line`, as editors and compilers have it; null where it lies in no file. */
export const placeWord = ({ path, line }: Pick<DoctorProof, 'path' | 'line'>): string | null =>
  path === null || line === null ? path : `${path}:${line}`;

/** The line that sets a key of a file of `KEY=value`: the last one counts. @returns null where none does */
export function lineOfKey(text: string, key: string): number | null {
  return last(text, (line) => line.startsWith(key) && line.slice(key.length).trimStart().startsWith('='));
}

/** A whole line, without the blanks around it: the last such. @returns null where there is none */
export function lineOf(text: string, whole: string): number | null {
  return last(text, (line) => line === whole);
}

function last(text: string, isIt: (line: string) => boolean): number | null {
  const at = text.split('\n').findLastIndex((line) => isIt(line.trim()));
  return at < 0 ? null : at + 1;
}
