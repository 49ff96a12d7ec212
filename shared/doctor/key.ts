/** What a row of the Doctor is called, by which it is found again in later looks and named on a command line. */
import { joinTexts, type Message } from '../messages/message.ts';
import type { Diagnosis, Subject } from '../model/diagnosis.ts';

/** What it is about, in a word: a path, a name or a class; empty for the host. */
export function subjectWord(subject: Subject): string {
  switch (subject.kind) {
    case 'host':
      return '';
    case 'class':
      return subject.class;
    case 'entry':
      return subject.path;
    case 'extension':
      return subject.class === 'sysext' ? subject.name : `${subject.class}/${subject.name}`;
    case 'remote':
    case 'portable':
      return subject.name;
    case 'unit':
      return subject.unit;
  }
}

/** What is so, with what it is about where the sentence does not name that. */
export function titleOf({ subject, message }: Pick<Diagnosis, 'subject' | 'message'>): Message {
  const word = subjectWord(subject);
  const name = word.slice(word.lastIndexOf('/') + 1).replace(/\.raw$/, '');
  const isNamed = message.text.includes(word) || Object.values(message.values).includes(name);
  return subject.kind === 'class' || isNamed ? message : joinTexts([word, message], ': ');
}

/** `ID=SUBJECT`, of the host `ID` alone. All places inside of one extension have the same. */
export function keyOf({ id, subject }: Pick<Diagnosis, 'id' | 'subject'>): string {
  const word = subjectWord(subject);
  return word === '' ? id : `${id}=${word}`;
}
