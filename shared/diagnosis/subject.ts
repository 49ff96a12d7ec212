/** What a diagnosis is about, for those who show or count them. */
import type { Subject } from '../model/diagnosis.ts';

/** The name of the extension; null for what is about no single one. */
export function extensionOf(subject: Subject): string | null {
  return subject.kind === 'extension' ? subject.name : null;
}

/** The place inside of an extension, without a leading slash; empty for what is about the whole of something. */
export function insideOf(subject: Subject): string {
  return subject.kind === 'extension' ? subject.inside : '';
}
