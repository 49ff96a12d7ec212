/** What is merged, one line for each class that is used, with what can be done about it. */
import { RefreshCw } from 'lucide-react';
import { isInGroup } from '../../../shared/changes/changes.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { MergeAction } from '../../../shared/model/change.ts';
import type { Snapshot } from '../../../shared/model/snapshot.ts';
import type { ExtensionClass } from '../../../shared/systemd/classes.ts';
import { ReasonedButton } from '../../components/reasoned-button.tsx';
import { formatMoment, formatTime, shownLocale } from '../../format.ts';
import { type ClassStatus, classStatuses } from '../../state/class-status.ts';
import { requestFor } from '../../state/draft-slice.ts';
import { inBackground } from '../../state/in-background.ts';
import { useLookingOnly } from '../../state/looking-only.ts';
import { store, useStore } from '../../state/store.ts';
import '../../components/dot.css';
import './status-band.css';

export function StatusBand({ snapshot }: { readonly snapshot: Snapshot }) {
  return (
    <section className="status-band" aria-label={t('What is merged')}>
      {classStatuses(snapshot).map((status) => (
        <StatusLine key={status.class} status={status} />
      ))}
    </section>
  );
}

function StatusLine({ status }: { readonly status: ClassStatus }) {
  const cannot = useLookingOnly();
  const readAt = useStore((state) => state.snapshot?.host.overSsh?.readAt ?? null);
  const isBusy = useStore((state) => state.operation !== null || state.connection !== 'open');
  // What mends that is the next step then.
  const isStopped = useStore((state) => state.snapshot?.failures.some((one) => one.class === status.class) ?? false);
  const { fitting, isMerged } = status;
  const why = cannot ?? (fitting === 0 ? t('Nothing would be merged: no enabled extension fits.') : null);
  return (
    <div className="status-line">
      <span className={isMerged ? 'dot dot-on' : 'dot'} aria-hidden />
      <div className="status-text">
        <strong>{titleOf(status)}</strong>
        <span className="muted">{cannot === null ? lineOf(status) : onlyLooking(readAt)}</span>
      </div>
      {isMerged ? (
        <>
          <ReasonedButton why={cannot} isBusy={isBusy} onPress={() => reviewMerge('refresh', status.class)}>
            <RefreshCw aria-hidden size={14} /> {t('Re-merge')}
          </ReasonedButton>
          <ReasonedButton why={cannot} isBusy={isBusy} onPress={() => reviewMerge('unmerge', status.class)}>
            {t('Unmerge')}
          </ReasonedButton>
        </>
      ) : (
        <ReasonedButton
          look={isStopped ? 'plain' : 'primary'}
          why={why}
          isBusy={isBusy}
          onPress={() => reviewMerge('merge', status.class)}
        >
          {t('Merge')}
        </ReasonedButton>
      )}
    </div>
  );
}

/** What is staged of the class is taken along: a merge that leaves it out would not be what the list shows. */
function reviewMerge(action: MergeAction, extensionClass: ExtensionClass): void {
  const { staged, reviewRequest } = store.getState();
  const mine =
    action === 'unmerge' ? [] : staged.filter((one) => one.class === extensionClass && isInGroup('switches')(one));
  inBackground(reviewRequest({ ...requestFor(mine, action), classes: [extensionClass] }));
}

/** @param readAt of a host that was read over SSH, in milliseconds since 1970 */
function onlyLooking(readAt: number | null): string {
  return readAt === null
    ? t('You can look, not change anything.')
    : t('As of {time}, over SSH: you can look, not change anything.', { time: formatMoment(readAt) });
}

function titleOf({ paths, isMerged, isReadOnlyEtc }: ClassStatus): string {
  const list = new Intl.ListFormat(shownLocale(), { type: 'conjunction' }).format(paths);
  if (!isMerged) return paths[0] === '/etc' ? t('Nothing is merged into /etc') : t('Not merged');
  return isReadOnlyEtc
    ? t('Merged into {paths} (read-only)', { paths: list })
    : t('Merged into {paths}', { paths: list });
}

function lineOf({ class: extensionClass, enabled, isMerged, merged, since }: ClassStatus): string {
  if (!isMerged) {
    if (enabled === 0) return t('No extension is enabled.');
    return extensionClass === 'sysext'
      ? counted(
          enabled,
          '{count} extension is enabled; it is not in /usr or /opt.',
          '{count} extensions are enabled; none of them is in /usr or /opt.',
        )
      : counted(
          enabled,
          '{count} configuration extension is enabled; it is not in /etc.',
          '{count} configuration extensions are enabled; none of them is in /etc.',
        );
  }
  const what =
    extensionClass === 'sysext'
      ? counted(enabled, '{merged} of {count} enabled extension', '{merged} of {count} enabled extensions', {
          merged: merged.length,
        })
      : counted(
          enabled,
          '{merged} of {count} enabled configuration extension',
          '{merged} of {count} enabled configuration extensions',
          { merged: merged.length },
        );
  return since === null ? what : t('{what}, since {time}', { what, time: formatTime(since) });
}
