import type { ReactNode } from 'react';
import { say } from '../../shared/messages/say.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { FixButton } from './fix-button.tsx';
import { Notice } from './notice.tsx';

/** The look of a notice, by how bad it is. */
export const NOTICE_KINDS = { danger: 'bad', warning: 'warning', note: 'neutral' } as const;

/** Why it is, and what to do, as far as there is something to say. */
export function reasonOf({ reason, nextStep }: Pick<Diagnosis, 'reason' | 'nextStep'>): string[] {
  return [reason, nextStep].flatMap((text) => (text === null ? [] : [say(text)]));
}

/** Something that is wrong, with why, what to do, and what Veneer can do about it. */
export function DiagnosisNotice({
  diagnosis,
  children,
}: {
  readonly diagnosis: Diagnosis;
  readonly children?: ReactNode;
}) {
  const { severity, message, fix } = diagnosis;
  const behind = reasonOf(diagnosis);
  if (behind.length === 0 && fix === null && children === undefined)
    return <Notice kind={NOTICE_KINDS[severity]}>{say(message)}</Notice>;
  return (
    <Notice kind={NOTICE_KINDS[severity]} title={say(message)}>
      {behind.join(' ')} <FixButton fix={fix} /> {children}
    </Notice>
  );
}
