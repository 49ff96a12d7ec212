/**
 * A unit that starts at boot what extensions bring, for systems whose systemd does not do it by itself: what Flatcar
 * ships as ensure-sysext.service, under a name of our own.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { WORKAROUND_UNIT } from '../../shared/systemd/boot-refresh-unit.ts';
import { safeJoin } from './directories.ts';
import { makeDirectory, sweep, syncDirectory, writeWhole } from './files.ts';
import type { BootRequest } from './request.ts';
import { systemctl } from './services.ts';

const DIRECTORY = '/etc/systemd/system';
const CONTENT = `# Made by Veneer: reads the unit files of merged extensions and starts what they hook into the usual targets.
[Unit]
Description=Start the services of system extensions
BindsTo=systemd-sysext.service
After=systemd-sysext.service
DefaultDependencies=no

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/bin/systemctl daemon-reload
ExecStart=/usr/bin/systemctl restart --no-block sockets.target timers.target multi-user.target

[Install]
WantedBy=sysinit.target
`;

/** @returns what was done */
export async function addWorkaround({ root }: BootRequest): Promise<string> {
  const directory = safeJoin(root, DIRECTORY);
  makeDirectory(directory);
  sweep(directory);
  writeWhole(directory, WORKAROUND_UNIT, CONTENT);
  await systemctl(root, ['daemon-reload']);
  await systemctl(root, ['enable', '--', WORKAROUND_UNIT]);
  return `${WORKAROUND_UNIT} is enabled.`;
}

/** @returns what was done */
export async function removeWorkaround({ root }: BootRequest): Promise<string> {
  const directory = safeJoin(root, DIRECTORY);
  await systemctl(root, ['disable', '--', WORKAROUND_UNIT]);
  rmSync(join(directory, WORKAROUND_UNIT), { force: true });
  syncDirectory(directory);
  await systemctl(root, ['daemon-reload']);
  return `${WORKAROUND_UNIT} is gone.`;
}
