import { counted, t } from '../../../shared/messages/translate.ts';
import type { Storage } from '../../../shared/model/storage.ts';
import { runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { formatBytes } from '../../format.ts';
import './space-line.css';

/** Below the list: what the extensions take of the disk. It leads to where that is told in full. */
export function SpaceLine({ storage, folders }: { readonly storage: Storage; readonly folders: number }) {
  const { inUse, old, free } = storage;
  const parts = [
    t('{size} in use', { size: formatBytes(inUse + folders) }),
    ...(old.versions === 0
      ? []
      : [
          t('{versions}, {size}', {
            versions: counted(old.versions, '{count} old version', '{count} old versions'),
            size: formatBytes(old.bytes),
          }),
        ]),
    t('{size} free', { size: formatBytes(free) }),
  ];
  return (
    <div className="space-line">
      <Button look="quiet" onPress={() => runCommand('show-host')}>
        {parts.join(' · ')}
      </Button>
    </div>
  );
}
