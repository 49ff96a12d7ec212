import { commandOf } from '../../../shared/commands.ts';
import type { Snapshot } from '../../../shared/model/snapshot.ts';
import { runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import './empty-state.css';

/** What a person sees where no extension is. */
export function EmptyState({ snapshot }: { readonly snapshot: Snapshot }) {
  const { host } = snapshot;
  return (
    <div className="empty">
      <h2>No extensions here yet</h2>
      <p className="muted">
        An extension is a folder or a NAME.raw image in /var/lib/extensions, /run/extensions or /etc/extensions
        {host.root === '/' ? '' : ` below ${host.root}`}. Put one there and it shows up by itself, or have a file
        installed.
      </p>
      <Button onPress={() => runCommand('install-file')}>{commandOf('install-file').label}…</Button>
      {host.sysextAvailable ? null : (
        <p className="muted">systemd-sysext is not installed on this machine, so nothing could be merged.</p>
      )}
      {host.sandbox ? null : (
        <>
          <p className="muted">Or try everything in a sandbox: sample extensions in a folder of yours, without root.</p>
          <Button look="primary" onPress={() => runCommand('open-sandbox')}>
            Open the sandbox
          </Button>
        </>
      )}
    </div>
  );
}
