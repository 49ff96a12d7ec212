/** How a host is called between page and core: this machine, the sandbox, or a tree that stands for the `/` of a machine. */
export const MACHINE = 'local';
export const SANDBOX = 'sandbox';
const TREE = 'root:';

/** @param root absolute and without `.` and `..`; `/` is this machine */
export const hostIdOf = (root: string): string => (root === '/' ? MACHINE : `${TREE}${root}`);

/** The root of a tree by its id; null for the sandbox, and for what is no id. */
export function rootOfHost(id: string): string | null {
  if (id === MACHINE) return '/';
  return id.startsWith(`${TREE}/`) ? id.slice(TREE.length) : null;
}
