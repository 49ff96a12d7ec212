/**
 * Services that are not started at boot although they seem enabled. systemd decides what to start before
 * systemd-sysext.service merges, so a link `multi-user.target.wants/UNIT` inside an extension comes too late, with or
 * without EXTENSION_RELOAD_MANAGER. What a target upholds is started, but only when systemd reads its units again: both are
 * needed (measured on 257 and 262 with each alone and with both).
 */
import type { Danger, Rule } from './facts.ts';
import { firstOf } from './facts.ts';
import { reloadsManager } from './release-fields.ts';

export const bootServices: Rule = ({ layers, rules, startsServices }) => {
  if (startsServices) return [];
  const reloads = reloadsManager(layers, rules);
  return layers.flatMap(({ name, survey }): Danger[] => {
    if (survey === null) return [];
    const { wanted, upheld } = survey;
    const late = [...wanted.keys()].filter((unit) => !upheld.has(unit));
    const [first] = late;
    const found: Danger[] = [];
    const common = { extension: name, kind: 'not-started-at-boot', severity: 'warning' } as const;
    if (first !== undefined) {
      const { path = '', target = '' } = wanted.get(first) ?? {};
      const message = `${firstOf(late)} will not be started at boot: ${target} wants it, but systemd decides that before the merge. Veneer can start it: see Settings, or: veneer workaround on`;
      found.push({ ...common, path, message });
    }
    if (upheld.size > 0 && !reloads) {
      const message = `${firstOf([...upheld])} will not be started at boot: it is upheld, but no extension has systemd read its units again. Veneer can start it: see Settings, or: veneer workaround on`;
      found.push({ ...common, path: '', message });
    }
    return found;
  });
};
