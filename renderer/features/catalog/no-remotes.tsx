import { Store } from 'lucide-react';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { RemoteState } from '../../../shared/model/catalog.ts';
import { knownAt, suitingFirst } from '../../../shared/remotes/known-remotes.ts';
import { runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { EmptyView } from '../../components/empty-view.tsx';
import { Name } from '../../components/name.tsx';
import { Toggle } from '../../components/toggle.tsx';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';

/** Where nothing is on yet: the known ones, each a switch away, the one for this system first. */
export function NoRemotes({ remotes }: { readonly remotes: readonly RemoteState[] }) {
  const put = useStore((state) => state.putRemote);
  const osRelease = useStore((state) => state.snapshot?.host.osRelease);
  const fields = new Map(Object.entries(osRelease ?? {}));
  const offered = suitingFirst(remotes, fields);
  const [first] = offered;
  const suits = ({ url }: RemoteState) => knownAt(url)?.suits(fields) === true;
  const turnOn = (remote: RemoteState) => inBackground(put({ ...remote, enabled: true }, false));
  return (
    <div className="catalog-scroll">
      <EmptyView
        icon={Store}
        title={t('No remote is on')}
        actions={
          <>
            {first !== undefined && suits(first) ? (
              <Button look="primary" onPress={() => turnOn(first)}>
                {t('Turn on {name}', { name: first.name })}
              </Button>
            ) : null}
            <Button
              look={first !== undefined && suits(first) ? 'plain' : 'primary'}
              onPress={() => runCommand('add-remote')}
            >
              {t('Add a remote')}…
            </Button>
          </>
        }
      >
        {t(
          'A remote is a folder on a server, or on a disk, that holds extensions. Veneer asks none before you turn it on, and runs none itself.',
        )}
      </EmptyView>
      <section className="no-remotes" aria-label={t('Known remotes')}>
        <h2>{t('Known remotes')}</h2>
        {offered.map((remote) => (
          <div key={remote.name} className="no-remotes-line">
            <div className="remote-text">
              <div className="remote-name">
                <strong>
                  <Name>{knownAt(remote.url)?.title ?? remote.name}</Name>
                </strong>
                {knownAt(remote.url) === null ? null : <span className="muted mono">{remote.name}</span>}
              </div>
              <div className="muted">
                {suits(remote) ? `${t('Made for this system.')} ` : null}
                {[remote.about, remote.runBy].flatMap((text) => (text === null ? [] : [say(text)])).join(' ')}{' '}
                {remote.signs === false ? t('Its lists are not signed.') : null}
              </div>
              <div className="muted mono selectable">
                {knownAt(remote.url) === null ? (
                  remote.url
                ) : (
                  <a href={remote.url} target="_blank" rel="noreferrer">
                    {remote.url}
                  </a>
                )}
              </div>
            </div>
            <Toggle label={t('Turn on {name}', { name: remote.name })} on={false} onChange={() => turnOn(remote)} />
          </div>
        ))}
      </section>
    </div>
  );
}
