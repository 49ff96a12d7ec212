/** The verbs of the helper. Each has a polkit action of its own in assets/polkit, bound to the helper and the verb. */
export const HELPER_VERBS = [
  'mask',
  'unmask',
  'merge',
  'unmerge',
  'refresh',
  'merge-force',
  'refresh-force',
  'install',
  'remove',
  'vacuum',
  'reload-services',
  'restart-units',
  'enable-at-boot',
  'disable-at-boot',
  'add-workaround',
  'remove-workaround',
  'write-transfer',
  'remove-transfer',
  'update',
] as const;

export type HelperVerb = (typeof HELPER_VERBS)[number];

/**
 * Raised whenever a request changes its meaning, so that an installed helper never guesses what a newer window means. It
 * stands in the helper's file as it is written here, by which one sees what an installed one understands.
 */
export const HELPER_PROTOCOL = 'veneer-helper-protocol-3';

/** Where the helper stands when it is installed together with its polkit actions. */
export const INSTALLED_HELPER = '/usr/libexec/veneer-helper';
