/**
 * Whether an extension image fits a portable image that it is attached on: the rule of extensions, with the image for the host
 * (extension_image_and_extensions() and extension_release_validate(), measured on 257 and 262).
 */
import { type Message, messageOf } from '../messages/message.ts';
import { rulesFor } from './classes.ts';
import { judgeFields } from './compatibility.ts';

export type ReleaseFields = Readonly<Record<string, string>>;

/** ID_LIKE= counts on both measured versions. */
const RULES = rulesFor(257);

/**
 * @param extension the fields of its release file
 * @param image those of the image's os-release
 * @param architecture the host's, in systemd's spelling
 * @returns why portabled refuses it, and why its services do not start; null where it fits
 */
export function misfitOf(extension: ReleaseFields, image: ReleaseFields, architecture: string): Message | null {
  const fields = new Map(Object.entries(image));
  // Configuration extensions are held to the fields of system extensions too.
  const verdict = judgeFields(
    new Map(Object.entries(extension)),
    { fields, architecture, rules: RULES, scope: 'portable', problem: null },
    'sysext',
  );
  if (verdict.compatible !== false) return null;
  if (verdict.code === 'scope' || verdict.code === 'no-release-file') return verdict.message;
  const wrong = verdict.fields.find(({ result }) => result === 'differs' || result === 'missing');
  if (wrong === undefined) return verdict.message;
  const { field, extension: wanted, host: has } = wrong;
  if (wanted === null || has === null) return messageOf('portable.misfit-no-field', { field });
  return messageOf('portable.misfit-field', { field, wanted, has });
}
