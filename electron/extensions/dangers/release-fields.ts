/** What the release file asks systemd to do around a merge: EXTENSION_* in os-release(5) and systemd-sysext(8). */

import { messageOf } from '../../../shared/messages/message.ts';
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
      const message = messageOf('extension.it-asks-for-which-systemd-does', { field, version: String(rules.version) });
      return [{ ...one, kind: 'release-field', severity: 'note', message }];
    }
    const list = firstOf(units);
    const message =
      field === RESTARTS[0]
        ? messageOf('extension.at-every-merge-refresh-and-unmerge', { units: list })
        : messageOf('extension.at-every-merge-refresh-and-unmerge-systemd', { units: list });
    return [{ ...one, kind: 'restarts-units', severity: 'warning', message }];
  });
}

function reload({ name, release }: Layer, rules: SystemdRules): Danger[] {
  const value = release?.[RELOAD] ?? '';
  if (value === '') return [];
  const one = { extension: name, kind: 'release-field', severity: 'note', path: '' } as const;
  if (parseBoolean(value) === null) {
    return [{ ...one, message: messageOf('extension.is-which-is-neither-yes-nor', { field: RELOAD, value }) }];
  }
  if (rules.reloadManager || parseBoolean(value) === false) return [];
  return [
    {
      ...one,
      message: messageOf('extension.it-asks-for-which-systemd-does-not', {
        field: RELOAD,
        version: String(rules.version),
      }),
    },
  ];
}
