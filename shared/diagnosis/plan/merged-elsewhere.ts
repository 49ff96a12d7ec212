import { firstNames } from '../../messages/first-names.ts';
import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { PlanFacts } from './plan-facts.ts';

/** systemd-sysext works on /usr and /opt unless its environment says otherwise, and the helper has none of the person's. */
export const mergedElsewhere = rule(
  ['merged-elsewhere'],
  'docs/ENVIRONMENT.md of systemd: $SYSTEMD_SYSEXT_HIERARCHIES, $SYSTEMD_CONFEXT_HIERARCHIES',
  ({ class: extensionClass, action, elsewhere }: PlanFacts) => {
    const paths = elsewhere.filter((one) => one.class === extensionClass).map(({ path }) => path);
    if (action === 'none' || paths.length === 0) return [];
    const variable = `$SYSTEMD_${extensionClass.toUpperCase()}_HIERARCHIES`;
    return [
      {
        id: 'merged-elsewhere',
        severity: 'note',
        subject: { kind: 'class', class: extensionClass },
        message: messageOf('diagnosis.merged-over-as-well', { paths: firstNames(paths), variable }),
      },
    ];
  },
);
