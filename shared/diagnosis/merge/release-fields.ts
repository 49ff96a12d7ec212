/** What the release file asks systemd to do around a merge: EXTENSION_* in os-release(5) and systemd-sysext(8). */

import { type Message, messageOf } from '../../messages/message.ts';
import { parseBoolean } from '../../systemd/boolean.ts';
import type { SystemdRules } from '../../systemd/classes.ts';
import { type Found, rule } from '../rule.ts';
import { firstOf, inLayer, type Layer, type MergeFacts } from './facts.ts';

export const RESTARTS = ['EXTENSION_RESTART_UNITS', 'EXTENSION_RELOAD_OR_RESTART_UNITS'];
const RELOAD = 'EXTENSION_RELOAD_MANAGER';

type Id = 'restarts-units' | 'release-field';

export const releaseFields = rule(
  ['restarts-units', 'release-field'],
  'os-release(5) and systemd-sysext(8): EXTENSION_RELOAD_MANAGER= since 255, the units since 262',
  (facts: MergeFacts) => facts.layers.flatMap((layer) => [...restarts(layer, facts), ...reload(layer, facts)]),
);

/**
 * Whether systemd reads all unit files again after a merge of these: one that asks for it is enough, and from 262 on one that
 * has a unit restarted.
 */
export function reloadsManager(layers: readonly Pick<Layer, 'release'>[], rules: SystemdRules): boolean {
  const asks = ({ release }: Pick<Layer, 'release'>) => parseBoolean(release?.[RELOAD] ?? '') === true;
  return rules.reloadManager && (layers.some(asks) || (rules.restartUnits && restartsNamed(layers).size > 0));
}

/** Units that release files have restarted after a merge, by EXTENSION_RESTART_UNITS= or by either field. */
export function restartsNamed(
  layers: readonly Pick<Layer, 'release'>[],
  fields: readonly string[] = RESTARTS,
): ReadonlySet<string> {
  return new Set(layers.flatMap(({ release }) => fields.flatMap((field) => unitsIn(release?.[field]))));
}

/** The field of which a service that runs is restarted, rather than reloaded where it can be. */
export const RESTART_FIELD = 'EXTENSION_RESTART_UNITS';

const unitsIn = (value = ''): string[] => value.split(/\s+/).filter((unit) => unit !== '');

function restarts({ name, release }: Layer, facts: MergeFacts): Found<Id>[] {
  const { rules } = facts;
  return RESTARTS.flatMap((field): Found<Id>[] => {
    const units = unitsIn(release?.[field]);
    if (units.length === 0) return [];
    const subject = inLayer(facts, name);
    if (!rules.restartUnits) {
      const message = messageOf('extension.it-asks-for-which-systemd-does', { field, version: String(rules.version) });
      return [{ id: 'release-field', severity: 'note', subject, message }];
    }
    const list = firstOf(units);
    const message =
      field === RESTARTS[0]
        ? messageOf('extension.at-every-merge-refresh-and-unmerge', { units: list })
        : messageOf('extension.at-every-merge-refresh-and-unmerge-systemd', { units: list });
    return [{ id: 'restarts-units', severity: 'warning', subject, message }];
  });
}

function reload({ name, release }: Layer, facts: MergeFacts): Found<Id>[] {
  const value = release?.[RELOAD] ?? '';
  const message = value === '' ? null : reloadMessage(value, facts);
  return message === null ? [] : [{ id: 'release-field', severity: 'note', subject: inLayer(facts, name), message }];
}

function reloadMessage(value: string, { rules }: MergeFacts): Message | null {
  if (parseBoolean(value) === null) return messageOf('extension.is-which-is-neither-yes-nor', { field: RELOAD, value });
  if (rules.reloadManager || parseBoolean(value) === false) return null;
  return messageOf('extension.it-asks-for-which-systemd-does-not', { field: RELOAD, version: String(rules.version) });
}
