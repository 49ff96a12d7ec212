import { messageOf } from '../../messages/message.ts';
import type { UpdateItem } from '../../model/update.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';

/** Another image is current than is merged. */
export const otherVersionMerged = rule(
  ['other-version-merged'],
  'systemd-sysext(8): a merge stays as it is until the next refresh',
  (item: Pick<UpdateItem, 'class' | 'name' | 'needsRefresh'>) =>
    item.needsRefresh
      ? [
          {
            id: 'other-version-merged',
            severity: 'note',
            subject: inExtension(item),
            message: messageOf('diagnosis.another-version-is-merged'),
            nextStep: messageOf('diagnosis.refresh-to-take-this-one-in'),
            fix: { changes: [], action: 'refresh', classes: [item.class] },
          },
        ]
      : [],
);
