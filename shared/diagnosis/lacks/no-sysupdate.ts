import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { LackFacts } from './facts.ts';

/** Nothing keeps extensions current by itself. */
export const noSysupdate = rule(['no-sysupdate'], 'systemd-sysupdate(8)', ({ hasSysupdate }: LackFacts) =>
  hasSysupdate
    ? []
    : [
        {
          id: 'no-sysupdate',
          severity: 'note',
          subject: { kind: 'host' },
          message: messageOf('diagnosis.no-sysupdate'),
          reason: messageOf('diagnosis.no-sysupdate-reason'),
        },
      ],
);
