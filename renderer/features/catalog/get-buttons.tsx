import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import { requestRemoval } from '../../../shared/changes/remove.ts';
import { storedVersion } from '../../../shared/images/release-name.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { CatalogEntry, PredictedRelease } from '../../../shared/model/catalog.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import type { UpdateItem } from '../../../shared/model/update.ts';
import { type InstalledVersions, installedOf } from '../../../shared/remotes/catalog-search.ts';
import { Button } from '../../components/button.tsx';
import { Progress } from '../../components/progress.tsx';
import { UseStored, useItemWithStored } from '../../components/use-stored.tsx';
import { formatPart } from '../../format.ts';
import { downloadOfRelease, isOnItsWay, partOfDownload } from '../../state/download-of.ts';
import { inBackground } from '../../state/in-background.ts';
import { onlyRead, useOverSsh } from '../../state/over-ssh.ts';
import { useStore } from '../../state/store.ts';

interface Props {
  readonly entry: CatalogEntry;
  /** The chosen version. */
  readonly one: PredictedRelease;
  readonly installed: InstalledVersions;
}

/** What can be done with the chosen version, and with the one that is installed. */
export function GetButtons({ entry, one, installed }: Props) {
  const extension = useStore(
    (state) =>
      state.snapshot?.extensions.find(
        ({ class: extensionClass, name, listed, masks }) =>
          extensionClass === entry.class && name === (entry.inside ?? entry.name) && listed && !masks,
      ) ?? null,
  );
  const host = useStore((state) => state.snapshot?.host.architecture);
  const { release } = one;
  // What is installed is one that can run here, whichever others have the same version.
  const isForHost = release.architecture === null || release.architecture === host;
  const isInstalled = storedVersion(release) === installedOf(entry, installed) && isForHost;
  const isFarAway = useOverSsh();
  const withStored = useItemWithStored(entry, storedVersion(release));
  if (isFarAway)
    return (
      <div className="entry-get">
        {extension === null ? null : <ShowInstalled extension={extension} isMain />}
        <span className="muted entry-state">{onlyRead()}</span>
      </div>
    );
  return (
    <div className="entry-get">
      {isInstalled ? null : withStored !== null && isForHost ? (
        <Stored item={withStored} version={storedVersion(release)} />
      ) : (
        <Get entry={entry} one={one} />
      )}
      {extension === null ? null : <OfInstalled extension={extension} isMain={isInstalled} />}
    </div>
  );
}

/** Nothing of it has to be downloaded. */
function Stored({ item, version }: { readonly item: UpdateItem; readonly version: string }) {
  return (
    <>
      <UseStored item={item} version={version} look="primary" />
      <span className="muted entry-state">{t('{version} is stored here, but not in use', { version })}</span>
    </>
  );
}

function Get({ entry, one: { release, prediction } }: Omit<Props, 'installed'>) {
  const download = useStore((state) => state.download);
  const install = useStore((state) => state.installDownloads);
  const mine = useStore((state) => downloadOfRelease(release, state.downloads));
  const version = storedVersion(release);
  if (mine !== null && isOnItsWay(mine)) {
    const part = partOfDownload(mine);
    return (
      <div className="entry-progress">
        <Progress label={t('Download of {name}', { name: `${entry.name} ${version}` })} part={part} />
        <span className="muted">
          {mine.status === 'paused'
            ? t('Paused')
            : part === null
              ? t('Downloading')
              : t('Downloading, {part}', { part: formatPart(part) })}
        </span>
      </div>
    );
  }
  const isHere = mine?.status === 'ready';
  const isMissing = prediction?.isMissing === true;
  const downloadIt = (thenInstall: boolean) => inBackground(download(entry.key, [release.path], thenInstall));
  return (
    <>
      <Button
        look={prediction?.verdict.compatible === false || isMissing ? 'plain' : 'primary'}
        aria-label={`${t('Install {version}…', { version })} ${entry.name}`}
        onPress={() => (isHere && mine !== null ? install([mine]) : downloadIt(true))}
      >
        {t('Install {version}…', { version })}
      </Button>
      {isHere ? (
        <span className="muted entry-state">{t('Downloaded and verified')}</span>
      ) : (
        <Button aria-label={`${t('Download only')}: ${entry.name} ${version}`} onPress={() => downloadIt(false)}>
          {t('Download only')}
        </Button>
      )}
    </>
  );
}

/** Where it is, and away with it. */
function OfInstalled({ extension, isMain }: { readonly extension: Extension; readonly isMain: boolean }) {
  const review = useStore((state) => state.reviewRequest);
  const canRemove = extension.type === 'raw' && !extension.path.startsWith('/usr/');
  const request = { ...EMPTY_REQUEST, changes: [requestRemoval(extension)], action: 'auto' as const };
  return (
    <>
      <ShowInstalled extension={extension} isMain={isMain} />
      {canRemove ? <Button onPress={() => inBackground(review(request))}>{t('Remove…')}</Button> : null}
    </>
  );
}

function ShowInstalled({ extension, isMain }: { readonly extension: Extension; readonly isMain: boolean }) {
  const setView = useStore((state) => state.setView);
  return (
    <Button
      look={isMain ? 'primary' : 'plain'}
      onPress={() => setView({ view: 'extensions', selected: [extension.id] })}
    >
      {t('Show')}
    </Button>
  );
}
