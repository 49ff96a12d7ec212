const OVER_SSH = 'ssh://';

/** What stands for the root of a host that was read over SSH: where its files are kept here is nobody's business. */
export const sshRoot = (host: string): string => `${OVER_SSH}${host}`;

/** The host of such a root; null for any other. */
export const sshHostOf = (root: string): string | null =>
  root.startsWith(OVER_SSH) ? root.slice(OVER_SSH.length) : null;
