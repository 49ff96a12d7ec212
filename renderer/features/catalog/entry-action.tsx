import { Check, CircleHelp, Download as DownloadIcon } from 'lucide-react';
import { canUpdate } from '../../../shared/changes/updatable.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { CatalogEntry } from '../../../shared/model/catalog.ts';
import type { Download } from '../../../shared/model/download.ts';
import { type InstalledVersions, installedOf, isUpdatable } from '../../../shared/remotes/catalog-search.ts';
import { Button } from '../../components/button.tsx';
import { Pill } from '../../components/pill.tsx';
import { UseStored, useItemWithStored } from '../../components/use-stored.tsx';
import { formatPart } from '../../format.ts';
import { downloadOf, isOnItsWay, partOfDownload } from '../../state/download-of.ts';
import { inBackground } from '../../state/in-background.ts';
import { useOverSsh } from '../../state/over-ssh.ts';
import { useStore } from '../../state/store.ts';
import { misfitWords } from './entry-words.ts';

interface Props {
  readonly entry: CatalogEntry;
  readonly installed: InstalledVersions;
}

/** The one place at the end of a row: what can be done, or how far it is, or why not. */
export function EntryAction({ entry, installed }: Props) {
  const mine = useStore((state) => downloadOf(entry, state.downloads));
  const hostId = useStore((state) => state.snapshot?.host.osRelease['ID'] ?? '');
  const current = installedOf(entry, installed);
  const { fits, reason, isMissing } = entry;
  const isFarAway = useOverSsh();
  const withStored = useItemWithStored(entry, entry.version);
  if (mine !== null && isOnItsWay(mine)) return <OnItsWay download={mine} />;
  if (current !== null && !isUpdatable(entry, installed)) {
    return (
      <span className="muted entry-state">
        <Check aria-hidden size={14} /> {t('Installed')}
      </span>
    );
  }
  if (withStored !== null && !isFarAway && fits !== false)
    return <UseStored item={withStored} version={entry.version} />;
  if (isMissing) return <span className="muted entry-state">{t('Not on the server')}</span>;
  if (fits === false) return <Pill kind="bad">{misfitWords(entry, hostId)}</Pill>;
  if (reason === null) return <span className="muted entry-state">{t('checking…')}</span>;
  if (isFarAway) return <span className="muted entry-state">{fits === null ? t('unknown') : t('fits')}</span>;
  if (mine?.status === 'failed') return <Again download={mine} />;
  return current === null ? <Install entry={entry} ready={mine} /> : <Update entry={entry} />;
}

function OnItsWay({ download }: { readonly download: Download }) {
  const part = partOfDownload(download);
  const words =
    download.status === 'paused'
      ? t('Paused')
      : download.status === 'waiting'
        ? t('Waiting…')
        : part === null
          ? t('Downloading')
          : formatPart(part);
  return (
    <span className="muted entry-state">
      <DownloadIcon aria-hidden size={14} /> {words}
    </span>
  );
}

function Again({ download: { id, release } }: { readonly download: Download }) {
  const steer = useStore((state) => state.steerDownload);
  return (
    <Button
      aria-label={t('Try again: {name}', { name: release.name })}
      onPress={() => inBackground(steer(id, 'resume'))}
    >
      {t('Try again')}
    </Button>
  );
}

/** What was downloaded goes to the sheet at once; all else once it is here. */
function Install({ entry, ready }: { readonly entry: CatalogEntry; readonly ready: Download | null }) {
  const download = useStore((state) => state.download);
  const install = useStore((state) => state.installDownloads);
  const { name, version, fits, reason } = entry;
  const isHere = ready?.status === 'ready' && ready.release.path === entry.path;
  return (
    <span className="entry-unknown" title={fits === null && reason !== null ? say(reason) : undefined}>
      {fits === null ? (
        <CircleHelp className="muted" role="img" aria-label={t('Whether it fits is not known yet')} size={14} />
      ) : null}
      <Button
        aria-label={t('Install {name} {version}', { name, version })}
        onPress={() =>
          isHere && ready !== null ? install([ready]) : inBackground(download(entry.key, [entry.path], true))
        }
      >
        {t('Install')}
      </Button>
    </span>
  );
}

/** What is kept current is updated as Updates does; of all else the newer version is installed. */
function Update({ entry }: { readonly entry: CatalogEntry }) {
  const download = useStore((state) => state.download);
  const update = useStore((state) => state.update);
  const item = useStore((state) =>
    state.updates?.items.find(
      (one) => one.class === entry.class && one.name === entry.name && one.source === entry.remote && canUpdate(one),
    ),
  );
  const busy = useStore((state) => state.updating.length > 0 || state.operation !== null);
  const { name, version } = entry;
  const words = t('Update to {version}', { version });
  return (
    <Button
      isDisabled={busy}
      aria-label={t('{what}: {name}', { what: words, name })}
      onPress={() => inBackground(item === undefined ? download(entry.key, [entry.path], true) : update([item]))}
    >
      <span className="entry-update" title={words}>
        {words}
      </span>
    </Button>
  );
}
