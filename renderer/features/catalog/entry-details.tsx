import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { isSameRelease, storedVersion } from '../../../shared/images/release-name.ts';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { CatalogEntry, PredictedRelease, Release, RemoteState } from '../../../shared/model/catalog.ts';
import { type InstalledVersions, installedOf } from '../../../shared/remotes/catalog-search.ts';
import { Button } from '../../components/button.tsx';
import { Comparison, releaseFileOf } from '../../components/comparison.tsx';
import { FitPill } from '../../components/fit-pill.tsx';
import { Name } from '../../components/name.tsx';
import { Notice } from '../../components/notice.tsx';
import { Line, Section } from '../../components/section.tsx';
import { formatBytes, formatTime } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { client, shownHost, store, useStore } from '../../state/store.ts';

/** So many are looked into at once; the rest one by one. */
const FIRST_LOOKS = 3;
const FIRST_SHOWN = 20;

/** One extension of one remote: whether it fits, all its versions, and who has it. */
export function EntryDetails({
  entry,
  installed,
}: {
  readonly entry: CatalogEntry;
  readonly installed: InstalledVersions;
}) {
  const choose = useStore((state) => state.chooseEntry);
  const remote = useStore((state) => state.catalog?.remotes.find(({ name }) => name === entry.remote) ?? null);
  const { releases, look } = useReleases(entry.key);
  const [isLong, setLong] = useState(false);
  const current = installedOf(entry, installed);
  const host = useStore((state) => state.snapshot?.host.architecture);
  // What is installed is one that can run here, whichever others have the same version.
  const isInstalled = (release: Release) =>
    storedVersion(release) === current && (release.architecture === null || release.architecture === host);
  const best = releases.find(({ release }) => release.path === entry.path);
  const shown = isLong ? releases : releases.slice(0, FIRST_SHOWN);
  return (
    <>
      <header className="details-head">
        <h2 className="details-name selectable">
          <Name>{entry.name}</Name>
        </h2>
        <Button look="quiet" aria-label={t('Close details')} onPress={() => choose(null)}>
          <X aria-hidden size={16} />
        </Button>
      </header>
      <p className="muted details-path selectable">
        {[entry.version, entry.class, remote?.name].filter(Boolean).join(' · ')}
      </p>
      {/* Above what comes in by and by, which would move them away from under the pointer. */}
      {best === undefined ? null : (
        <GetButtons entry={entry} release={best} isMain isInstalled={isInstalled(best.release)} />
      )}
      <Verdict entry={entry} />
      <About entry={entry} />
      {best?.prediction == null || best.prediction.source === 'name' ? null : (
        <Comparison
          verdict={best.prediction.verdict}
          releaseFile={releaseFileOf(entry.name, best.prediction.verdict)}
        />
      )}
      <Section title={t('Versions')} aside={releases.length}>
        {shown.map((one) => (
          <ReleaseLine
            key={one.release.path}
            entry={entry}
            one={one}
            isInstalled={isInstalled(one.release)}
            onLook={() => look([one.release.path])}
          />
        ))}
        {shown.length === releases.length ? null : (
          <Button look="quiet" onPress={() => setLong(true)}>
            {counted(releases.length - shown.length, 'Show {count} more', 'Show {count} more')}
          </Button>
        )}
      </Section>
      {remote === null ? null : <Origin remote={remote} />}
    </>
  );
}

function Verdict({ entry: { fits, reason, source } }: { readonly entry: CatalogEntry }) {
  if (reason === null) return <Notice kind="neutral">{t('Looking into it…')}</Notice>;
  const how = {
    name: t('Told by its name.'),
    manifest: t('Told by its manifest, before the download.'),
    image: t('Told by its first blocks, before the download.'),
  };
  return (
    <Notice
      kind={fits === null ? 'neutral' : fits ? 'good' : 'bad'}
      title={fits === null ? undefined : fits ? t('Fits this host.') : t('It would not be merged here.')}
    >
      {say(reason)} {source === null ? null : how[source]}
    </Notice>
  );
}

/** What its publisher says of it, else what the image says itself, and the name that it has inside. */
function About({ entry: { key, name, inside, description } }: { readonly entry: CatalogEntry }) {
  const words = useWords(key) ?? description;
  if (words === null && inside === null) return null;
  return (
    <Section title={t('About {name}', { name })}>
      {words === null ? null : <p className="selectable">{words}</p>}
      {inside === null ? null : (
        <p className="muted">
          {t('Its release file calls it {inside}, and it is installed under that name.', { inside })}
        </p>
      )}
    </Section>
  );
}

/** The publisher's words; null while they are asked for, and where there are none. */
function useWords(key: string): string | null {
  const [words, setWords] = useState<{ readonly key: string; readonly text: string | null } | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    client()
      .catalog.describe({ key }, { signal: stop.signal })
      .then((text) => stop.signal.aborted || setWords({ key, text }))
      .catch((error: unknown) => stop.signal.aborted || store.getState().fail(error));
    return () => stop.abort();
  }, [key]);
  return words?.key === key ? words.text : null;
}

