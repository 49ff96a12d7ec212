import type { ReactNode } from 'react';
import { say } from '../../shared/messages/say.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { WhatItMeans } from './finding-page.tsx';
import { FixButton } from './fix-button.tsx';
import { Notice } from './notice.tsx';

/** The look of a notice, by how bad it is. */
export const NOTICE_KINDS = { danger: 'bad', warning: 'warning', note: 'neutral' } as const;

/** Why it is, and what to do, as far as there is something to say. */
export function reasonOf({ reason, nextStep }: Pick<Diagnosis, 'reason' | 'nextStep'>): string[] {
  return [reason, nextStep].flatMap((text) => (text === null ? [] : [say(text)]));
}

/**
 * Something that is wrong, with why, what to do, what Veneer can do about it, and what the documents tell of its kind.
 *
 * @param lead stands before it where the place says more than the diagnosis alone, such as what it keeps from happening
 * @param button instead of the one that stages what mends it, or plans it
 */
export function DiagnosisNotice({
  diagnosis,
  lead,
  button,
}: {
  readonly diagnosis: Diagnosis;
  readonly lead?: string;
  readonly button?: ReactNode;
}) {
  const { id, severity, message, fix } = diagnosis;
  const [title, ...behind] = [...(lead === undefined ? [] : [lead]), say(message), ...reasonOf(diagnosis)];
  const shown = button === undefined && fix !== null ? <FixButton fix={fix} /> : button;
  return (
    <Notice kind={NOTICE_KINDS[severity]} title={title}>
      {behind.join(' ')} {shown}
      <WhatItMeans id={id} />
    </Notice>
  );
}
