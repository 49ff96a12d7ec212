import { runCommand } from '../commands/run.ts';
import { Button } from '../components/button.tsx';
import { useStore } from '../state/store.ts';
import './apply-bar.css';
import { say } from '../../shared/messages/say.ts';
import { counted, t } from '../../shared/messages/translate.ts';

/** Slides up while something is staged. */
export function ApplyBar() {
  const staged = useStore((state) => state.staged);
  const draft = useStore((state) => state.draft);
  const isApplying = useStore((state) => state.operation !== null);
  // What is applied stands in the list of jobs.
  if (isApplying || staged.length === 0) return null;
  const blocker = draft?.plan?.blockers[0] ?? null;
  return (
    <section className="apply-bar" aria-label={t('Staged changes')} aria-live="polite">
      <div className="apply-text">
        <strong>{counted(staged.length, '{count} change staged', '{count} changes staged')}</strong>
        {draft?.error ? <span className="bad">{say(draft.error.message)}</span> : null}
        {blocker === null ? (
          <span className="muted">{say(draft?.plan?.summary ?? '')}</span>
        ) : (
          <span className="bad">{say(blocker.message)}</span>
        )}
      </div>
      <Button onPress={() => runCommand('discard')}>{t('Discard')}</Button>
      <Button onPress={() => runCommand('review')}>{t('Review')}</Button>
      <Button look="primary" isDisabled={draft?.plan == null || blocker !== null} onPress={() => runCommand('apply')}>
        {t('Apply')}
      </Button>
    </section>
  );
}
