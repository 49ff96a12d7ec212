import { firstNames } from '../../messages/first-names.ts';
import { neededMiB } from '../../messages/mebibytes.ts';
import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { StateFacts } from './facts.ts';

/** What a change left that was cut off; systemd passes it over, and it takes room. */
export const unfinishedFiles = rule(
  ['unfinished-files'],
  'the names that the helper of Veneer gives to what it has not finished',
  ({ unfinished }: Pick<StateFacts, 'unfinished'>) =>
    unfinished.length === 0
      ? []
      : [
          {
            id: 'unfinished-files',
            severity: 'note',
            subject: { kind: 'host' },
            message: messageOf('diagnosis.unfinished-files', {
              size: neededMiB(unfinished.reduce((sum, { bytes }) => sum + bytes, 0)),
              paths: firstNames(unfinished.map(({ path }) => path)),
            }),
            nextStep: messageOf('diagnosis.next-change-takes-them-away'),
          },
        ],
);
