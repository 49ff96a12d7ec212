import { useEffect, useState } from 'react';
import { t } from '../../shared/messages/translate.ts';
import { client, retryConnection } from '../state/store.ts';
import { Button } from './button.tsx';
import { Name } from './name.tsx';
import './skeleton.css';

/** Who waits longer than this wants to know what for. */
const LONG_MS = 5000;
const ROWS = [0, 1, 2, 3, 4, 5];

/** Where rows will be: drawn once a short wait is over (150 ms, in the style), and after five seconds with what it waits for. */
export function Skeleton({
  waitsFor,
  onAgain = retryConnection,
}: {
  /** A sentence. */
  readonly waitsFor: string;
  /** Asks again; unless said otherwise everything, over a new connection. */
  readonly onAgain?: () => void;
}) {
  const [attempt, setAttempt] = useState(0);
  const [isLong, setLong] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt has its own time
  useEffect(() => {
    setLong(false);
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, [attempt]);
  const askAgain = () => {
    setAttempt(attempt + 1);
    onAgain();
  };
  return (
    <div className="skeleton">
      <div className={isLong ? 'skeleton-words' : 'skeleton-words skeleton-unseen'}>
        <span role="status">{isLong ? `${t('This takes longer than usual.')} ${waitsFor}` : waitsFor}</span>
        {isLong ? (
          <>
            <Button onPress={askAgain}>{t('Try again')}</Button>
            <LogPlace />
          </>
        ) : null}
      </div>
      <div aria-hidden>
        {ROWS.map((row) => (
          <div key={row} className="skeleton-row">
            <span className="skeleton-tile" />
            <span className="skeleton-lines">
              <span className="skeleton-line" />
              <span className="skeleton-line skeleton-line-long" />
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** Where more is to be found, which only a core that answers can tell. */
function LogPlace() {
  const [path, setPath] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    client()
      .support.about()
      .then(
        ({ log }) => current && setPath(log),
        () => {},
      );
    return () => {
      current = false;
    };
  }, []);
  return (
    <span className="skeleton-log selectable">
      {path === null ? (
        t('Veneer itself gives no answer.')
      ) : (
        <>
          {t('Log of errors')}: <Name>{path}</Name>
        </>
      )}
    </span>
  );
}
