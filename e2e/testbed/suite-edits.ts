/** What is changed in systemd's script so that it runs where nothing was booted. No edit moves a line. */

interface Edit {
  readonly file: 'TEST-50-DISSECT.sysext.sh' | 'util.sh';
  readonly find: string;
  readonly put: string;
  /** How often it stands there; another number means that the script is another one. */
  readonly times: number;
  readonly why: string;
}

export const EDITS: readonly Edit[] = [
  {
    file: 'TEST-50-DISSECT.sysext.sh',
    find: '(it is a no-op there)\nif [ "$roots_dir" != "" ]; then',
    put: '(it is a no-op there)\nif true; then',
    times: 2,
    why: 'EXTENSION_RESTART_UNITS= and EXTENSION_RELOAD_OR_RESTART_UNITS= need a service manager',
  },
  {
    file: 'TEST-50-DISSECT.sysext.sh',
    find: 'if [ -e /usr/lib/modprobe.d/60-blacklist_fs-erofs.conf ]; then',
    put: 'if true; then',
    times: 2,
    why: 'signed images need dm-verity, which not every kernel has, and udev',
  },
  {
    file: 'util.sh',
    find: '        veritysetup format',
    put: '        : veritysetup format',
    times: 2,
    why: 'the verity files beside the last image are for other scripts, and cryptsetup is not here',
  },
  {
    file: 'util.sh',
    find: '        openssl smime -sign',
    put: '        : openssl smime -sign',
    times: 2,
    why: "the signatures of those are made with a key of systemd's own images",
  },
];

/** @throws {Error} where an edit does not fit */
export function edited(file: string, text: string): string {
  return EDITS.filter((edit) => edit.file === file).reduce((before, { find, put, times }) => {
    const parts = before.split(find);
    if (parts.length !== times + 1) {
      throw new Error(`${file} is another one than was edited here: ${parts.length - 1} times, not ${times}: ${find}`);
    }
    return parts.join(put);
  }, text);
}
