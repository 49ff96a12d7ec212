import type { ReactNode } from 'react';
import { say } from '../../shared/messages/say.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { Notice } from './notice.tsx';

/** The look of a notice, by how bad it is. */
export const NOTICE_KINDS = { danger: 'bad', warning: 'warning', note: 'neutral' } as const;

/** Something that is wrong, with why and what to do, and what else stands there. */
export function DiagnosisNotice({
  diagnosis: { severity, message, reason, nextStep },
  children,
}: {
  readonly diagnosis: Diagnosis;
  readonly children?: ReactNode;
}) {
  const behind = [reason, nextStep].flatMap((text) => (text === null ? [] : [say(text)]));
  if (behind.length === 0 && children === undefined)
    return <Notice kind={NOTICE_KINDS[severity]}>{say(message)}</Notice>;
  return (
    <Notice kind={NOTICE_KINDS[severity]} title={say(message)}>
      {behind.join(' ')} {children}
    </Notice>
  );
}
