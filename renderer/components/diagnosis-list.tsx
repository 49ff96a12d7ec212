import { insideOf } from '../../shared/diagnosis/subject.ts';
import { say } from '../../shared/messages/say.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { NOTICE_KINDS, reasonOf } from './diagnosis-notice.tsx';
import { wordOf } from './diagnosis-words.ts';
import { FixButton } from './fix-button.tsx';
import { Pill } from './pill.tsx';
import './diagnosis-list.css';

/** As the merged system has it; empty for what is no place. */
const placeOf = ({ subject }: Diagnosis) => insideOf(subject).replace(/^(?=.)/, '/');

/** Many things that are wrong, a line or two each: a word, where inside of an extension, and what is so. */
export function DiagnosisList({ diagnoses }: { readonly diagnoses: readonly Diagnosis[] }) {
  return (
    <ul className="diagnoses">
      {diagnoses.map((one) => (
        <li key={`${one.id}${insideOf(one.subject)}${one.message.text}`}>
          <span className="diagnosis-head">
            <Pill kind={NOTICE_KINDS[one.severity]}>{wordOf(one)}</Pill>
            <span className="mono selectable">{placeOf(one)}</span>
          </span>
          <span className="muted">
            {[say(one.message), ...reasonOf(one)].join(' ')} <FixButton fix={one.fix} />
          </span>
        </li>
      ))}
    </ul>
  );
}
