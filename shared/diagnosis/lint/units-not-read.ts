import { messageOf } from '../../messages/message.ts';
import { parseBoolean } from '../../systemd/boolean.ts';
import { inExtension } from '../in-extension.ts';
import { firstOf } from '../merge/facts.ts';
import { RESTARTS } from '../merge/release-fields.ts';
import { rule } from '../rule.ts';
import type { LintFacts } from './facts.ts';

/** Units of which systemd hears nothing when they are merged. */
export const unitsNotRead = rule(
  ['units-not-read'],
  'os-release(5) and systemd-sysext(8): EXTENSION_RELOAD_MANAGER= since 255',
  (facts: LintFacts) => {
    const { release, units } = facts;
    const asks = parseBoolean(release['EXTENSION_RELOAD_MANAGER'] ?? '') === true;
    if (units.size === 0 || asks || RESTARTS.some((field) => (release[field] ?? '') !== '')) return [];
    const names = [...units.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1));
    const message = messageOf('lint.units-not-read', { units: firstOf(names) });
    return [{ id: 'units-not-read', severity: 'note', subject: inExtension(facts), message }];
  },
);
