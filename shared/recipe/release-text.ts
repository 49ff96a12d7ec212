/** The release file of an extension that is made, by which systemd takes it or leaves it out: os-release(5), extension-release. */
import type { Recipe } from '../model/recipe.ts';

const LEVEL = { sysext: 'SYSEXT_LEVEL', confext: 'CONFEXT_LEVEL' } as const;
const VERSION = { sysext: 'SYSEXT_VERSION_ID', confext: 'CONFEXT_VERSION_ID' } as const;
const SCOPE = { sysext: 'SYSEXT_SCOPE', confext: 'CONFEXT_SCOPE' } as const;

/**
 * @param version of what is in it
 * @param architecture in systemd's spelling; `any` for what runs on all
 * @param hasUnits then the service manager is to read its units when it is merged (EXTENSION_RELOAD_MANAGER=, 255)
 */
export function releaseText(
  { class: extensionClass, target }: Recipe,
  version: string,
  architecture: string,
  hasUnits: boolean,
): string {
  const lines = [`ID=${target.id}`, `${VERSION[extensionClass]}="${version}"`];
  if (target['version-id'] !== undefined) lines.push(`VERSION_ID=${target['version-id']}`);
  if (target.level !== undefined) lines.push(`${LEVEL[extensionClass]}=${target.level}`);
  if (architecture !== 'any') lines.push(`ARCHITECTURE=${architecture}`);
  if (target.scope !== undefined) lines.push(`${SCOPE[extensionClass]}="${target.scope.join(' ')}"`);
  if (hasUnits) lines.push('EXTENSION_RELOAD_MANAGER=1');
  return `${lines.join('\n')}\n`;
}
