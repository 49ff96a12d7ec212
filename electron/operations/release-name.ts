/** How the OS of a host is told from its next release in what is kept of it. */
import type { Host } from '../../shared/model/host.ts';

/**
 * The name of the OS, with its version where the name has none: that of openSUSE MicroOS and Tumbleweed is the same in each release
 * (os-release(5): PRETTY_NAME=, VERSION_ID=).
 */
export function releaseName({ osName, osRelease }: Pick<Host, 'osName' | 'osRelease'>): string {
  const version = osRelease['VERSION_ID'] ?? '';
  return version === '' || osName.includes(version) ? osName : `${osName} ${version}`;
}
