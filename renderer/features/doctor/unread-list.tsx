import { CircleHelp } from 'lucide-react';
import { subjectWord } from '../../../shared/doctor/key.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { DoctorReport } from '../../../shared/model/doctor.ts';
import { Name } from '../../components/name.tsx';

/** What nobody could look at, so that nothing is known of it. */
export function UnreadList({ unread }: { readonly unread: DoctorReport['unread'] }) {
  if (unread.length === 0) return null;
  return (
    <section className="checkup-unread" aria-label={t('Not known')}>
      <h2 className="checkup-heading">{t('Not known')}</h2>
      <ul className="checkup-list">
        {unread.map(({ subject, problem }) => (
          <li key={`${subjectWord(subject)} ${problem.text}`} className="checkup-item">
            <span className="checkup-sign muted">
              <CircleHelp aria-hidden size={18} strokeWidth={1.8} />
            </span>
            <div className="checkup-text selectable">
              {subjectWord(subject) === '' ? null : (
                <strong className="checkup-title">
                  <Name>{subjectWord(subject)}</Name>
                </strong>
              )}
              <p className="muted">{say(problem)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
