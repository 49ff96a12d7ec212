/** English of what is wrong, by the rules of shared/diagnosis. */
export const EN_DIAGNOSIS = {
  'diagnosis.entries-of-its-list-are-left-out': {
    one: '{count} entry of its list leads elsewhere or cannot be read, and is left out.',
    other: '{count} entries of its list lead elsewhere or cannot be read, and are left out.',
  },
  'diagnosis.every-merge-fails-here': 'Every merge fails here.',
  'diagnosis.every-merge-fails-while': 'Every merge fails while {path} is there.',
  'diagnosis.masked-or-taken-away-since': 'It was masked or taken away since the merge.',
  'diagnosis.next-refresh-drops-it': 'The next refresh drops it.',
  'diagnosis.nothing-can-be-merged-here': 'Extensions are listed, but nothing can be merged here.',
  'diagnosis.still-merged': 'Still merged: {names}.',
  'diagnosis.systemd-does-not-look-at': 'systemd does not look at {path}.',
  'diagnosis.systemd-sysext-is-not-installed': 'systemd-sysext is not installed.',
} as const;
