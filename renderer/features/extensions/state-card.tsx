import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import { Notice } from '../../components/notice.tsx';
import { useStore } from '../../state/store.ts';
import { RANK, type Row } from './rows.ts';

/** The state of an extension and why it is so, in plain words. */
export function StateCard({ row }: { readonly row: Row }) {
  const { extension, movedAside } = row;
  if (movedAside !== null)
    return (
      <Notice kind="neutral" title={t('Disabled: moved aside')}>
        {t('It stood at {path}, where no mask can hide it. Enabling puts it back.', { path: movedAside.path })}
      </Notice>
    );
  return extension === null ? null : <OfExtension extension={extension} row={row} />;
}

function OfExtension({ extension, row }: { readonly extension: Extension; readonly row: Row }) {
  const { pill } = row;
  const stopped = useStore((state) => state.snapshot?.failures.some((one) => one.class === extension.class) ?? false);
  const isMerged = useStore(
    (state) => state.snapshot?.hierarchies.some((one) => one.merged && one.class === extension.class) ?? false,
  );
  const { state, verdict, maskedBy, shadowedBy, masks, name, blocksMergeBecause, listed } = extension;
  const reason = say(verdict.message);
  // Of what fits, the worst is what its services do, or whose files it replaces.
  const isWorse = pill.kind === 'bad' || pill.kind === 'warning';
  switch (state) {
    case 'active':
      return isWorse ? (
        <Notice kind={pill.kind === 'bad' ? 'bad' : 'warning'} title={t('Active: {what}', { what: pill.text })}>
          {row.conflictsWith.length > 0 && row.rank === RANK.replaces
            ? t('The Files tab names each of them.')
            : t('The Services tab says why, and starts, stops and restarts them.')}
        </Notice>
      ) : (
        <Notice kind="good" title={t('Active')}>
          {reason}
        </Notice>
      );
    case 'ready':
      if (stopped)
        return (
          <Notice kind="warning" title={t('Not merged: every merge fails')}>
            {reason} {t('Other files stop every merge; they are listed above.')}
          </Notice>
        );
      return (
        <Notice kind={pill.kind === 'warning' ? 'warning' : 'neutral'} title={t('Merged next time')}>
          {reason} {isMerged ? t('A re-merge takes it in.') : t('A merge takes it in.')}
        </Notice>
      );
    case 'blocked':
      return (
        <Notice kind="bad" title={t('Skipped: it does not fit')}>
          {reason} {t('systemd leaves it out without an error.')}
        </Notice>
      );
    case 'masked':
      return masks ? (
        <Notice kind="neutral" title={t('A mask')}>
          {t('This empty folder disables every {name} in the directories below it.', { name })}
        </Notice>
      ) : (
        <Notice kind="neutral" title={t('Disabled')}>
          {t('The mask {path} keeps it out of every merge. Enabling takes the mask away.', { path: maskedBy ?? '' })}
        </Notice>
      );
    case 'hidden':
      return (
        <Notice kind="neutral" title={t('Shadowed')}>
          {t('systemd takes {path} instead: it has the same name in a higher directory.', { path: shadowedBy ?? '' })}
        </Notice>
      );
    case 'broken':
      return (
        <Notice kind="bad" title={listed ? t('Stops every merge') : t('Not an extension')}>
          {say(blocksMergeBecause ?? verdict.message)}
        </Notice>
      );
    case 'unknown':
      return (
        <Notice kind="neutral" title={t('Unknown: it may be merged or skipped')}>
          {reason}
        </Notice>
      );
  }
}