/** All releases, the newest of them looked into. */
function useReleases(key: string): {
  readonly releases: readonly PredictedRelease[];
  readonly look: (paths: readonly string[]) => void;
} {
  const revision = useStore((state) => state.catalog?.revision ?? 0);
  const [releases, setReleases] = useState<readonly PredictedRelease[]>([]);
  const lookAt = (paths: readonly string[]) => {
    client()
      .catalog.look({ host: shownHost(), key, paths: [...paths] })
      .then((looked) => {
        const byPath = new Map(looked.map((one) => [one.release.path, one]));
        setReleases((before) => before.map((one) => byPath.get(one.release.path) ?? one));
      })
      .catch((error: unknown) => store.getState().fail(error));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision may have other releases
  useEffect(() => {
    let isShown = true;
    client()
      .catalog.releases({ host: shownHost(), key })
      .then((listed) => {
        if (!isShown) return;
        setReleases(listed);
        const unknown = listed.filter(({ prediction }) => prediction === null).slice(0, FIRST_LOOKS);
        if (unknown.length > 0) lookAt(unknown.map(({ release }) => release.path));
      })
      .catch((error: unknown) => isShown && store.getState().fail(error));
    inBackground(store.getState().predict([key]));
    return () => {
      isShown = false;
    };
  }, [key, revision]);
  return { releases, look: lookAt };
}

function ReleaseLine({
  entry,
  one,
  isInstalled,
  onLook,
}: {
  readonly entry: CatalogEntry;
  readonly one: PredictedRelease;
  readonly isInstalled: boolean;
  readonly onLook: () => void;
}) {
  const { release, prediction } = one;
  const facts = [
    release.architecture,
    prediction?.size == null ? null : formatBytes(prediction.size),
    prediction?.changedAt == null ? null : formatTime(prediction.changedAt),
    release.packing === null ? null : t('packed with {packing}', { packing: release.packing }),
    isInstalled ? t('installed') : null,
  ].filter((fact) => fact !== null);
  return (
    <section
      className="catalog-release"
      aria-label={`${entry.name} ${storedVersion(release)} ${release.architecture ?? ''}`}
    >
      <div className="catalog-release-head">
        <span className="mono selectable">{storedVersion(release)}</span>
        {prediction === null ? null : <FitPill fits={prediction.verdict.compatible} />}
      </div>
      {facts.length === 0 ? null : <span className="muted catalog-release-facts">{facts.join(' · ')}</span>}
      {prediction === null || prediction.verdict.compatible !== false ? null : (
        <span className="muted">{say(prediction.verdict.message)}</span>
      )}
      <div className="catalog-release-actions">
        {prediction === null ? (
          <Button look="quiet" onPress={onLook}>
            {t('Does it fit?')}
          </Button>
        ) : null}
        <GetButtons entry={entry} release={one} />
      </div>
    </section>
  );
}

/** Downloading it, with or without the sheet at the end. */
function GetButtons({
  entry,
  release: { release, prediction },
  isMain = false,
  isInstalled = false,
}: {
  readonly entry: CatalogEntry;
  readonly release: PredictedRelease;
  readonly isMain?: boolean;
  readonly isInstalled?: boolean;
}) {
  const download = useStore((state) => state.download);
  const mine = useStore((state) => state.downloads.find((one) => isSameRelease(one.release, release)));
  const version = storedVersion(release);
  const className = isMain ? 'details-actions' : 'catalog-release-actions';
  if (mine !== undefined && mine.status !== 'failed' && mine.status !== 'ready') {
    return <div className={`${className} muted`}>{t('Being downloaded')}</div>;
  }
  const downloadIt = (thenInstall: boolean) => inBackground(download(entry.key, [release.path], thenInstall));
  return (
    <div className={className}>
      <Button
        look={isMain && !isInstalled && prediction?.verdict.compatible !== false ? 'primary' : 'plain'}
        aria-label={t('Install {name} {version}…', { name: entry.name, version })}
        onPress={() => downloadIt(true)}
      >
        {isMain ? t('Install {name} {version}…', { name: entry.name, version }) : t('Install…')}
      </Button>
      {mine === undefined ? (
        <Button
          aria-label={t('Download {name} {version}', { name: entry.name, version })}
          onPress={() => downloadIt(false)}
        >
          {t('Download')}
        </Button>
      ) : null}
    </div>
  );
}

function Origin({ remote }: { readonly remote: RemoteState }) {
  return (
    <Section title={t('Where it comes from')}>
      <Line label={t('Remote')}>{remote.name}</Line>
      <Line label={t('Address')}>
        <span className="mono selectable">{remote.url}</span>
      </Line>
      <Line label={t('Signature')}>{signatureOf(remote)}</Line>
      {remote.checkedAt === null ? null : <Line label={t('Asked')}>{formatTime(remote.checkedAt)}</Line>}
      {remote.runBy === null ? null : (
        <p className="muted">
          {say(remote.runBy)} {remote.about === null ? null : say(remote.about)}
        </p>
      )}
    </Section>
  );
}

function signatureOf({ trust, signedBy }: RemoteState): string {
  if (trust === 'unsigned') return t('unsigned: only the connection tells who it is from');
  return signedBy === null ? t('not checked yet') : t('signed by {key}', { key: signedBy.slice(-16) });
}
