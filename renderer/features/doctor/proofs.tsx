import { useState } from 'react';
import { placeWord } from '../../../shared/doctor/line-of.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { DoctorItem, DoctorProof } from '../../../shared/model/doctor.ts';
import { Button } from '../../components/button.tsx';
import { Name } from '../../components/name.tsx';

/** More of them are a list that somebody asked for. */
const FEW = 3;
/** Lines of what a program printed. */
const MOST_LINES = 8;

/** Where a finding can be seen: paths, and what systemd or the kernel says of it. */
export function Proofs({ item, said }: { readonly item: DoctorItem; readonly said: string }) {
  const [isWhole, setWhole] = useState(false);
  // What stands in the sentence above is not said again.
  const isSaid = ({ path, line }: DoctorProof) => line === null && said.includes(visibleText(path ?? ''));
  const proofs = item.proof
    .map((one) => (isSaid(one) ? { ...one, path: null } : one))
    .filter(({ path, text }) => path !== null || text !== null);
  if (proofs.length + item.more === 0) return null;
  const shown = isWhole ? proofs : proofs.slice(0, FEW);
  return (
    <ul className="checkup-proofs">
      {shown.map((one) => (
        <li key={JSON.stringify(one)} className="mono selectable">
          <Proof proof={one} />
        </li>
      ))}
      {proofs.length > shown.length ? (
        <li>
          <Button look="quiet" onPress={() => setWhole(true)}>
            {t('Show {count} more', { count: proofs.length - shown.length })}
          </Button>
        </li>
      ) : item.more > 0 ? (
        <li className="muted">{counted(item.more, 'and {count} more place', 'and {count} more places')}</li>
      ) : null}
    </ul>
  );
}

function Proof({ proof: { path, line, text } }: { readonly proof: DoctorProof }) {
  const place = placeWord({ path, line }) ?? '';
  const lines = (text ?? '').split('\n').filter((one) => one.trim() !== '');
  return (
    <>
      {place === '' ? null : <Name>{place}</Name>}
      {lines.slice(0, MOST_LINES).map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text, which change only with it
        <span key={at} className="checkup-printed">
          <Name>{one}</Name>
        </span>
      ))}
    </>
  );
}
