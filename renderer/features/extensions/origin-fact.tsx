import { installerOf } from '../../../shared/images/origin.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { StoredVersion } from '../../../shared/model/inspected-image.ts';
import { Fact } from '../../components/facts.tsx';
import { formatTime } from '../../format.ts';

/** From where what counts was installed, when and by whom; that it is not known, where it is not. */
export function OriginFact({ versions }: { readonly versions: readonly StoredVersion[] }) {
  const { origin = null, fetchers = [] } = versions.find(({ isCurrent }) => isCurrent) ?? {};
  return (
    <Fact label={t('From')}>
      {(origin === null ? unrecordedFetchers(fetchers) : partsOf(origin)).map((part) => (
        <span key={part} className="line-part selectable">
          {part}
        </span>
      ))}
    </Fact>
  );
}

/** What is not written down is said to be so, also where it is known what fetches such names. */
function unrecordedFetchers(fetchers: StoredVersion['fetchers']): string[] {
  if (fetchers.length === 0) return [t('not known')];
  const fetched = fetchers.map(({ transferFile: file, address }) =>
    t('{file} fetches such names from {address}', { file, address: address ?? t('an address that is not shown') }),
  );
  return [t('not recorded'), ...fetched];
}

function partsOf(origin: NonNullable<StoredVersion['origin']>): string[] {
  const { remote, address, signedBy, signedAt, sysupdate, installedAt } = origin;
  const when = formatTime(installedAt);
  const who = installerOf(origin);
  const by = t('Installed {when} by user {who}', { when, who });
  if (sysupdate !== null) {
    const { transferFile, source, verify } = sysupdate;
    const where =
      address ?? (source === null ? t('an address that is not kept') : t('below {address}', { address: source }));
    const checked = verify ? t('signed, as systemd checked (Verify=yes)') : t('no signature was checked');
    return [t('systemd-sysupdate by {file}', { file: transferFile }), where, checked, by];
  }
  if (remote === null || address === null) return [t('a file'), by];
  const signed =
    signedBy === null
      ? t('not signed')
      : signedAt === null
        ? t('signed by {key}', { key: signedBy })
        : t('signed by {key}, {when}', { key: signedBy, when: formatTime(signedAt) });
  return [remote, address, signed, by];
}
