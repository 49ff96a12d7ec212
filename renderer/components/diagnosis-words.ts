/** A word or two for what was found, beside where it is. */
import type { IdOfContent } from '../../shared/diagnosis/content/diagnose-content.ts';
import type { IdOfMerge } from '../../shared/diagnosis/merge/diagnose-merge.ts';
import type { PORTABLE_RULES } from '../../shared/diagnosis/portable/diagnose-portables.ts';
import { t } from '../../shared/messages/translate.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';

type IdOfPortable = (typeof PORTABLE_RULES)[number]['ids'][number];

const WORDS = {
  setuid: 'setuid',
  capabilities: 'capabilities',
  'without-effect': 'without effect',
  'carries-os-release': 'os-release',
  'release-file-of-sysext': 'wrong place',
  'missing-library': 'missing library',
  unlabelled: 'no label',
  mislabelled: 'wrong label',
  'hides-link': 'hides a link',
  'hides-folder': 'hides a folder',
  'hides-file': 'hides a file',
  opaque: 'opaque folder',
  whiteout: 'deletes',
  'folder-rights': 'folder rights',
  'mounts-below': 'mounts',
  'etc-read-only': 'read-only',
  'foreign-machine': 'another machine',
  'kernel-format': 'kernel',
  'restarts-units': 'restarts services',
  'release-field': 'release file',
  'not-started-at-boot': 'not started at boot',
  'not-started': 'never ran',
  'cache-hidden': 'cache',
  'cache-outdated': 'cache',
  'cache-missing': 'cache',
  'user-not-made': 'account',
  'path-not-made': 'path',
  'confext-inside': 'wrong place',
  'base-unknown': 'unknown',
  'not-looked-through': 'unknown',
  'portable-without-os-release': 'no os-release',
  'portable-without-id': 'no ID',
  'portable-unit-prefix': 'unit names',
  'portable-image-gone': 'image is gone',
  'portable-image-changed': 'image changed',
  'portable-without-profile': 'no profile',
  'portable-profile-gone': 'profile is gone',
  'portable-extension-misfit': 'does not fit',
} as const satisfies Readonly<Record<IdOfContent | IdOfMerge | IdOfPortable, string>>;

const KNOWN: Readonly<Record<string, (typeof WORDS)[keyof typeof WORDS]>> = WORDS;

/** The id itself for what is found elsewhere than inside of an extension. */
export function wordOf({ id }: Diagnosis): string {
  const word = KNOWN[id];
  return word === undefined ? id : t(word);
}
