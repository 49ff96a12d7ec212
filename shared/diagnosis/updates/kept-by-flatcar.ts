import { vendorOf } from '../../images/vendor-store.ts';
import { messageOf } from '../../messages/message.ts';
import type { Extension } from '../../model/extension.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';

/** Its version is that of the OS; another one would be taken out again at the next start. */
export const keptByFlatcar = rule(
  ['kept-by-flatcar'],
  'initrd-setup-root-after-ignition of flatcar/bootengine, and flatcar-postinst of flatcar/update_engine',
  (extension: Pick<Extension, 'class' | 'name' | 'realPath'>) =>
    vendorOf(extension.realPath) === null
      ? []
      : [
          {
            id: 'kept-by-flatcar',
            severity: 'note',
            subject: inExtension(extension),
            message: messageOf('diagnosis.is-kept-by-flatcar', { name: extension.name }),
            nextStep: messageOf('diagnosis.update-it-with', { command: 'update_engine_client -update' }),
          },
        ],
);
