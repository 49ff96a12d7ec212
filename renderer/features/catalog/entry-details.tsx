import { X } from 'lucide-react';
import { useState } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { CatalogEntry, PredictedRelease } from '../../../shared/model/catalog.ts';
import type { InstalledVersions } from '../../../shared/remotes/catalog-search.ts';
import { Button } from '../../components/button.tsx';
import { Comparison, releaseFileOf } from '../../components/comparison.tsx';
import { Name } from '../../components/name.tsx';
import { Notice } from '../../components/notice.tsx';
import { Tile } from '../../components/tile.tsx';
import { useStore } from '../../state/store.ts';
import './entry.css';
import { EntryFacts } from './entry-facts.tsx';
import { EntryVersions } from './entry-versions.tsx';
import { GetButtons } from './get-buttons.tsx';
import { useReleases, useWords } from './use-releases.ts';

/** One extension of one remote: what it is, whether it fits, and all its versions. */
export function EntryDetails({
  entry,
  installed,
}: {
  readonly entry: CatalogEntry;
  readonly installed: InstalledVersions;
}) {
  const choose = useStore((state) => state.chooseEntry);
  const { releases, look } = useReleases(entry.key);
  const words = useWords(entry.key) ?? entry.description;
  const [path, setPath] = useState(entry.path);
  const one = releases.find(({ release }) => release.path === path) ?? null;
  const chooseVersion = (wanted: PredictedRelease) => {
    setPath(wanted.release.path);
    if (wanted.prediction === null) look([wanted.release.path]);
  };
  return (
    <>
      <header className="entry-head">
        <Tile name={entry.name} class={entry.class} size={44} />
        <div className="entry-title">
          <h2 className="details-name selectable">
            <Name>{entry.name}</Name>
          </h2>
          {words === null ? null : <p className="muted selectable">{words}</p>}
        </div>
        <Button look="quiet" aria-label={t('Close details')} onPress={() => choose(null)}>
          <X aria-hidden size={16} />
        </Button>
      </header>
      {/* Above what comes in by and by, which would move them away from under the pointer. */}
      {one === null ? <div className="entry-get" /> : <GetButtons entry={entry} one={one} installed={installed} />}
      <FitCard one={one} />
      {one?.prediction == null ||
      one.prediction.verdict.compatible !== false ||
      one.prediction.source === 'name' ? null : (
        <Comparison verdict={one.prediction.verdict} releaseFile={releaseFileOf(entry.name, one.prediction.verdict)} />
      )}
      <EntryFacts entry={entry} one={one} />
      <EntryVersions entry={entry} releases={releases} chosen={path} onChoose={chooseVersion} installed={installed} />
    </>
  );
}

/** Whether the chosen version fits, why, and by what that is known. */
function FitCard({ one }: { readonly one: PredictedRelease | null }) {
  const prediction = one?.prediction ?? null;
  if (prediction === null) return <Notice kind="neutral">{t('Reading the first blocks of the image…')}</Notice>;
  const { verdict, source, isMissing } = prediction;
  const how = {
    name: t('Read from its name, before the download.'),
    manifest: t('Read from its manifest, before the download.'),
    image: t('Read from the first blocks of the image, before the download.'),
  };
  const title = isMissing
    ? t('Not on the server')
    : verdict.compatible === null
      ? t('Not known yet')
      : verdict.compatible
        ? t('Fits this host')
        : t('Does not fit this host');
  const kind = isMissing ? 'warning' : verdict.compatible === null ? 'neutral' : verdict.compatible ? 'good' : 'bad';
  return (
    <Notice kind={kind} title={title}>
      {say(verdict.message)} {source === null ? null : how[source]}
    </Notice>
  );
}
