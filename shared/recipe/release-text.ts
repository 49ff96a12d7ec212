/** The release file of an extension that is made, by which systemd takes it or leaves it out: os-release(5), extension-release. */
import type { Recipe } from '../model/recipe.ts';

const LEVEL = { sysext: 'SYSEXT_LEVEL', confext: 'CONFEXT_LEVEL' } as const;
const VERSION = { sysext: 'SYSEXT_VERSION_ID', confext: 'CONFEXT_VERSION_ID' } as const;
const SCOPE = { sysext: 'SYSEXT_SCOPE', confext: 'CONFEXT_SCOPE' } as const;

/**
 * @param version of what is in it
 * @param architecture in systemd's spelling; `any` for what runs on all
 * @param units names of those that it brings: the service manager is to read them when it is merged
 *   (EXTENSION_RELOAD_MANAGER=, 255), and to start those that are upheld anew from the files that are merged then
 *   (EXTENSION_RESTART_UNITS=, 262). No other is named there: one that does not run would be started by it.
 */
export function releaseText(
  { class: extensionClass, target, steps }: Recipe,
  version: string,
  architecture: string,
  units: readonly string[],
): string {
  const lines = [`ID=${target.id}`, `${VERSION[extensionClass]}="${version}"`];
  if (target['version-id'] !== undefined) lines.push(`VERSION_ID=${target['version-id']}`);
  if (target.level !== undefined) lines.push(`${LEVEL[extensionClass]}=${target.level}`);
  if (architecture !== 'any') lines.push(`ARCHITECTURE=${architecture}`);
  if (target.scope !== undefined) lines.push(`${SCOPE[extensionClass]}="${target.scope.join(' ')}"`);
  if (units.length > 0) lines.push('EXTENSION_RELOAD_MANAGER=1');
  const restarted = steps.flatMap(({ uphold }) => {
    if (uphold === undefined || !uphold.restart) return [];
    const template = uphold.unit.replace(/@.+(?=\.service$)/, '@');
    return uphold.unit.endsWith('.service') && units.includes(template) ? [uphold.unit] : [];
  });
  if (restarted.length > 0) lines.push(`EXTENSION_RESTART_UNITS="${[...new Set(restarted)].join(' ')}"`);
  return `${lines.join('\n')}\n`;
}
