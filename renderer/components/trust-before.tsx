import type { ReactNode } from 'react';
import { t } from '../../shared/messages/translate.ts';
import type { RemoteState } from '../../shared/model/catalog.ts';
import { isOci } from '../../shared/remotes/oci-address.ts';
import './trust-before.css';

interface Props {
  readonly remote: Pick<RemoteState, 'url' | 'trust' | 'signedBy'>;
  /** Whether the remote tells a hash of the image. */
  readonly hasHash: boolean;
}

/** What will vouch for an image of a remote that is not fetched yet. */
export function TrustBefore({ remote, hasHash }: Props): ReactNode {
  const { url, trust, signedBy } = remote;
  const unsigned = <span className="trust-not-signed">{t('not signed')}</span>;
  if (isOci(url)) {
    return (
      <>
        {t('digest told by the registry')}, {unsigned}
      </>
    );
  }
  const list = !hasHash
    ? t('no checksum')
    : url.startsWith('https:')
      ? t('checksum list over TLS')
      : t('checksum list from this machine');
  if (trust === 'unsigned') {
    return (
      <>
        {list}, {unsigned}
      </>
    );
  }
  return signedBy === null
    ? t('its list has to be signed, and was not checked yet')
    : t('checksum list signed by {key}', { key: signedBy.slice(-16) });
}
