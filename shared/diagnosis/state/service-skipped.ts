import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { StateFacts } from './facts.ts';

/** `|` stands before those of which one is enough: the search directories, of which none had anything in it at that time. */
const IS_ONE_OF = /=\|/;
/** Told by what is off at boot. */
const IS_KERNEL_SWITCH = /^ConditionKernelCommandLine=!systemd\.(?:sysext|confext)=0$/;

/** The merge of the start was passed over, which systemd takes for no failure. */
export const serviceSkipped = rule(
  ['merge-service-skipped'],
  'systemd.unit(5): conditions; systemctl(1): ConditionResult',
  ({ services, extensions }: Pick<StateFacts, 'services' | 'extensions'>) =>
    services.flatMap(({ class: extensionClass, unit, unmet }) => {
      const conditions = unmet.filter((one) => !IS_ONE_OF.test(one) && !IS_KERNEL_SWITCH.test(one));
      const isUsed = extensions.some((one) => one.class === extensionClass && one.listed && !one.masks);
      if (conditions.length === 0 || !isUsed) return [];
      return [
        {
          id: 'merge-service-skipped',
          severity: 'warning',
          subject: { kind: 'class', class: extensionClass },
          message: messageOf('diagnosis.merge-service-skipped', { unit, conditions: conditions.join(', ') }),
          nextStep: messageOf('diagnosis.start-it-again-once-met', { unit }),
        },
      ];
    }),
);
