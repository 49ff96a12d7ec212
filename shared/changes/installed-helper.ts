/** The helper that a package brings: what requests it understands, and where it is looked for. */

/**
 * Raised whenever a request changes its meaning, so that an installed helper never guesses what a newer window means. It
 * stands in the helper's file as it is written here, by which one sees what an installed one understands.
 */
export const HELPER_PROTOCOL = 'veneer-helper-protocol-10';

/** Where a package puts the helper; its polkit actions are bound to this path. */
export const INSTALLED_HELPER = '/usr/libexec/veneer/helper';

/** A place of an installed helper, and of the polkit actions that are bound to it there. */
export interface HelperPlace {
  readonly helper: string;
  readonly actions: string;
}

/** The places that are looked at, in this order. The second is for systems whose /usr cannot be written to. */
export const HELPER_PLACES: readonly HelperPlace[] = [
  { helper: INSTALLED_HELPER, actions: '/usr/share/polkit-1/actions/org.veneer.helper.policy' },
  { helper: '/var/lib/veneer/helper', actions: '/etc/polkit-1/actions/org.veneer.helper.policy' },
];
