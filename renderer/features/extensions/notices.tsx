import { type RefObject, useLayoutEffect, useRef } from 'react';
import { diagnoseHost } from '../../../shared/diagnosis/diagnose-host.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import type { HostDetails } from '../../../shared/model/host-details.ts';
import type { Snapshot } from '../../../shared/model/snapshot.ts';
import { DiagnosisNotice } from '../../components/diagnosis-notice.tsx';
import { glide } from '../../components/glide.ts';
import { Notice } from '../../components/notice.tsx';
import { BootNotice } from './boot-notice.tsx';
import { StopsMergeCard } from './stops-merge-card.tsx';
import './notices.css';
import { Name } from '../../components/name.tsx';

/** More than these nobody reads at once. */
const MOST_IGNORED = 6;

/** What is wrong with the whole host. @param details null before they are read */
export function Notices({ snapshot, details }: { readonly snapshot: Snapshot; readonly details: HostDetails | null }) {
  // What somebody has put there, or that fits no more, waits for a re-merge.
  const waiting = details?.wrong.filter(({ id, severity }) => id === 'merge-differs' && severity !== 'note') ?? [];
  const found = [...diagnoseHost(snapshot), ...waiting];
  const failures = found.filter(({ id, subject }) => id === 'merge-fails' && subject.kind === 'entry');
  const ignored = found.filter(({ id }) => id === 'not-looked-at');
  const rest = found.filter((one) => !failures.includes(one) && !ignored.includes(one));
  const all = useRef<HTMLDivElement>(null);
  useClosing(all);
  return (
    <div ref={all} className="notices">
      {failures.length === 0 ? null : <StopsMergeCard failures={failures} snapshot={snapshot} />}
      {rest.map((one) => (
        <DiagnosisNotice key={`${one.id} ${say(one.message)}`} diagnosis={one} />
      ))}
      <BootNotice snapshot={snapshot} details={details} />
      {ignored.length === 0 ? null : <NotLookedAt found={ignored} />}
    </div>
  );
}

/** What stands below glides into the place of a card that went, so that it is seen where the list went. */
function useClosing(element: RefObject<HTMLElement | null>): void {
  const height = useRef(0);
  useLayoutEffect(() => {
    const before = height.current;
    const now = element.current?.offsetHeight ?? 0;
    height.current = now;
    if (now >= before) return;
    for (let below = element.current?.nextElementSibling; below != null; below = below.nextElementSibling)
      glide(below, before - now);
  });
}

/** Of many entries that are wrong in the same way, the reason once. */
function NotLookedAt({ found }: { readonly found: readonly Diagnosis[] }) {
  return (
    <Notice kind="neutral" title={t('systemd does not look at:')}>
      <ul className="stops-list">
        {found.slice(0, MOST_IGNORED).map(({ subject, message }) => (
          <li key={say(message)} title={say(message)}>
            <span className="mono">{subject.kind === 'entry' ? <Name>{subject.path}</Name> : null}</span>
          </li>
        ))}
        {found.length > MOST_IGNORED ? <li>{t('and {count} more', { count: found.length - MOST_IGNORED })}</li> : null}
      </ul>
      {[...new Set(found.map(({ reason }) => (reason === null ? '' : say(reason))))].join(' ')}
    </Notice>
  );
}
