import { say } from '../../shared/messages/say.ts';
import { counted, t } from '../../shared/messages/translate.ts';
import { runCommand } from '../commands/run.ts';
import { Button } from '../components/button.tsx';
import { useStore } from '../state/store.ts';
import { stagedEffects } from './staged-effects.ts';
import './apply-bar.css';

/** Slides up while something is staged: how much, what comes of it, and what can be done. */
export function ApplyBar() {
  const staged = useStore((state) => state.staged);
  const draft = useStore((state) => state.draft);
  const isApplying = useStore((state) => state.operation !== null);
  const executor = useStore((state) => state.snapshot?.host.executor ?? null);
  // What is applied stands in the list of jobs.
  if (isApplying || staged.length === 0) return null;
  const plan = draft?.plan ?? null;
  const cannot = executor?.kind === 'none' ? executor.sentence : (plan?.blockers[0]?.message ?? null);
  return (
    <section className="apply-bar" aria-label={t('Staged changes')} aria-live="polite">
      <div className="apply-text">
        <strong>{counted(staged.length, '{count} change, not applied yet', '{count} changes, not applied yet')}</strong>
        {draft?.error ? <span className="bad">{say(draft.error.message)}</span> : null}
        {cannot === null ? (
          <span className="muted">{plan === null ? '' : stagedEffects(staged, plan)}</span>
        ) : (
          <span className="bad">{say(cannot)}</span>
        )}
      </div>
      <Button onPress={() => runCommand('discard')}>{t('Discard')}</Button>
      <Button onPress={() => runCommand('review')}>{t('Review…')}</Button>
      <Button look="primary" isDisabled={plan === null || cannot !== null} onPress={() => runCommand('apply')}>
        {t('Apply')}
      </Button>
    </section>
  );
}
