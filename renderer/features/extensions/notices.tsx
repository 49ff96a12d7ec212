import { diagnoseHost } from '../../../shared/diagnosis/diagnose-host.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Change } from '../../../shared/model/change.ts';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import type { Snapshot } from '../../../shared/model/snapshot.ts';
import { DiagnosisNotice } from '../../components/diagnosis-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { useStore } from '../../state/store.ts';
import './notices.css';

/** More than these nobody reads at once; the list has them all. */
const MOST_FAILURES = 3;
const MOST_IGNORED = 6;

/** What is wrong with the whole host. */
export function Notices({ snapshot }: { readonly snapshot: Snapshot }) {
  const staged = useStore((state) => state.staged);
  const isStaged = (change: Change) =>
    staged.some(({ verb, name, class: kind }) => verb === change.verb && name === change.name && kind === change.class);
  const found = diagnoseHost(snapshot).filter(({ fix }) => fix?.changes.some(isStaged) !== true);
  if (found.length === 0) return null;
  const failures = found.filter(({ id }) => id === 'merge-fails');
  const ignored = found.filter(({ id }) => id === 'not-looked-at');
  const rest = found.filter((one) => !failures.includes(one) && !ignored.includes(one));
  return (
    <div className="notices">
      {failures.slice(0, MOST_FAILURES).map((one) => (
        <DiagnosisNotice key={say(one.message)} diagnosis={one} />
      ))}
      {failures.length > MOST_FAILURES ? (
        <Notice kind="bad">
          {t('More entries that make it fail: {count}.', { count: failures.length - MOST_FAILURES })}
        </Notice>
      ) : null}
      {rest.map((one) => (
        <DiagnosisNotice key={`${one.id} ${say(one.message)}`} diagnosis={one} />
      ))}
      {ignored.length === 0 ? null : <NotLookedAt found={ignored} />}
    </div>
  );
}

/** Of many entries that are wrong in the same way, the reason once. */
function NotLookedAt({ found }: { readonly found: readonly Diagnosis[] }) {
  return (
    <Notice kind="neutral" title={t('systemd does not look at:')}>
      <ul className="notice-list">
        {found.slice(0, MOST_IGNORED).map(({ subject, message }) => (
          <li key={say(message)} title={say(message)}>
            <span className="mono">{subject.kind === 'entry' ? subject.path : null}</span>
          </li>
        ))}
        {found.length > MOST_IGNORED ? <li>{t('and {count} more', { count: found.length - MOST_IGNORED })}</li> : null}
      </ul>
      {[...new Set(found.map(({ reason }) => (reason === null ? '' : say(reason))))].join(' ')}
    </Notice>
  );
}
