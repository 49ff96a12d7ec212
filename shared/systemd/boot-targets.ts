/** Targets that are part of the boot, so that what they start is decided before anything is merged. */
export const BOOT_TARGETS = [
  'sockets',
  'timers',
  'paths',
  'multi-user',
  'graphical',
  'default',
  'basic',
  'sysinit',
  'local-fs',
  'remote-fs',
];
