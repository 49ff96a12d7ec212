/** How the command line says what is wrong: where inside of an extension, what is so, why, and what to do. */
import { insideOf } from '../../shared/diagnosis/subject.ts';
import { joinTexts, type Message } from '../../shared/messages/message.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';

export function diagnosisText({ subject, message, reason, nextStep }: Diagnosis): Message {
  const inside = insideOf(subject);
  const said = [message, reason, nextStep].filter((one) => one !== null);
  return joinTexts([...(inside === '' ? [] : [`/${inside}:`]), ...said], ' ');
}
