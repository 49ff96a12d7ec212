import { useEffect, useState } from 'react';
import { sideText } from '../../../shared/changes/between.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { Between, HistoryEntry, MovedExtension } from '../../../shared/model/history.ts';
import { Button } from '../../components/button.tsx';
import { ChoiceMenu } from '../../components/choice-menu.tsx';
import { shownLocale } from '../../format.ts';
import { client, shownHost, store, useStore } from '../../state/store.ts';
import { sentenceOf } from './days.ts';

/** What became otherwise since an entry, until now or until a later one. @param all of the host */
export function BetweenMoments({
  entry,
  all,
}: {
  readonly entry: HistoryEntry;
  readonly all: readonly HistoryEntry[];
}) {
  const [isOpen, setOpen] = useState(false);
  if (entry.kind === 'journal' || entry.status === 'running') return null;
  if (!isOpen)
    return (
      <p className="history-back">
        <Button onPress={() => setOpen(true)}>{t('What changed since')}</Button>
      </p>
    );
  return <Changes entry={entry} all={all} />;
}

function Changes({ entry, all }: { readonly entry: HistoryEntry; readonly all: readonly HistoryEntry[] }) {
  const [to, setTo] = useState('');
  const found = useBetween(entry.id, to === '' ? null : to);
  const later = all.filter(
    (one) => one.finishedAt > entry.finishedAt && one.kind !== 'journal' && one.status !== 'running',
  );
  return (
    <div className="history-between">
      <p className="history-back">
        {t('What changed since, until')}
        <ChoiceMenu
          label={t('Until')}
          options={[['', t('now')], ...later.map((one) => [one.id, momentText(one)] as const)]}
          chosen={to}
          isPlain={to === ''}
          onChoose={setTo}
        />
      </p>
      {found === null ? null : found.unknown !== null ? (
        <p className="muted">{say(found.unknown)}</p>
      ) : found.changes.length === 0 ? (
        <p className="muted">{t('No extension came, went or changed.')}</p>
      ) : (
        <ul className="history-steps" aria-label={t('What changed')}>
          {found.changes.map((one) => (
            <li key={`${one.class}/${one.name}`}>{movedText(one)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

const momentText = (entry: HistoryEntry) =>
  `${new Date(entry.finishedAt).toLocaleString(shownLocale(), { dateStyle: 'short', timeStyle: 'short' })} ${sentenceOf(entry)}`;

const movedText = ({ name, before, after }: MovedExtension) =>
  `${visibleText(name)}: ${say(sideText(before))} → ${say(sideText(after))}`;

/** Asked again whenever the host was read anew. */
function useBetween(from: string, to: string | null): Between | null {
  const revision = useStore((state) => state.snapshot?.revision ?? 0);
  const [found, setFound] = useState<Between | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another reading is another now
  useEffect(() => {
    let current = true;
    client()
      .history.between({ host: shownHost(), from, to })
      .then((told) => current && setFound(told))
      .catch((error: unknown) => current && store.getState().fail(error));
    return () => {
      current = false;
    };
  }, [from, to, revision]);
  return found;
}
