import { runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { plural } from '../../format.ts';
import { useStore } from '../../state/store.ts';
import './apply-bar.css';

/** Slides up while something is staged, and shows each step while it is applied. */
export function ApplyBar() {
  const staged = useStore((state) => state.staged);
  const draft = useStore((state) => state.draft);
  const operation = useStore((state) => state.operation);
  const cancel = useStore((state) => state.cancel);
  if (operation !== null) {
    const step = operation.steps.find(({ status }) => status === 'running') ?? operation.steps.at(-1);
    const done = operation.steps.filter(({ status }) => status === 'done').length;
    return (
      <section className="apply-bar" aria-label="Applying" aria-live="polite">
        <div className="apply-text">
          <strong>
            Applying, step {Math.min(done + 1, operation.steps.length)} of {operation.steps.length}
          </strong>
          <span className="muted">
            {step?.sentence}
            {step?.progress == null ? '' : ` · ${Math.round(step.progress * 100)} %`}
          </span>
        </div>
        <Button onPress={() => void cancel()}>Stop after this step</Button>
      </section>
    );
  }
  if (staged.length === 0) return null;
  const blocker = draft?.plan?.blockers[0] ?? null;
  return (
    <section className="apply-bar" aria-label="Staged changes" aria-live="polite">
      <div className="apply-text">
        <strong>{plural(staged.length, 'change', 'changes')} staged</strong>
        {draft?.error ? <span className="bad">{draft.error.message}</span> : null}
        {blocker === null ? (
          <span className="muted">{draft?.plan?.summary ?? ''}</span>
        ) : (
          <span className="bad">{blocker.message}</span>
        )}
      </div>
      <Button onPress={() => runCommand('discard')}>Discard</Button>
      <Button onPress={() => runCommand('review')}>Review</Button>
      <Button look="primary" isDisabled={draft?.plan == null || blocker !== null} onPress={() => runCommand('apply')}>
        Apply
      </Button>
    </section>
  );
}
