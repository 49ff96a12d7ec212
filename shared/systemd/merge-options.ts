/**
 * Options of systemd-sysext(8) and systemd-confext(8) that hold for one merge: the next one, and the one at boot, are without
 * them again. 252 knows none of them, 257 all but the last, 262 all (measured by `--help`); since when is in the manual page.
 */
import type { ExtensionClass } from './classes.ts';
import { isImagePolicy, isPolicyOf260 } from './image-policy.ts';

export interface MergeOptions {
  /** `--noexec=`: whether programs in what is merged cannot be run; null leaves systemd's own: yes for /etc, no for /usr. */
  readonly noexec: boolean | null;
  /** `--image-policy=`, as `isImagePolicy` takes it; null leaves it to the configuration. */
  readonly imagePolicy: string | null;
  /** `--no-reload`: the service manager is not told, whatever the extensions ask for. */
  readonly noReload: boolean;
  /** `--always-refresh=`: whether it is merged again also where no image changed; null is yes, as `refresh` does here. */
  readonly alwaysRefresh: boolean | null;
}

export const NO_MERGE_OPTIONS: MergeOptions = {
  noexec: null,
  imagePolicy: null,
  noReload: false,
  alwaysRefresh: null,
};

interface OptionRow {
  /** The first systemd that has it. */
  readonly since: number;
  /** As systemd's program takes it; null where it is not given. */
  spell(options: MergeOptions): string | null;
}

const spellBoolean = (name: string, value: boolean | null) =>
  value === null ? null : `--${name}=${value ? 'yes' : 'no'}`;

const TABLE: readonly OptionRow[] = [
  { since: 254, spell: ({ noexec }) => spellBoolean('noexec', noexec) },
  {
    since: 254,
    spell: ({ imagePolicy }) =>
      imagePolicy === null || isPolicyOf260(imagePolicy) ? null : `--image-policy=${imagePolicy}`,
  },
  // Of the flags of a policy one came later (NEWS of 260, measured on 257 and 262).
  {
    since: 260,
    spell: ({ imagePolicy }) =>
      imagePolicy !== null && isPolicyOf260(imagePolicy) ? `--image-policy=${imagePolicy}` : null,
  },
  { since: 255, spell: ({ noReload }) => (noReload ? '--no-reload' : null) },
  // Before it every refresh merges again: to ask for that is no more than is done.
  { since: 260, spell: ({ alwaysRefresh }) => (alwaysRefresh === false ? '--always-refresh=no' : null) },
];

/** What is given to systemd's program, a word each. That every refresh merges again is not among them. */
export const wordsOfOptions = (options: MergeOptions): string[] => TABLE.flatMap(({ spell }) => spell(options) ?? []);

/** Those that a systemd does not know. @param version its major version */
export function unknownOptions(
  options: MergeOptions,
  version: number,
): { readonly option: string; readonly since: number }[] {
  return TABLE.flatMap(({ since, spell }) => {
    const option = spell(options);
    return option === null || version >= since ? [] : [{ option, since }];
  });
}

/** Whether the values are ones that systemd takes. */
export const areRight = ({ imagePolicy }: MergeOptions): boolean => imagePolicy === null || isImagePolicy(imagePolicy);

/**
 * Whether nothing could be run any more: /usr has the programs of the host, down to the one that unmerges, and the mount over
 * it counts for all of it (measured on 257 and 262; systemd-sysext(8) has `--noexec=` for /etc).
 */
export const stopsEveryProgram = (extensionClass: ExtensionClass, { noexec }: MergeOptions): boolean =>
  noexec === true && extensionClass === 'sysext';

/** Whether none is given. */
export const isWithoutOptions = ({ noexec, imagePolicy, noReload, alwaysRefresh }: MergeOptions): boolean =>
  noexec === null && imagePolicy === null && !noReload && alwaysRefresh === null;
