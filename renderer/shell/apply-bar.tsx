import { runCommand } from '../commands/run.ts';
import { Button } from '../components/button.tsx';
import { StepProgress } from '../components/step-progress.tsx';
import { inBackground } from '../state/in-background.ts';
import { useStore } from '../state/store.ts';
import './apply-bar.css';
import { say } from '../../shared/messages/say.ts';
import { counted, t } from '../../shared/messages/translate.ts';

/** Slides up while something is staged, and shows each step while it is applied. */
export function ApplyBar() {
  const staged = useStore((state) => state.staged);
  const draft = useStore((state) => state.draft);
  const operation = useStore((state) => state.operation);
  const cancel = useStore((state) => state.cancel);
  if (operation !== null) {
    return (
      <section className="apply-bar" aria-label={t('Applying')} aria-live="polite">
        <StepProgress operation={operation} />
        <Button onPress={() => inBackground(cancel())}>{t('Stop after this step')}</Button>
      </section>
    );
  }
  if (staged.length === 0) return null;
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
