import type { ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { retryConnection, useStore } from '../state/store.ts';
import { FirstReading } from './first-reading.tsx';
import './connection.css';
import { t } from '../../shared/messages/translate.ts';

/** The view, or what stands in its place while there is no connection. */
export function ConnectionScreen({ children }: { readonly children: ReactNode }) {
  const connection = useStore((state) => state.connection);
  const hasSnapshot = useStore((state) => state.snapshot !== null);
  if (connection === 'refused') {
    return (
      <div className="connection">
        <h2>{t('Veneer does not answer')}</h2>
        <p className="muted">
          {t(
            'It may have been closed, or the address is of an earlier start. Start it again and open the address that it prints.',
          )}
        </p>
        <Button onPress={retryConnection}>{t('Try again')}</Button>
      </div>
    );
  }
  if (!hasSnapshot) return <FirstReading />;
  return (
    <>
      {connection === 'lost' ? (
        <div className="connection-lost" role="alert">
          {t('The connection to Veneer was lost. It is tried again; what was started may still be running.')}
          <Button onPress={retryConnection}>{t('Try now')}</Button>
        </div>
      ) : null}
      {children}
    </>
  );
}
