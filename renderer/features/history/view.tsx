import { useEffect, useState } from 'react';
import type { HistoryEntry } from '../../../shared/model/history.ts';
import { Button } from '../../components/button.tsx';
import { Pill } from '../../components/pill.tsx';
import { formatTime } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { client, shownHost, store, useStore } from '../../state/store.ts';
import './view.css';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { ViewHeader } from '../../components/view-header.tsx';

/** What was changed at this host, when and by whom, and how to take it back. */
export function HistoryView() {
  return (
    <>
      <ViewHeader title={t('History')} />
      <HistoryBody />
    </>
  );
}

function HistoryBody() {
  const entries = useHistory();
  const undo = useStore((state) => state.reviewRequest);
  if (entries === null) return null;
  if (entries.length === 0) {
    return (
      <div className="history-empty muted">
        <p>{t('Nothing was changed with Veneer here yet.')}</p>
        <p>{t('What you apply is kept here, with what it came to and, where that is possible, a way back.')}</p>
      </div>
    );
  }
  return (
    <div className="history">
      <ol className="history-list" aria-label={t('Changes')}>
        {entries.map((entry) => (
          <li key={entry.id} className="history-entry">
            <div className="history-when muted">
              <span>{formatTime(entry.finishedAt)}</span>
              <span>{entry.by}</span>
            </div>
            <div className="history-what selectable">
              <strong>{say(entry.title)}</strong>
              {entry.error === null && entry.status !== 'interrupted' ? (
                <Layers entry={entry} />
              ) : (
                <span className="bad">{say(entry.outcome ?? '')}</span>
              )}
            </div>
            <Pill kind={KINDS[entry.status]}>{t(WORDS[entry.status])}</Pill>
            <span className="history-undo">
              {entry.undo === null || entry.status === 'failed' || entry.status === 'running' ? null : (
                <Button onPress={() => entry.undo !== null && inBackground(undo(entry.undo))}>{t('Undo…')}</Button>
              )}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

const WORDS = {
  running: 'Running',
  succeeded: 'Done',
  failed: 'Failed',
  cancelled: 'Stopped',
  interrupted: 'Cut off',
} as const satisfies Readonly<Record<HistoryEntry['status'], string>>;

const KINDS = {
  running: 'neutral',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'neutral',
  interrupted: 'bad',
} as const satisfies Readonly<Record<HistoryEntry['status'], string>>;

function Layers({ entry }: { readonly entry: HistoryEntry }) {
  return entry.outcomes
    .filter(({ before, after }) => before.join() !== after.join())
    .map(({ class: extensionClass, before, after }) => (
      <span key={extensionClass} className="muted">
        {extensionClass}: {before.join(', ') || t('nothing')} → {after.join(', ') || t('nothing')}
      </span>
    ));
}

/** Asked again whenever a change ended or the host was read anew. */
function useHistory(): readonly HistoryEntry[] | null {
  const revision = useStore((state) => state.snapshot?.revision ?? 0);
  const ended = useStore((state) => state.ended?.id ?? null);
  const [entries, setEntries] = useState<readonly HistoryEntry[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change that ended is a new entry
  useEffect(() => {
    let current = true;
    client()
      .history.list({ host: shownHost() })
      .then((listed) => current && setEntries(listed))
      .catch((error: unknown) => current && store.getState().fail(error));
    return () => {
      current = false;
    };
  }, [revision, ended]);
  return entries;
}
