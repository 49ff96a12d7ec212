/** What the specifiers of sysupdate.d(5) stand for on a host (COMMON_SYSTEM_SPECIFIERS and COMMON_TMP_SPECIFIERS). */
import { hostname, release as kernelRelease } from 'node:os';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { EnvironmentFileError, parseEnvironmentFile } from '../../shared/systemd/os-release.ts';
import type { Specifiers } from '../../shared/sysupdate/specifiers.ts';
import { readText } from './definition-files.ts';

export function specifiersOf(root: string, { architecture, fields, rules }: HostRelease): Specifiers {
  const name = root === '/' ? hostname() : (readText(root, '/etc/hostname') ?? '').trim();
  const machineId = (readText(root, '/etc/machine-id') ?? '').trim();
  return {
    a: architecture,
    A: fields.get('IMAGE_VERSION') ?? '',
    b: (readText('/', '/proc/sys/kernel/random/boot_id') ?? '').trim().replaceAll('-', '') || null,
    B: fields.get('BUILD_ID') ?? '',
    H: name,
    l: name.split('.')[0] ?? '',
    m: /^[0-9a-f]{32}$/.test(machineId) ? machineId : null,
    M: fields.get('IMAGE_ID') ?? '',
    o: fields.get('ID') ?? '',
    q: prettyHostname(readText(root, '/etc/machine-info') ?? '', rules.version),
    v: kernelRelease(),
    w: fields.get('VERSION_ID') ?? '',
    W: fields.get('VARIANT_ID') ?? '',
    T: '/tmp',
    V: '/var/tmp',
  };
}

function prettyHostname(machineInfo: string, systemdVersion: number): string {
  try {
    return parseEnvironmentFile(machineInfo, systemdVersion).get('PRETTY_HOSTNAME') ?? '';
  } catch (error) {
    if (error instanceof EnvironmentFileError) return '';
    throw error;
  }
}
