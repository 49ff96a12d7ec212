import { useEffect, useState } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { RemoteState } from '../../../shared/model/catalog.ts';
import { knownAt, suitingFirst } from '../../../shared/remotes/known-remotes.ts';
import { runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { Modal } from '../../components/modal.tsx';
import { Name } from '../../components/name.tsx';
import { Pill } from '../../components/pill.tsx';
import { Section } from '../../components/section.tsx';
import { Toggle } from '../../components/toggle.tsx';
import { formatTime } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { store, useStore } from '../../state/store.ts';

/** Where extensions are fetched from; each says who runs it, and none is asked before it is on. */
export function RemotesSection() {
  const catalog = useStore((state) => state.catalog);
  const connection = useStore((state) => state.connection);
  const osRelease = useStore((state) => state.snapshot?.host.osRelease);
  const fields = new Map(Object.entries(osRelease ?? {}));
  useEffect(() => {
    if (connection === 'open') inBackground(store.getState().watchCatalog());
  }, [connection]);
  if (catalog === null) return null;
  return (
    <Section title={t('Remotes')} aside={<Button onPress={() => runCommand('add-remote')}>{t('Add…')}</Button>}>
      {suitingFirst(catalog.remotes, fields).map((remote) => (
        <RemoteLine key={remote.name} remote={remote} />
      ))}
    </Section>
  );
}

function RemoteLine({ remote }: { readonly remote: RemoteState }) {
  const put = useStore((state) => state.putRemote);
  const open = useStore((state) => state.openRemote);
  const { name, url, enabled, trust, key, runBy, about } = remote;
  const words = [about, runBy].flatMap((text) => (text === null ? [] : [say(text)]));
  const switchTo = (on: boolean) => inBackground(put({ name, url, enabled: on, trust, key }, false));
  return (
    <section className="remote-line" aria-label={t('Remote {name}', { name })}>
      <div className="remote-text">
        <div className="remote-name">
          <strong>
            <Name>{name}</Name>
          </strong>
          {trust === 'unsigned' ? (
            <Pill kind="neutral">{t('Unsigned')}</Pill>
          ) : (
            <Pill kind={remote.signedBy === null ? 'neutral' : 'good'}>
              {trust === 'pinned' ? t('Pinned key') : t('systemd’s keyring')}
            </Pill>
          )}
        </div>
        <div className="muted mono selectable">{url}</div>
        <div className="muted">{stateOf(remote)}</div>
        {words.length === 0 ? null : <div className="muted">{words.join(' ')}</div>}
      </div>
      <Button aria-label={t('Change {name}', { name })} onPress={() => open(remote)}>
        {t('Change…')}
      </Button>
      <RemoveButton remote={remote} />
      <Toggle label={t('Turn on {name}', { name })} on={enabled} onChange={switchTo} />
    </section>
  );
}

/** Asks first, for what was set of it is gone then; a known one can be added again from the list there. */
function RemoveButton({ remote }: { readonly remote: RemoteState }) {
  const { name, url } = remote;
  const remove = useStore((state) => state.removeRemote);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button aria-label={`${t('Remove…')} ${name}`} onPress={() => setAsking(true)}>
        {t('Remove…')}
      </Button>
      <Modal
        title={t('Remove the remote {name}?', { name })}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onPress={() => setAsking(false)}>{t('Cancel')}</Button>
            <Button
              look="primary"
              onPress={() => {
                setAsking(false);
                inBackground(remove(remote));
              }}
            >
              {t('Remove')}
            </Button>
          </>
        }
      >
        <p>
          {t('What is installed from it stays, and has no updates from there any more.')}{' '}
          {knownAt(url) === null
            ? t('To have it back, add its address again.')
            : t('Veneer knows its address: to have it back, choose it where remotes are added.')}
        </p>
      </Modal>
    </>
  );
}

function stateOf({ status, error, checkedAt, signedAt, count }: RemoteState): string {
  switch (status) {
    case 'off':
      return t('Off: it is not asked.');
    case 'unread':
      return t('Not asked yet.');
    case 'failed':
      return say(error?.message ?? '');
    case 'offline':
    case 'partly':
    case 'current': {
      const what = counted(count, '{count} extension', '{count} extensions');
      const when = checkedAt === null ? '' : ` · ${t('as of {time}', { time: formatTime(checkedAt) })}`;
      const signed = signedAt === null ? '' : ` · ${t('signed on {time}', { time: formatTime(signedAt) })}`;
      return [`${what}${when}${signed}`, error === null ? null : say(error.message)].filter(Boolean).join(' · ');
    }
  }
}
