import { t } from '../../../shared/messages/translate.ts';
import type { StoredVersion } from '../../../shared/model/candidate.ts';
import { Line } from '../../components/section.tsx';
import { formatTime } from '../../format.ts';

/** From where what counts was installed, when and by whom; that it is not known, where it is not. */
export function OriginLine({ versions }: { readonly versions: readonly StoredVersion[] }) {
  const origin = versions.find(({ isCurrent }) => isCurrent)?.origin ?? null;
  return (
    <Line label={t('From')}>
      {(origin === null ? [t('not known')] : partsOf(origin)).map((part) => (
        <span key={part} className="line-part selectable">
          {part}
        </span>
      ))}
    </Line>
  );
}

function partsOf(origin: NonNullable<StoredVersion['origin']>): string[] {
  const { remote, address, signedBy, signedAt, sysupdate, installedAt, installedBy } = origin;
  const when = formatTime(installedAt);
  const who = installedBy === 0 ? 'root' : String(installedBy);
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
