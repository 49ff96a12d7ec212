import { X } from 'lucide-react';
import { runCommand } from '../commands/run.ts';
import { Button } from '../components/button.tsx';
import { CopyDetails } from '../components/copy-details.tsx';
import { useStore } from '../state/store.ts';
import './toasts.css';
import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';

/** How the last change ended, with Undo; or why it could not begin. */
export function Toasts() {
  const ended = useStore((state) => state.ended);
  const problem = useStore((state) => state.problem);
  const dismiss = useStore((state) => state.dismiss);
  const sheet = useStore((state) => state.arrivals.length > 0);
  // The sheet of files that are installed tells it itself.
  if (sheet || (ended === null && problem === null)) return null;
  const error = problem ?? ended?.error ?? null;
  const text = problem?.message ?? (error === null ? ended?.title : ended?.outcome) ?? '';
  return (
    <section className={`toast ${error === null ? 'toast-good' : 'toast-bad'}`} aria-label={t('Result')}>
      <div role={error === null ? 'status' : 'alert'} className="toast-text selectable">
        <strong>
          {error === null ? t('Done') : error.code === 'cancelled' ? t('Not done') : t('It did not work')}
        </strong>
        <span>{say(text)}</span>
        {error?.nextStep ? <span className="muted">{say(error.nextStep)}</span> : null}
        {error?.detail ? (
          <details>
            <summary>{t('What was reported')}</summary>
            <pre className="mono">{error.detail}</pre>
          </details>
        ) : null}
      </div>
      {error === null ? null : <CopyDetails about={[error.code, say(text), error.detail].filter(Boolean).join('\n')} />}
      {ended?.undo && problem === null ? <Button onPress={() => runCommand('undo')}>{t('Undo')}</Button> : null}
      <Button look="quiet" aria-label={t('Dismiss')} onPress={dismiss}>
        <X aria-hidden size={16} />
      </Button>
    </section>
  );
}
