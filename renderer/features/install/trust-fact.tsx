import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../shared/messages/translate.ts';
import type { RemoteState } from '../../../shared/model/catalog.ts';
import type { Examined } from '../../../shared/model/inspected-image.ts';
import { Button } from '../../components/button.tsx';
import { Fact } from '../../components/facts.tsx';
import { serverOf } from '../../server-name.ts';
import type { Arrival } from '../../state/arrivals.ts';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';

/** What vouches for the file, in words that claim no more than was checked, and its checksum to compare. */
export function TrustFact({
  examined: { inspected, impact },
  arrival,
}: {
  readonly examined: Examined;
  readonly arrival: Arrival;
}) {
  const remote = useStore(
    (state) => state.catalog?.remotes.find(({ name }) => name === arrival.release?.remote) ?? null,
  );
  const { signature } = impact;
  return (
    <Fact label={t('Trust')}>
      {signature === null ? null : (
        <div>
          {signature.subject === null
            ? t('Carries a signature, by a certificate that is not inside.')
            : t('Carries a signature of {subject}.', { subject: signature.subject })}
        </div>
      )}
      {arrival.release === null
        ? signature === null
          ? t('Nobody signed this file. Compare its checksum with the publisher’s.')
          : null
        : wordsOf(arrival.release, remote)}
      <Checksum sha256={inspected.sha256} />
    </Fact>
  );
}

function wordsOf(release: NonNullable<Arrival['release']>, remote: RemoteState | null): string {
  const host = serverOf(release.folder);
  const { sha256, signedBy, oci } = release;
  if (sha256 === null) return t('From {host}, which has no checksum of it. Nobody signed it.', { host });
  if (oci !== null) return t('Its digest is the one that {host} tells. Nobody signed it.', { host });
  const key = signedBy ?? remote?.signedBy ?? null;
  if (key === null) return t('Its checksum matched the list of {host}. Nobody signed that list.', { host });
  return t('Its checksum matched the list of {host}, signed by {key}.', { host, key: key.slice(-16) });
}

/** In groups that can be read aloud; what is copied has none. */
function Checksum({ sha256 }: { readonly sha256: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(sha256);
    setCopied(true);
  };
  return (
    <div className="arrival-hash">
      <span className="mono muted" title={`SHA-256 ${sha256}`}>
        {sha256}
      </span>
      <Button
        look="quiet"
        aria-label={copied ? t('Copied') : t('Copy the checksum')}
        onPress={() => inBackground(copy())}
      >
        {copied ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
      </Button>
    </div>
  );
}
