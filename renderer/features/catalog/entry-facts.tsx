import { followChange } from '../../../shared/changes/follow-release.ts';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { CatalogEntry, PredictedRelease, RemoteState } from '../../../shared/model/catalog.ts';
import { Fact, Facts } from '../../components/facts.tsx';
import { TrustBefore } from '../../components/trust-before.tsx';
import { formatBytes } from '../../format.ts';
import { serverOf } from '../../server-name.ts';
import { useStore } from '../../state/store.ts';

/** More names than these are counted. */
const MOST_NAMES = 6;

/** Who makes it, where it comes from, how far that can be trusted, what it brings, and how it stays current. */
export function EntryFacts({ entry, one }: { readonly entry: CatalogEntry; readonly one: PredictedRelease | null }) {
  const remote = useStore((state) => state.catalog?.remotes.find(({ name }) => name === entry.remote) ?? null);
  if (remote === null) return null;
  const size = one?.prediction?.size ?? null;
  const host = serverOf(remote.url);
  return (
    <Facts>
      <Fact label={t('Publisher')}>
        {remote.runBy === null ? t('{name}, a remote that you added', { name: remote.name }) : say(remote.runBy)}
      </Fact>
      <Fact label={t('Download')}>
        {size === null
          ? t('from {source}', { source: host })
          : t('{size} from {source}', { size: formatBytes(size), source: host })}
      </Fact>
      <Fact label={t('Trust')}>
        <TrustBefore remote={remote} hasHash={one === null || one.release.sha256 !== null} />
      </Fact>
      <Fact label={t('Brings')}>{bringsOf(one)}</Fact>
      {entry.inside === null ? null : (
        <Fact label={t('Installed as')}>{t('{inside}, as its release file calls it', { inside: entry.inside })}</Fact>
      )}
      <Fact label={t('Updates')}>
        <UpdateWords one={one} remote={remote} />
      </Fact>
    </Facts>
  );
}

function bringsOf(one: PredictedRelease | null): string {
  const prediction = one?.prediction ?? null;
  if (prediction?.source !== 'image') return t('known after the download');
  const names = [...prediction.units, ...prediction.programs];
  if (names.length === 0) return t('no services and no programs');
  const rest = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return rest <= 0 ? shown : `${shown} ${counted(rest, 'and {count} more', 'and {count} more')}`;
}

function UpdateWords({ one, remote }: { readonly one: PredictedRelease | null; readonly remote: RemoteState }) {
  const keep = useStore((state) => state.settings.keep);
  const version = useStore((state) => state.snapshot?.host.judgedAs ?? 0);
  const follows = one === null ? null : followChange(one.release, remote, keep, version, null);
  return follows === null
    ? t('Veneer finds newer versions when it checks for updates')
    : t('systemd-sysupdate can follow it, where you want that');
}
