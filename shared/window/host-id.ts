/** How a host is called between page and core: this machine, the sandbox, a tree that stands for the `/` of a machine, or a host of the fleet. */
export const MACHINE = 'local';
export const SANDBOX = 'sandbox';
const TREE = 'root:';
const FLEET = 'fleet:';

/** @param root absolute and without `.` and `..`; `/` is this machine */
export const hostIdOf = (root: string): string => (root === '/' ? MACHINE : `${TREE}${root}`);

/** The root of a tree by its id; null for the sandbox, for a host of the fleet, and for what is no id. */
export function rootOfHost(id: string): string | null {
  if (id === MACHINE) return '/';
  return id.startsWith(`${TREE}/`) ? id.slice(TREE.length) : null;
}

/** @param host the id that it has in the fleet */
export const fleetHostId = (host: string): string => `${FLEET}${host}`;

/** The id that a host has in the fleet by its id here; null for any other. */
export const fleetHostOf = (id: string): string | null =>
  id.startsWith(FLEET) && id.length > FLEET.length ? id.slice(FLEET.length) : null;
