import { Check, Copy, Hammer } from 'lucide-react';
import { useState } from 'react';
import { FROM_FILE, provenanceOfRelease } from '../../../shared/images/provenance.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Examined } from '../../../shared/model/inspected-image.ts';
import type { Provenance } from '../../../shared/model/provenance.ts';
import { Button } from '../../components/button.tsx';
import { Fact } from '../../components/facts.tsx';
import { TrustLine } from '../../components/trust-line.tsx';
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
  const keyOfRemote = useStore(
    (state) => state.catalog?.remotes.find(({ name }) => name === arrival.release?.remote)?.signedBy ?? null,
  );
  const { release, isBuilt } = arrival;
  const { signature } = impact;
  const provenance = release === null ? FROM_FILE : provenanceOfRelease(release, release.signedBy ?? keyOfRemote);
  return (
    <Fact label={t('Trust')}>
      {signature === null ? null : (
        <div>
          {signature.subject === null
            ? t('Carries a signature, by a certificate that is not inside.')
            : t('Carries a signature of {subject}.', { subject: signature.subject })}
        </div>
      )}
      {isBuilt ? (
        <BuiltHere />
      ) : (
        <>
          {release === null && signature !== null ? null : <TrustLine provenance={provenance} form={null} />}
          <div className="muted">{adviceFor(provenance, signature !== null)}</div>
        </>
      )}
      <Checksum sha256={inspected.sha256} />
    </Fact>
  );
}

/** What the person has built has no publisher with whose checksum it could be compared. */
function BuiltHere() {
  return (
    <span className="trust-line">
      <Hammer aria-hidden size={14} /> <span>{t('Built here from your recipe, not signed')}</span>
    </span>
  );
}

/** What is left to a person; null where a key vouches for it. */
function adviceFor({ kind, address }: Provenance, isSigned: boolean): string | null {
  switch (kind) {
    case 'signed':
      return null;
    case 'checksum':
      return address?.startsWith('oci:') ? t('Nobody signed it.') : t('Nobody signed the list of its checksum.');
    case 'unchecked':
      return t('Nobody signed it.');
    case 'file':
      return isSigned ? null : t('Compare its checksum with the publisher’s.');
  }
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
