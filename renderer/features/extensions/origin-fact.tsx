import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { installerOf } from '../../../shared/images/origin.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import type { StoredVersion } from '../../../shared/model/inspected-image.ts';
import { Fact } from '../../components/facts.tsx';
import { TrustLine } from '../../components/trust-line.tsx';
import { useExtensionCall, useOwnKey } from '../../components/use-call.ts';
import { formatTime } from '../../format.ts';
import { useStore } from '../../state/store.ts';

interface Props {
  readonly extension: Extension;
  readonly versions: readonly StoredVersion[];
}

/** From where what counts was installed and what vouched for it, with all that is kept of it one press away. */
export function OriginFact({ extension, versions }: Props) {
  const { id, form } = extension;
  const [isOpen, setOpen] = useState(false);
  const provenance = useStore((state) => state.snapshot?.provenance[id] ?? null);
  const { origin = null, fetchers = [] } = versions.find(({ isCurrent }) => isCurrent) ?? {};
  if (provenance === null) return <Fact label={t('From')}>{linesOf(unrecorded(fetchers))}</Fact>;
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <Fact label={t('Trust')}>
      <Button className="fold trust-fold" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
        <TrustLine provenance={provenance} form={form} /> <Icon aria-hidden size={14} />
      </Button>
      {isOpen ? (
        <div className="trust-parts">
          {linesOf(origin === null ? unrecorded(fetchers) : partsOf(origin))}
          {form === 'gpt' ? <VerityLine id={id} /> : <span className="line-part">{t('dm-verity: none')}</span>}
        </div>
      ) : null}
    </Fact>
  );
}

const linesOf = (parts: readonly string[]) =>
  parts.map((part) => (
    <span key={part} className="line-part selectable">
      {part}
    </span>
  ));

/** What is not written down is said to be so, also where it is known what fetches such names. */
function unrecorded(fetchers: StoredVersion['fetchers']): string[] {
  if (fetchers.length === 0) return [t('not known')];
  const fetched = fetchers.map(({ transferFile: file, address }) =>
    t('{file} fetches such names from {address}', { file, address: address ?? t('an address that is not shown') }),
  );
  return [t('not recorded'), ...fetched];
}

function partsOf(origin: NonNullable<StoredVersion['origin']>): string[] {
  const { remote, address, signedBy, signedAt, sysupdate, installedAt, sha256, imageSha256 } = origin;
  const when = formatTime(installedAt);
  const who = installerOf(origin);
  const by = t('Installed {when} by user {who}', { when, who });
  const own = t('SHA-256 of the image, taken when it was installed: {hash}', { hash: imageSha256 });
  if (sysupdate !== null) {
    const { transferFile, source, verify } = sysupdate;
    const where =
      address ?? (source === null ? t('an address that is not kept') : t('below {address}', { address: source }));
    const checked = verify ? t('signed, as systemd checked (Verify=yes)') : t('no signature was checked');
    return [t('systemd-sysupdate by {file}', { file: transferFile }), where, checked, own, by];
  }
  if (remote === null || address === null) return [t('a file'), own, by];
  const signed =
    signedBy === null
      ? t('not signed')
      : signedAt === null
        ? t('signed by {key}', { key: signedBy })
        : t('signed by {key}, {when}', { key: signedBy, when: formatTime(signedAt) });
  const hash = sha256 === null ? own : hashOf(sha256, address);
  return [remote, address, signed, hash, by];
}

/** What was served had to have it, by the list of the remote or by the registry. */
const hashOf = (hash: string, address: string): string =>
  address.startsWith('oci:')
    ? t('Digest, as the registry told it: {hash}', { hash })
    : t('SHA-256, from the list of the remote: {hash}', { hash });

/** What the kernel can check of a disk image while it is in use; the section below has all of it. */
function VerityLine({ id }: { readonly id: string }) {
  const { value } = useExtensionCall(id, useOwnKey(id), (client, of) => client.extensions.disk(of));
  if (value === null) return null;
  const { verity } = value;
  const words =
    verity.length === 0
      ? t('dm-verity: none')
      : !verity.every(({ matches }) => matches)
        ? t('dm-verity: does not match')
        : verity.every(({ signature }) => signature !== null)
          ? t('dm-verity: matches, carries a signature')
          : t('dm-verity: matches, without a signature');
  return <span className="line-part">{words}</span>;
}
