import type { Snapshot } from '../../../shared/model/snapshot.ts';
import { commandOf } from '../../../shared/window/commands.ts';
import { runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import '../../components/empty.css';
import { t } from '../../../shared/messages/translate.ts';

/** What a person sees where no extension is. */
export function EmptyState({ snapshot }: { readonly snapshot: Snapshot }) {
  const { host } = snapshot;
  return (
    <div className="empty">
      <h2>{t('No extensions here yet')}</h2>
      <p className="muted">
        {t(
          'An extension is a folder or a NAME.raw image in /var/lib/extensions, /run/extensions or /etc/extensions below {root}. Drop one on this window, or put it there and it shows up by itself.',
          { root: host.root },
        )}
      </p>
      <Button onPress={() => runCommand('install-file')}>{t(commandOf('install-file').label)}…</Button>
      {host.sysextAvailable ? null : (
        <p className="muted">{t('systemd-sysext is not installed on this machine, so nothing could be merged.')}</p>
      )}
      {host.sandbox ? null : (
        <>
          <p className="muted">
            {t('Or try everything in a sandbox: sample extensions in a folder of yours, without root.')}
          </p>
          <Button look="primary" onPress={() => runCommand('open-sandbox')}>
            {t('Open the sandbox')}
          </Button>
        </>
      )}
    </div>
  );
}
