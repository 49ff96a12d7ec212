/** What is changed in systemd's script so that it runs where nothing was booted. No edit moves a line. */

import type { Suite } from './rootfs.ts';

interface Edit {
  readonly file: 'TEST-50-DISSECT.sysext.sh' | 'util.sh';
  readonly find: string;
  readonly put: string;
  /** How often it stands there, by suite; another number means that the script is another one. */
  readonly times: Readonly<Record<Suite, number>>;
  readonly why: string;
}

const EDITS: readonly Edit[] = [
  {
    file: 'TEST-50-DISSECT.sysext.sh',
    find: '(it is a no-op there)\nif [ "$roots_dir" != "" ]; then',
    put: '(it is a no-op there)\nif true; then',
    times: { trixie: 0, sid: 2 },
    why: 'EXTENSION_RESTART_UNITS= and EXTENSION_RELOAD_OR_RESTART_UNITS= need a service manager',
  },
  {
    file: 'TEST-50-DISSECT.sysext.sh',
    find: 'if [ -e /usr/lib/modprobe.d/60-blacklist_fs-erofs.conf ]; then',
    put: 'if true; then',
    times: { trixie: 0, sid: 2 },
    why: 'signed images need dm-verity, which not every kernel has, and udev',
  },
  {
    file: 'util.sh',
    find: '        veritysetup format',
    put: '        : veritysetup format',
    times: { trixie: 2, sid: 2 },
    why: 'the verity files beside the last image are for other scripts, and cryptsetup is not here',
  },
  {
    file: 'util.sh',
    find: '        openssl smime -sign',
    put: '        : openssl smime -sign',
    times: { trixie: 2, sid: 2 },
    why: "the signatures of those are made with a key of systemd's own images",
  },
];

/**
 * The text of a script of the suite as it is to run.
 *
 * @throws {Error} where an edit does not fit
 */
export function edited(suite: Suite, file: string, text: string): string {
  let now = text;
  for (const { find, put, times } of EDITS.filter((edit) => edit.file === file)) {
    const parts = now.split(find);
    if (parts.length !== times[suite] + 1) {
      throw new Error(`${file} of ${suite} has this ${parts.length - 1} times, not ${times[suite]}: ${find}`);
    }
    now = parts.join(put);
  }
  return now;
}
