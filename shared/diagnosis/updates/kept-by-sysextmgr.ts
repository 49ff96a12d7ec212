import { isOfSysextmgr } from '../../images/store.ts';
import { messageOf } from '../../messages/message.ts';
import type { Extension } from '../../model/extension.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';

/** A second image of ours beside its link would be merged as well. */
export const keptBySysextmgr = rule(
  ['kept-by-sysextmgr'],
  'sysextmgr of openSUSE: images in /var/lib/sysext-store, which it links and takes away with snapshots',
  (extension: Pick<Extension, 'class' | 'name' | 'realPath'>) =>
    isOfSysextmgr(extension.realPath)
      ? [
          {
            id: 'kept-by-sysextmgr',
            severity: 'note',
            subject: inExtension(extension),
            message: messageOf('diagnosis.is-kept-by-sysextmgr', { name: extension.name }),
            nextStep: messageOf('diagnosis.update-it-with', { command: 'sysextmgrcli update' }),
          },
        ]
      : [],
);
