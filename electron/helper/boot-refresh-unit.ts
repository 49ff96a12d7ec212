/**
 * A unit that starts at boot what extensions bring, for systems whose systemd does not do it by itself: what Flatcar
 * ships as ensure-sysext.service, under a name of our own.
 */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { BOOT_REFRESH_UNIT } from '../../shared/systemd/boot-refresh-unit.ts';
import { safeJoin } from './directories.ts';
import { makeDirectory, sweepDirectory, syncDirectory, writeWhole } from './files.ts';
import { runSystemctl } from './services.ts';
import { type Common, noParameters, verb } from './verb.ts';

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
async function addBootRefreshUnit({ root }: Common): Promise<Message> {
  const directory = safeJoin(root, DIRECTORY);
  makeDirectory(directory);
  sweepDirectory(directory);
  writeWhole(directory, BOOT_REFRESH_UNIT, CONTENT);
  await runSystemctl(root, ['daemon-reload']);
  await runSystemctl(root, ['enable', '--', BOOT_REFRESH_UNIT]);
  return messageOf('helper.is-enabled', { unit: BOOT_REFRESH_UNIT });
}

/** @returns what was done */
async function removeBootRefreshUnit({ root }: Common): Promise<Message> {
  const directory = safeJoin(root, DIRECTORY);
  await runSystemctl(root, ['disable', '--', BOOT_REFRESH_UNIT]);
  rmSync(join(directory, BOOT_REFRESH_UNIT), { force: true });
  syncDirectory(directory);
  await runSystemctl(root, ['daemon-reload']);
  return messageOf('helper.is-gone', { unit: BOOT_REFRESH_UNIT });
}

export const BOOT_REFRESH_VERBS = {
  'add-boot-refresh-unit': verb({
    writesEtc: true,
    check: noParameters,
    run: async (request) => [await addBootRefreshUnit(request)],
  }),
  'remove-boot-refresh-unit': verb({
    writesEtc: true,
    check: noParameters,
    run: async (request) => [await removeBootRefreshUnit(request)],
  }),
};
