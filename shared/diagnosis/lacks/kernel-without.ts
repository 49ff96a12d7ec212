import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { LackFacts } from './facts.ts';

/** What images of extensions are made with: mkosi and systemd-repart write erofs, most publishers squashfs. */
const FORMATS = ['squashfs', 'erofs'] as const;

/** Images that nobody can mount here, whatever their release file says. */
export const kernelWithout = rule(
  ['kernel-without-format'],
  'proc_filesystems(5), modules.builtin and modules.dep of the running kernel, modprobe.d(5)',
  ({ mounts }: LackFacts) =>
    FORMATS.filter((format) => mounts(format) === false).map((format) => ({
      id: 'kernel-without-format',
      severity: 'warning',
      subject: { kind: 'host' },
      message: messageOf('diagnosis.kernel-without-format', { format }),
    })),
);
