/**
 * What goes back at the next boot, where a machine is restarted while a change is on trial: its timer is gone then. A unit
 * has systemd-tmpfiles(8) do it before anything is merged, so that no code of Veneer has to run so early.
 */
import { type Mount, overlayAt } from '../systemd/mount-table.ts';
import { escapeArgument, quotePath } from '../systemd/tmpfiles-words.ts';

/** In the words of tmpfiles.d(5); root's own. */
export const BACK_AT_BOOT = { folder: '/var/lib/veneer', file: 'go-back.conf' };
export const BACK_AT_BOOT_UNIT = 'veneer-go-back-at-boot.service';
export const UNITS = '/etc/systemd/system';
/** Where `systemctl enable` puts its link for `WantedBy=sysinit.target`; it only counts at the next boot. */
export const WANTS = `${UNITS}/sysinit.target.wants`;

const NOTE = `${BACK_AT_BOOT.folder}/${BACK_AT_BOOT.file}`;

/** An entry of a search directory that is to be there again, or not any more. */
export interface Restored {
  /** Absolute. */
  readonly path: string;
  /** `gone` for a link or an empty directory that was not there, `empty-folder` for a mask, else where a link leads. */
  readonly to: 'gone' | 'empty-folder' | { readonly target: string };
}

/** What a pattern of glob(7) means by a letter, which `r` takes in place of a path; and what no line can have. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a line break would begin a line of its own
const NO_PATH = /[*?[\]{}\\\x00-\x1f\x7f]/;

/** @returns null where nothing is to be done: what stands below /run is gone by itself */
export function backAtBootText(restored: readonly Restored[]): string | null {
  const lines = restored
    .filter(({ path }) => !path.startsWith('/run/') && !NO_PATH.test(path))
    .map(({ path, to }) => {
      if (to === 'gone') return `r ${quotePath(path)}`;
      if (to === 'empty-folder') return `d ${quotePath(path)} 0755 root root`;
      return `L+ ${quotePath(path)} - - - - ${escapeArgument(to.target)}`;
    });
  if (lines.length === 0) return null;
  return `# Made by Veneer: what goes back at the next boot, for a change that nobody has kept.\n${lines.join('\n')}\n`;
}

/**
 * Whether what goes back at the next boot can be left for it: a note in /var, and a unit in the /etc of that boot, which lies
 * below configuration extensions that are merged now. Where that /etc is a file system of its own, it cannot be reached.
 */
export function canGoBackAtBoot(mounts: readonly Mount[]): boolean {
  const isCovered = overlayAt(mounts, '/etc', 'confext') !== null;
  if (isCovered && mounts.filter(({ mountPoint }) => mountPoint === '/etc').length > 1) return false;
  return [isCovered ? '/' : UNITS, BACK_AT_BOOT.folder].every((path) => {
    const mount = mountOf(mounts, path);
    return mount !== null && ![...mount.options, ...mount.superOptions].includes('ro');
  });
}

/** On which a path lies; the last of those over one place is seen. */
function mountOf(mounts: readonly Mount[], path: string): Mount | null {
  const holds = ({ mountPoint }: Mount) =>
    mountPoint === '/' || path === mountPoint || path.startsWith(`${mountPoint}/`);
  return mounts
    .filter(holds)
    .reduce<Mount | null>(
      (found, one) => (found === null || one.mountPoint.length >= found.mountPoint.length ? one : found),
      null,
    );
}

/** It takes itself away, whatever came of it: what a person does after that boot is theirs. */
export const BACK_AT_BOOT_UNIT_TEXT = `# Made by Veneer: takes a change back that was on trial when the machine was restarted.
[Unit]
Description=Take back a change of system extensions that nobody has kept
DefaultDependencies=no
RequiresMountsFor=${BACK_AT_BOOT.folder} /var/lib/extensions /var/lib/confexts
After=local-fs.target
Before=systemd-sysext.service systemd-confext.service sysinit.target shutdown.target
Conflicts=shutdown.target
ConditionPathExists=${NOTE}

[Service]
Type=oneshot
ExecStart=-systemd-tmpfiles --remove --create ${NOTE}
ExecStart=rm -f ${NOTE} ${WANTS}/${BACK_AT_BOOT_UNIT} ${UNITS}/${BACK_AT_BOOT_UNIT}

[Install]
WantedBy=sysinit.target
`;
