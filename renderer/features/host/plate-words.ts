/** What a plate says in a line: what it brings, or why it fares as it does on another release. */
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { Layer } from '../../../shared/model/host.ts';
import type { Verdict } from '../../../shared/model/verdict.ts';
import { formatBytes } from '../../format.ts';
import type { LeftOut, Plate } from './plates.ts';

export function lineOf({ layer, fate, verdict, build, extension }: Plate): string {
  if (build !== null && fate === 'drops-out') {
    const { state, nextVersion, release, message } = build;
    if (state === 'prepared') return t('{version} is prepared for it', { version: nextVersion ?? '' });
    if (state === 'offered' || state === 'elsewhere')
      return t('{remote} has {version} for it', { remote: release?.remote ?? '', version: nextVersion ?? '' });
    return say(message);
  }
  if (fate !== null && fate !== 'stays' && verdict !== null) return whyOn(verdict);
  if (layer === null) return extension?.description ?? '';
  if (layer.problem !== null) return say(layer.problem);
  const parts = [];
  if (layer.files !== null) parts.push(counted(layer.files, '{count} file', '{count} files'));
  if (layer.size !== null) parts.push(formatBytes(layer.size));
  const units = extension?.units.length ?? 0;
  if (units > 0) parts.push(counted(units, '{count} service', '{count} services'));
  return parts.join(' · ');
}

/** Why it is left out. */
export const leftOutLine = ({ verdict, onOther }: Pick<LeftOut, 'verdict' | 'onOther'>): string =>
  onOther ? whyOn(verdict) : say(verdict.message);

/** Of the verdict on another release, as short as a line has room for. */
function whyOn({ code, fields, message }: Verdict): string {
  const level = fields.find(({ field }) => field.endsWith('_LEVEL'));
  switch (code) {
    case 'level-matches':
      return t('Level {level} is what that release offers', { level: level?.extension ?? '' });
    case 'level':
      return t('Built for level {level}; that release offers {other}', {
        level: level?.extension ?? '',
        other: level?.host ?? '',
      });
    // What systemd says of it names the host, which it is not.
    case 'id':
      return builtFor(fields, ['ID']);
    case 'version':
      return builtFor(fields, ['ID', 'VERSION_ID']);
    default:
      return say(message);
  }
}

function builtFor(fields: Verdict['fields'], names: readonly string[]): string {
  const valuesOf = (side: 'extension' | 'host') =>
    names.map((name) => fields.find(({ field }) => field === name)?.[side] ?? '').join(' ');
  return t('Built for {built}; that release is {other}', { built: valuesOf('extension'), other: valuesOf('host') });
}

/** Which files it takes from others; null where it takes none. */
export function conflictLine({ overridesBase, overridesBasePaths, overridesOthers }: Layer): string | null {
  const parts = [];
  const [path] = overridesBasePaths;
  if (overridesBase === 1 && path !== undefined) parts.push(t('replaces {path} of the OS', { path }));
  else if (overridesBase !== null && overridesBase > 0)
    parts.push(t('replaces {count} files of the OS', { count: overridesBase }));
  const [most, ...others] = [...overridesOthers].sort((a, b) => b.files - a.files);
  if (most !== undefined) {
    const files = counted(most.files, '{count} file', '{count} files');
    const { name } = most;
    parts.push(
      others.length === 0
        ? t('hides {files} of {name}', { files, name })
        : t('hides {files} of {name}, and of {count} more', { files, name, count: others.length }),
    );
  }
  return parts.length === 0 ? null : parts.join(' · ');
}
