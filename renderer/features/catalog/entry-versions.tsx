import { useState } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { storedVersion } from '../../../shared/images/release-name.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { CatalogEntry, PredictedRelease } from '../../../shared/model/catalog.ts';
import { type InstalledVersions, installedOf } from '../../../shared/remotes/catalog-search.ts';
import { needsOf } from '../../../shared/remotes/needs.ts';
import { Button } from '../../components/button.tsx';
import { formatDate } from '../../format.ts';
import { useStore } from '../../state/store.ts';
import { misfitWords } from './entry-words.ts';

const FIRST_SHOWN = 20;

interface Props {
  readonly entry: CatalogEntry;
  readonly releases: readonly PredictedRelease[];
  /** The path of the one that the buttons above are about. */
  readonly chosen: string;
  readonly installed: InstalledVersions;
  readonly onChoose: (one: PredictedRelease) => void;
}

/** All versions as one list, of which one is chosen: when it was made, and whether it fits. */
export function EntryVersions({ entry, releases, chosen, installed, onChoose }: Props) {
  const [isLong, setLong] = useState(false);
  const current = installedOf(entry, installed);
  if (releases.length === 0) return null;
  const shown = isLong ? releases : releases.slice(0, FIRST_SHOWN);
  return (
    <>
      <RadioGroup
        className="versions"
        value={chosen}
        onChange={(path) => {
          const wanted = releases.find(({ release }) => release.path === path);
          if (wanted !== undefined) onChoose(wanted);
        }}
      >
        <Label className="versions-title">{t('Versions')}</Label>
        {shown.map((one) => (
          <Radio key={one.release.path} value={one.release.path} className="version">
            <span className="version-sign" />
            <VersionLine one={one} isInstalled={storedVersion(one.release) === current} />
          </Radio>
        ))}
      </RadioGroup>
      {shown.length === releases.length ? null : (
        <Button look="quiet" onPress={() => setLong(true)}>
          {counted(releases.length, 'Show all {count} versions', 'Show all {count} versions')}
        </Button>
      )}
    </>
  );
}

function VersionLine({ one, isInstalled }: { readonly one: PredictedRelease; readonly isInstalled: boolean }) {
  const host = useStore((state) => state.snapshot?.host);
  const { release, prediction } = one;
  const { architecture } = release;
  const isForOther = architecture !== null && architecture !== host?.architecture;
  return (
    <>
      <span className="version-name" title={storedVersion(release)}>
        {storedVersion(release)}
        {isForOther ? <span className="muted"> {architecture}</span> : null}
      </span>
      <span className="muted version-date">
        {prediction?.changedAt == null ? '' : formatDate(prediction.changedAt)}
      </span>
      <span className="version-fit">
        {isInstalled && !isForOther ? (
          <span className="muted">{t('installed')}</span>
        ) : (
          <Fit one={one} hostId={host?.osRelease['ID'] ?? ''} />
        )}
      </span>
    </>
  );
}

function Fit({ one: { release, prediction }, hostId }: { readonly one: PredictedRelease; readonly hostId: string }) {
  if (prediction === null) return <span className="muted">{t('not read yet')}</span>;
  const { verdict, isMissing } = prediction;
  if (isMissing) return <span className="muted">{t('not on the server')}</span>;
  if (verdict.compatible === null) return <span className="muted">{t('not known')}</span>;
  if (verdict.compatible) return <span className="good">{t('fits')}</span>;
  return <span className="bad">{misfitWords({ code: verdict.code, needs: needsOf(release, verdict) }, hostId)}</span>;
}
