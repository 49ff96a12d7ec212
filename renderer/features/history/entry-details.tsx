import { backTo, isWayBack, type Obstacle } from '../../../shared/changes/back-to.ts';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { HistoryEntry } from '../../../shared/model/history.ts';
import { Button } from '../../components/button.tsx';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import { BetweenMoments } from './between.tsx';
import { sentenceOf } from './days.ts';

/** What was done step by step, how it ended, what was reported, and the way back to how the host was then. */
export function EntryDetails({ entry, all }: { readonly entry: HistoryEntry; readonly all: readonly HistoryEntry[] }) {
  const { steps, outcome, error } = entry;
  return (
    <div className="history-more selectable">
      {steps.length === 0 ? null : (
        <ol className="history-steps" aria-label={t('Steps')}>
          {steps.map((step, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps of what happened never change
            <li key={at}>{say(step)}</li>
          ))}
        </ol>
      )}
      {say(outcome) === '' ? null : <p className="muted">{say(outcome)}</p>}
      {error?.detail == null ? null : (
        <>
          <p className="muted">{t('What was reported')}</p>
          <pre className="history-detail mono">{error.detail}</pre>
        </>
      )}
      <BetweenMoments entry={entry} all={all} />
      <BackToHere entry={entry} all={all} />
    </div>
  );
}

/** Takes back all that came after, or says what stands in the way. */
function BackToHere({ entry, all }: { readonly entry: HistoryEntry; readonly all: readonly HistoryEntry[] }) {
  const review = useStore((state) => state.reviewRequest);
  const isBusy = useStore((state) => state.operation !== null);
  const way = backTo(all, entry.id);
  if (way === null) return null;
  if (!isWayBack(way)) return <p className="muted">{obstacleText(way)}</p>;
  const count = way.entries.length;
  return (
    <p className="history-back">
      <Button isDisabled={isBusy} onPress={() => inBackground(review(way.request))}>
        {t('Back to this point…')}
      </Button>
      <span className="muted">
        {counted(count, 'Takes back the {count} change after it.', 'Takes back the {count} changes after it.')}
      </span>
    </p>
  );
}

function obstacleText(obstacle: Obstacle): string {
  return t('There is no way back to this point: {reason}', { reason: reasonOf(obstacle) });
}

function reasonOf(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'mixed':
      return t('{name} was switched, and installed or removed, since. Undo these one by one.', { name: obstacle.name });
    case 'two-plans':
      return t('/usr and /etc changed in different ways since. Undo these one by one.');
    case 'not-by-veneer':
      return t('“{what}” was not done by Veneer.', { what: sentenceOf(obstacle.entry) });
    case 'other-os':
      return t('the OS became another one since.');
    case 'running':
      return t('“{what}” is still running.', { what: sentenceOf(obstacle.entry) });
    case 'half-way':
      return t('“{what}” ended half-way.', { what: sentenceOf(obstacle.entry) });
    case 'no-way-back':
      return t('“{what}” cannot be undone.', { what: sentenceOf(obstacle.entry) });
  }
}
