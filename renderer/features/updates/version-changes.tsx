import { canUpdate, updateKey } from '../../../shared/changes/updatable.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Download } from '../../../shared/model/download.ts';
import type { FileChanges } from '../../../shared/model/file-changes.ts';
import type { UpdateItem } from '../../../shared/model/update.ts';
import { opensInBrowser } from '../../../shared/remotes/release-notes.ts';
import { withStream } from '../../../shared/remotes/stream.ts';
import { Button } from '../../components/button.tsx';
import { EffectText } from '../../components/effect-text.tsx';
import { Fact, Facts, PathText } from '../../components/facts.tsx';
import { FileChangeList } from '../../components/file-change-list.tsx';
import { TrustBefore } from '../../components/trust-before.tsx';
import { useCall, useRevision } from '../../components/use-call.ts';
import { formatBytes } from '../../format.ts';
import { downloadOfRelease, isOnItsWay } from '../../state/download-of.ts';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';

const NO_UNITS: readonly string[] = [];

interface Props {
  readonly item: UpdateItem;
  /** Of those that are stored; null for the newest at the source. */
  readonly stored: string | null;
}

/** What another version changes: of its files where both images are here, else as far as that is known before. */
export function VersionChanges({ item, stored }: Props) {
  const revision = useRevision();
  const download = useStore((state) =>
    item.release === null ? null : downloadOfRelease(item.release, state.downloads),
  );
  const isHere = stored !== null || download?.status === 'ready';
  const version = stored ?? item.newest;
  const { value, problem, isWaiting } = useCall(
    isHere && item.installed !== null ? `${updateKey(item)} ${version} ${revision}` : null,
    (client, { host }) => client.updates.fileChanges({ host, key: updateKey(item), version: stored }),
  );
  if (isWaiting) return <p className="muted">{t('Comparing the files…')}</p>;
  const versions = `${item.installed} → ${version === null ? '' : withStream(item, version)}`;
  const { reason, sizeNow, sizeThen } = item;
  return (
    <>
      {value === null ? null : <FileChangeList changes={value} lead={versions} />}
      <Facts>
        {stored === null ? <Fact label={t('Fits')}>{reason === null ? t('not known yet') : say(reason)}</Fact> : null}
        {value === null && stored === null ? (
          <Fact label={t('Size')}>{sizeThen === null ? t('not known yet') : sizeChange(sizeNow, sizeThen)}</Fact>
        ) : null}
        {stored === null ? <Trust item={item} /> : null}
        {stored === null ? <Notes of={item.notes} /> : null}
        {stored === null ? <TakesEffect item={item} isHere={isHere} /> : null}
        <Services item={item} changes={value} />
        {value === null ? (
          <Fact label={t('Files')}>
            {problem === null ? <FilesBefore item={item} download={download} /> : say(problem)}
          </Fact>
        ) : null}
      </Facts>
    </>
  );
}

/** Where its publisher says what is new. The address is the text, so that nobody is led elsewhere. */
function Notes({ of: addresses }: { readonly of: UpdateItem['notes'] }) {
  if (addresses.length === 0) return null;
  return (
    <Fact label={t('Release notes')}>
      {addresses.map((address) => (
        <div key={address}>
          {opensInBrowser(address) ? (
            <a href={address} target="_blank" rel="noreferrer">
              <PathText>{address}</PathText>
            </a>
          ) : (
            <PathText>{address}</PathText>
          )}
        </div>
      ))}
    </Fact>
  );
}

/** Who vouches for the newest of a remote. What follows a transfer file goes by that, whatever remote has its name. */
function Trust({ item: { release, component, signature, source } }: { readonly item: UpdateItem }) {
  const remote = useStore((state) =>
    component === null ? (state.catalog?.remotes.find(({ name }) => name === release?.remote) ?? null) : null,
  );
  if (signature !== null) {
    const { isWanted, signedBy } = signature;
    return (
      <Fact label={t('Trust')}>
        <TrustBefore remote={{ url: source, trust: isWanted ? 'system' : 'unsigned', signedBy }} hasHash />
      </Fact>
    );
  }
  if (release === null || remote === null) return null;
  return (
    <Fact label={t('Trust')}>
      <TrustBefore remote={remote} hasHash={release.sha256 !== null} />
    </Fact>
  );
}

/** When an update counts that is had as it is offered; on a host that runs, and once its image can be looked into. */
function TakesEffect({ item, isHere }: { readonly item: UpdateItem; readonly isHere: boolean }) {
  const revision = useRevision();
  const isKnown = canUpdate(item) && (isHere || item.way === 'sysupdate');
  const { value } = useCall(
    isKnown ? `effect ${updateKey(item)} ${item.newest} ${revision}` : null,
    async (client, { host }) => {
      const { request } = await client.updates.request({ host, keys: [updateKey(item)], from: null });
      return client.plan.preview({ host, request });
    },
  );
  if (value === null || value.effect === null) return null;
  return (
    <Fact label={t('Takes effect')}>
      <EffectText effect={value.effect} />
    </Fact>
  );
}

/** Why the files are not compared, and what would do it. */
function FilesBefore({ item, download }: { readonly item: UpdateItem; readonly download: Download | null }) {
  const downloadOnly = useStore((state) => state.downloadUpdate);
  if (item.way !== 'download') return t('known once it is installed; the version before stays to go back to');
  if (item.installed === null) return t('nothing is installed to compare it with');
  return (
    <>
      {t('known once it is downloaded')}{' '}
      <Button
        isDisabled={download !== null && isOnItsWay(download)}
        aria-label={`${t('Download only')}: ${item.name}`}
        onPress={() => inBackground(downloadOnly(item))}
      >
        {download !== null && isOnItsWay(download) ? t('Downloading') : t('Download only')}
      </Button>
    </>
  );
}

/** By name only, until the files are compared. */
function Services({ item, changes }: { readonly item: UpdateItem; readonly changes: FileChanges | null }) {
  const units = useStore(
    (state) =>
      state.snapshot?.extensions.find((one) => one.class === item.class && one.name === item.name && one.listed)
        ?.units ?? NO_UNITS,
  );
  const { unitsThen } = item;
  if (changes !== null) {
    const { added, changed, removed } = changes.units;
    const isAny = changes.problem === null && added.length + changed.length + removed.length > 0;
    return isAny ? <Fact label={t('Services')}>{servicesChange(added, removed, changed)}</Fact> : null;
  }
  return (
    <Fact label={t('Services')}>
      {unitsThen === null
        ? t('known once it is downloaded')
        : servicesChange(
            unitsThen.filter((unit) => !units.includes(unit)),
            units.filter((unit) => !unitsThen.includes(unit)),
          )}
    </Fact>
  );
}

/** How much it takes, and how much more or less than what is installed. */
export function sizeChange(now: number | null, then: number): string {
  if (now === null || now === then) return formatBytes(then);
  const difference = formatBytes(Math.abs(then - now));
  return then > now
    ? t('{size}, {difference} larger', { size: formatBytes(then), difference })
    : t('{size}, {difference} smaller', { size: formatBytes(then), difference });
}

function servicesChange(
  fresh: readonly string[],
  gone: readonly string[],
  changed: readonly string[] = NO_UNITS,
): string {
  if (fresh.length + gone.length + changed.length === 0) return t('the same by name');
  return [
    fresh.length === 0 ? null : t('new: {units}', { units: fresh.join(', ') }),
    changed.length === 0 ? null : t('changed: {units}', { units: changed.join(', ') }),
    gone.length === 0 ? null : t('gone: {units}', { units: gone.join(', ') }),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
