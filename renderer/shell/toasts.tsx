import { X } from 'lucide-react';
import { runCommand } from '../commands/run.ts';
import { Button } from '../components/button.tsx';
import { useStore } from '../state/store.ts';
import './toasts.css';

/** How the last change ended, with Undo; or why it could not begin. */
export function Toasts() {
  const ended = useStore((state) => state.ended);
  const problem = useStore((state) => state.problem);
  const dismiss = useStore((state) => state.dismiss);
  if (ended === null && problem === null) return null;
  const error = problem ?? ended?.error ?? null;
  const text = problem?.message ?? (error === null ? ended?.title : ended?.outcome);
  return (
    <section className={`toast ${error === null ? 'toast-good' : 'toast-bad'}`} aria-label="Result">
      <div role={error === null ? 'status' : 'alert'} className="toast-text selectable">
        <strong>{error === null ? 'Done' : error.code === 'cancelled' ? 'Not done' : 'It did not work'}</strong>
        <span>{text}</span>
        {error?.nextStep ? <span className="muted">{error.nextStep}</span> : null}
        {error?.detail ? (
          <details>
            <summary>What was reported</summary>
            <pre className="mono">{error.detail}</pre>
          </details>
        ) : null}
      </div>
      {ended?.undo && problem === null ? <Button onPress={() => runCommand('undo')}>Undo</Button> : null}
      <Button look="quiet" aria-label="Dismiss" onPress={dismiss}>
        <X aria-hidden size={16} />
      </Button>
    </section>
  );
}
