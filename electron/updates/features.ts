/** Optional features of what systemd-sysupdate keeps current (sysupdate.features(5), 257), and what each brings. */

import type { Feature } from '../../shared/model/update.ts';
import { kindOf } from '../../shared/sysupdate/kind.ts';
import type { ComponentDefinitions } from '../host/definitions.ts';

/** All features of a host, those of the OS first; one that is named and not defined is off, and stands for nothing. */
export function featuresIn(definitions: readonly ComponentDefinitions[]): Feature[] {
  return definitions.flatMap(({ component, features, transfers, off }) =>
    features.map(({ id, description, documentation, isOn }) => {
      const mine = [...transfers, ...off].filter(
        ({ file }) => file.features.includes(id) || file.requisiteFeatures.includes(id),
      );
      const brings = mine.map((transfer) => kindOf(transfer.file)?.name ?? transfer.id);
      return { component, name: id, description, documentation, isOn, brings: [...new Set(brings)].sort() };
    }),
  );
}
