/** What the release file asks systemd to do around a merge: EXTENSION_* in os-release(5) and systemd-sysext(8). */
import { parseBoolean } from '../../../shared/systemd/boolean.ts';
import type { SystemdRules } from '../../../shared/systemd/classes.ts';
import type { Danger, Layer, Rule } from './facts.ts';
import { firstOf } from './facts.ts';

const RESTARTS = ['EXTENSION_RESTART_UNITS', 'EXTENSION_RELOAD_OR_RESTART_UNITS'];
const RELOAD = 'EXTENSION_RELOAD_MANAGER';

export const releaseFields: Rule = ({ layers, rules }) =>
  layers.flatMap((layer) => [...restarts(layer, rules), ...reload(layer, rules)]);

/** Whether systemd reads all unit files again after a merge of these: one that asks for it is enough. */
export function reloadsManager(layers: readonly Pick<Layer, 'release'>[], rules: SystemdRules): boolean {
  return rules.reloadManager && layers.some(({ release }) => parseBoolean(release?.[RELOAD] ?? '') === true);
}

function restarts({ name, release }: Layer, rules: SystemdRules): Danger[] {
  return RESTARTS.flatMap((field): Danger[] => {
    const units = (release?.[field] ?? '').split(/\s+/).filter((unit) => unit !== '');
    if (units.length === 0) return [];
    const one = { extension: name, path: '' };
    if (!rules.restartUnits) {
      const message = `It asks for ${field}, which systemd ${rules.version} does not know; 262 does.`;
      return [{ ...one, kind: 'release-field', severity: 'note', message }];
    }
    const list = firstOf(units);
    const message =
      field === RESTARTS[0]
        ? `At every merge, refresh and unmerge systemd restarts ${list}.`
        : `At every merge, refresh and unmerge systemd reloads or restarts ${list}.`;
    return [{ ...one, kind: 'restarts-units', severity: 'warning', message }];
  });
}

function reload({ name, release }: Layer, rules: SystemdRules): Danger[] {
  const value = release?.[RELOAD] ?? '';
  if (value === '') return [];
  const one = { extension: name, kind: 'release-field', severity: 'note', path: '' } as const;
  if (parseBoolean(value) === null) {
    return [{ ...one, message: `${RELOAD} is ${value}, which is neither yes nor no to systemd, so it counts as no.` }];
  }
  if (rules.reloadManager || parseBoolean(value) === false) return [];
  return [{ ...one, message: `It asks for ${RELOAD}, which systemd ${rules.version} does not know; 255 does.` }];
}
