import { Shield, ShieldCheck, ShieldOff, ShieldQuestionMark } from 'lucide-react';
import { t } from '../../shared/messages/translate.ts';
import type { ImageForm } from '../../shared/model/extension.ts';
import type { Provenance } from '../../shared/model/provenance.ts';
import { KNOWN_REMOTES } from '../../shared/remotes/known-remotes.ts';
import { serverOf } from '../server-name.ts';
import './trust-line.css';

interface Props {
  readonly provenance: Provenance;
  /** A disk image may carry a signature of its own, which only a look into it tells. */
  readonly form: ImageForm | null;
}

const ICONS = { signed: ShieldCheck, checksum: Shield, unchecked: ShieldOff, file: ShieldOff };
const SHORT_KEY = 16;

/** From where an image came and what vouches for it: a shield and one sentence. */
export function TrustLine({ provenance, form }: Props) {
  const Icon = iconOf(provenance, form);
  return (
    <span className={`trust-line trust-${provenance.kind}`}>
      <Icon aria-hidden size={14} /> <span>{trustWords(provenance, form)}</span>
    </span>
  );
}

/** The shield alone, for where there is no room for the sentence, which it has as its name. */
export function TrustShield({ provenance, form }: Props) {
  const Icon = iconOf(provenance, form);
  const words = trustWords(provenance, form);
  return (
    <span className={`trust-shield trust-${provenance.kind}`} role="img" aria-label={words} title={words}>
      <Icon aria-hidden size={13} />
    </span>
  );
}

const iconOf = ({ kind }: Provenance, form: ImageForm | null) =>
  kind === 'file' && form === 'gpt' ? ShieldQuestionMark : ICONS[kind];

function trustWords({ kind, remote, address, signedBy }: Provenance, form: ImageForm | null): string {
  switch (kind) {
    case 'signed':
      return signedBy === null
        ? t('Signed, as systemd-sysupdate checked')
        : t('Signed by {name} ({key})', { name: signerOf(remote, address), key: signedBy.slice(-SHORT_KEY) });
    case 'checksum': {
      const from = placeOf(address);
      return address?.startsWith('oci:')
        ? t('From {address}, digest matched', { address: from })
        : t('From {address}, checksum matched', { address: from });
    }
    case 'unchecked':
      return address === null
        ? t('Fetched by systemd-sysupdate, not signed')
        : t('From {address}, without a checksum', { address: placeOf(address) });
    case 'file':
      return form === 'gpt' ? t('Local file, its partitions may be signed') : t('Local file, not signed');
  }
}

/** The publisher where Veneer knows the address; else the remote, as it is called here. */
function signerOf(remote: string | null, address: string | null): string {
  const url = address ?? '';
  const known = KNOWN_REMOTES.find((one) => url.startsWith(one.url));
  return known?.publisher ?? remote ?? '';
}

/** The server with how it was asked; of a folder of this machine its whole address. */
function placeOf(address: string | null): string {
  const scheme = /^(?:https?|oci):/.exec(address ?? '')?.[0];
  return scheme === undefined ? (address ?? '') : `${scheme}//${serverOf(address ?? '')}`;
}
