import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import { requestVacuum } from '../../../shared/changes/vacuum.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { HostDetails } from '../../../shared/model/host-details.ts';
import { Button } from '../../components/button.tsx';
import { sumOfFolders } from '../../components/folder-sizes.ts';
import { Section } from '../../components/section.tsx';
import { UnknownSection } from '../../components/unknown-section.tsx';
import { useStorage } from '../../components/use-storage.ts';
import { formatBytes } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { useOverSsh } from '../../state/over-ssh.ts';
import { store, useStore } from '../../state/store.ts';
import './storage-section.css';

/** Where the room of the disk goes, and how to have some of it back. */
export function StorageSection({ folders }: { readonly folders: HostDetails['folderSizes'] }) {
  const storage = useStorage(true);
  const keep = useStore((state) => state.settings?.keep ?? 1);
  const isFarAway = useOverSsh();
  if (isFarAway) return <UnknownSection title={t('Storage')} />;
  if (storage === null) return null;
  const { total, free, old, downloads, deletable, store: place } = storage;
  const parts = [
    { key: 'use', label: t('In use'), bytes: storage.inUse + sumOfFolders(folders) },
    { key: 'old', label: counted(old.versions, '{count} old version', '{count} old versions'), bytes: old.bytes },
    { key: 'downloads', label: t('Downloads'), bytes: downloads.here ? downloads.bytes : 0 },
  ].filter(({ key, bytes }) => key === 'use' || bytes > 0);
  const rest = Math.max(0, total - free - parts.reduce((all, { bytes }) => all + bytes, 0));
  const sumOf = (figure: 'versions' | 'bytes') => deletable.reduce((all, one) => all + one[figure], 0);
  const versions = counted(sumOf('versions'), '{count} old version', '{count} old versions');
  const bytes = sumOf('bytes');
  const deleteOld = () => {
    const changes = deletable.map((one) => requestVacuum(one, keep));
    const classes = [...new Set(changes.map((one) => one.class))];
    inBackground(store.getState().reviewRequest({ ...EMPTY_REQUEST, changes, classes, action: 'none' }));
  };
  return (
    <Section title={t('Storage')} aside={t('{size} free', { size: formatBytes(free) })}>
      <div className="storage-bar" aria-hidden>
        {parts.map(({ key, bytes }) => (
          <span key={key} className={`storage-part storage-${key}`} style={{ flexGrow: bytes / total }} />
        ))}
        <span className="storage-part storage-rest" style={{ flexGrow: rest / total }} />
        <span className="storage-part storage-free" style={{ flexGrow: free / total }} />
      </div>
      <ul className="storage-list" title={place}>
        {[...parts, { key: 'rest', label: t('Everything else'), bytes: rest }].map(({ key, label, bytes }) => (
          <li key={key}>
            <span className={`storage-dot storage-${key}`} aria-hidden /> {label}
            <span className="storage-size muted">{formatBytes(bytes)}</span>
          </li>
        ))}
        {downloads.here || downloads.bytes === 0 ? null : (
          <li>
            {t('Downloads, on another disk')}
            <span className="storage-size muted">{formatBytes(downloads.bytes)}</span>
          </li>
        )}
      </ul>
      {deletable.length > 0 ? (
        <div className="storage-delete">
          <Button onPress={deleteOld}>{t('Delete {versions}, {size}…', { versions, size: formatBytes(bytes) })}</Button>
          <span className="muted">{t('The newest {count} of each stay, as in Settings.', { count: keep })}</span>
        </div>
      ) : null}
    </Section>
  );
}
