import { useEffect, useState } from 'react';
import { t } from '../../shared/messages/translate.ts';
import { Button } from './button.tsx';
import './skeleton.css';

/** Who waits longer than this wants to know what for. */
const LONG_MS = 5000;
const ROWS = [0, 1, 2, 3, 4, 5];

/** Where rows will be: drawn once a short wait is over (150 ms, in the style), and after five seconds with what it waits for. */
export function Skeleton({
  waitsFor,
  onAgain,
}: {
  /** A sentence. */
  readonly waitsFor: string;
  readonly onAgain?: () => void;
}) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="skeleton">
      <div role="status" className={isLong ? 'skeleton-words' : 'skeleton-words skeleton-unseen'}>
        {isLong ? `${t('This takes longer than usual.')} ${waitsFor}` : waitsFor}
      </div>
      {isLong && onAgain !== undefined ? <Button onPress={onAgain}>{t('Try again')}</Button> : null}
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
