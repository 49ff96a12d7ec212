/** How the command line says what is wrong: where inside of an extension, what is so, why, and what to do. */
import { insideOf } from '../../shared/diagnosis/subject.ts';
import { wholeText } from '../../shared/diagnosis/whole-text.ts';
import { joinTexts, type Message } from '../../shared/messages/message.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';

export function diagnosisText(one: Diagnosis): Message {
  const inside = insideOf(one.subject);
  return inside === '' ? wholeText(one) : joinTexts([`/${inside}:`, wholeText(one)], ' ');
}
