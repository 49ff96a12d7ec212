/**
 * Services that are not started at boot although they seem enabled. systemd decides what to start before
 * systemd-sysext.service merges, so a link `multi-user.target.wants/UNIT` inside an extension, or in /etc to a unit of it,
 * comes too late, with or without EXTENSION_RELOAD_MANAGER. What a target upholds is started, but only when systemd reads
 * its units again: both are needed (measured on 257 and 262 with each alone and with both).
 */
import { messageOf } from '../../messages/message.ts';
import { type Found, rule } from '../rule.ts';
import { firstOf, inLayer, type MergeFacts, type Survey } from './facts.ts';
import { reloadsManager } from './release-fields.ts';

const UNITS = ['usr/lib/systemd/system', 'etc/systemd/system'];

export const bootServices = rule(
  ['not-started-at-boot'],
  'measured on 257 and 262: units that targets want or uphold, with and without EXTENSION_RELOAD_MANAGER',
  (facts: MergeFacts) => {
    const { layers, rules, base, enabled, startsServices } = facts;
    if (startsServices) return [];
    const reloads = reloadsManager(layers, rules);
    return layers.flatMap(({ name, survey }): Found<'not-started-at-boot'>[] => {
      if (survey === null) return [];
      const { upheld } = survey;
      const wanted = wantedOf(survey, enabled);
      const late = [...wanted].flatMap(([unit, { path }]) =>
        // A unit that the base has as well is started from there.
        upheld.has(unit) || base.at(path).kind === 'other' ? [] : unit,
      );
      const [first] = late;
      const found: Found<'not-started-at-boot'>[] = [];
      const common = { id: 'not-started-at-boot', severity: 'warning' } as const;
      if (first !== undefined) {
        const { path = '', target = '' } = wanted.get(first) ?? {};
        const message = messageOf('extension.will-not-be-started-at-boot', { units: firstOf(late), target });
        found.push({ ...common, subject: inLayer(facts, name, path), message });
      }
      if (upheld.size > 0 && !reloads) {
        const message = messageOf('extension.will-not-be-started-at-boot-it', { units: firstOf([...upheld]) });
        found.push({ ...common, subject: inLayer(facts, name), message });
      }
      return found;
    });
  },
);

/** What a target wants of an extension, by a link in it or one that the host made, by unit. */
export function wantedOf({ wanted, others }: Survey, enabled: ReadonlyMap<string, string>): Survey['wanted'] {
  const all = new Map(wanted);
  for (const [unit, target] of enabled) {
    const path = UNITS.map((folder) => `${folder}/${unit}`).find((one) => others.has(one));
    if (path !== undefined && !all.has(unit)) all.set(unit, { path, target });
  }
  return all;
}
