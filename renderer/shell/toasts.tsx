import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import { runCommand } from '../commands/run.ts';
import { Button } from '../components/button.tsx';
import { CopyDetails } from '../components/copy-details.tsx';
import { Fold } from '../components/fold.tsx';
import { store, useStore } from '../state/store.ts';
import './toasts.css';

/** How long what went well is told, in milliseconds. */
const TOLD_MS = 8000;

/** How the last change ended, with Undo; or why it could not begin. What went well goes by itself, an error stays. */
export function Toasts() {
  const ended = useStore((state) => state.ended);
  const isTold = useStore((state) => state.isTold);
  const problem = useStore((state) => state.problem);
  const removed = useStore((state) => state.removed);
  const hushed = useStore((state) => state.hushed);
  const sheet = useStore((state) => state.arrivals.length > 0);
  // The sheet of files that are installed tells it itself.
  if (sheet) return null;
  // The bar above the view tells that the connection is gone.
  if (problem?.code === 'connection-lost') return null;
  if (problem !== null) return <Failure about="begin" error={problem} text={say(problem.message)} />;
  if (removed !== null) return <RemovedRemote key={removed.remote.name} removed={removed} />;
  if (hushed !== null) return <Hushed key={hushed.item.key} hushed={hushed} />;
  if (ended === null || !isTold) return null;
  const { error, outcome } = ended;
  return error === null ? (
    <Success key={ended.id} />
  ) : (
    <Failure about="end" error={error} text={say(outcome ?? error.message)} />
  );
}

function Success() {
  const ended = useStore((state) => state.ended);
  const undoing = useStore((state) => state.undoing);
  const dismiss = useStore((state) => state.dismiss);
  const view = useStore((state) => state.view);
  if (ended === null) return null;
  const isUndone = undoing === ended.id;
  return (
    <Told
      text={isUndone ? t('Undone') : say(ended.done)}
      canUndo={ended.undo !== null && !isUndone}
      isElsewhere={view !== 'extensions' && view !== 'history'}
      onGone={dismiss}
    />
  );
}

/** A remote is no change to the system, so History has no word of it. */
function RemovedRemote({ removed }: { readonly removed: NonNullable<ReturnType<typeof store.getState>['removed']> }) {
  const forget = useStore((state) => state.forgetRemoved);
  const { remote, isBack } = removed;
  const text = isBack ? t('Undone') : t('Removed the remote {name}', { name: remote.name });
  return <Told text={text} canUndo={!isBack} isElsewhere={false} onGone={forget} />;
}

/** Nor is what a person wants to hear no more of. */
function Hushed({ hushed }: { readonly hushed: NonNullable<ReturnType<typeof store.getState>['hushed']> }) {
  const forget = useStore((state) => state.forgetHushed);
  const { isBack } = hushed;
  const text = isBack ? t('Undone') : t('Silenced; it is not counted any more');
  return <Told text={text} canUndo={!isBack} isElsewhere={false} onGone={forget} />;
}

/** One line that goes by itself, unless somebody reads or reaches for it. */
function Told({
  text,
  canUndo,
  isElsewhere,
  onGone,
}: {
  readonly text: string;
  readonly canUndo: boolean;
  /** Whether what it tells of is seen in another view. */
  readonly isElsewhere: boolean;
  readonly onGone: () => void;
}) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(onGone, TOLD_MS);
    return () => clearTimeout(timer);
  }, [isHeld, onGone]);
  return (
    <section
      className="toast toast-good"
      aria-label={t('Result')}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span role="status" className="toast-line selectable" title={text}>
        <span className="toast-word">{t('Done')} </span>
        {text}
      </span>
      {canUndo ? <Button onPress={() => runCommand('undo')}>{t('Undo')}</Button> : null}
      {isElsewhere ? (
        <Button onPress={() => store.getState().setView({ view: 'extensions' })}>{t('Show')}</Button>
      ) : null}
      <Button look="quiet" aria-label={t('Dismiss')} onPress={onGone}>
        <X aria-hidden size={16} />
      </Button>
    </section>
  );
}

function Failure({
  about,
  error,
  text,
}: {
  readonly about: 'begin' | 'end';
  readonly error: NonNullable<ReturnType<typeof store.getState>['problem']>;
  readonly text: string;
}) {
  const dismiss = useStore((state) => state.dismiss);
  const undo = useStore((state) => state.ended?.undo ?? null);
  return (
    <section className="toast toast-bad" aria-label={t('Result')}>
      <div role="alert" className="toast-text selectable">
        <strong>{error.code === 'cancelled' ? t('Not done') : t('It did not work')}</strong>
        <span>{text}</span>
        {error.nextStep === null ? null : <span className="muted">{say(error.nextStep)}</span>}
        {error.detail === null ? null : (
          <Fold label={t('What was reported')}>
            <pre className="mono">{error.detail}</pre>
          </Fold>
        )}
      </div>
      <CopyDetails about={[error.code, text, error.detail].filter(Boolean).join('\n')} />
      {undo !== null && about === 'end' ? <Button onPress={() => runCommand('undo')}>{t('Undo')}</Button> : null}
      <Button look="quiet" aria-label={t('Dismiss')} onPress={dismiss}>
        <X aria-hidden size={16} />
      </Button>
    </section>
  );
}
