/** Why a whole merge fails: the rule, the entry that breaks it, and what systemd prints. */
import type { Message } from '../messages/message.ts';

/** Each rule by the step of systemd-sysext that it ends: discovery, metadata, child (before the overlay), overlay. */
export const MERGE_RULES = {
  /** A search directory or an entry that cannot be followed (image_discover(): only ENOENT is passed over). */
  discovery: 'discovery',
  /** An image without a release file of its own name (dissected_image_mount(): ENOMEDIUM, with --force too). */
  'release-file-missing': 'metadata',
  /** Several release files of other names that all count (open_extension_release(): ENOTUNIQ). */
  'release-file-ambiguous': 'metadata',
  /** A folder stands where systemd copies a file from (dissected_image_acquire_metadata(): EISDIR). */
  'folder-for-file': 'metadata',
  /** A path leads through a file, or in a circle (chase(): ENOTDIR, ELOOP). */
  'path-through-file': 'metadata',
  /** usr/lib/os-release in a folder (extension_has_forbidden_content(), 257). */
  'os-release': 'metadata',
  /** No image, a broken one, or one without a partition to use (dissect_image()). */
  'not-mountable': 'metadata',
  /** The same of 252, which looks at it in the child. */
  'os-release-in-child': 'child',
  'path-through-file-in-child': 'child',
  /** The host's os-release cannot be read, or has no ID (merge_subprocess()). */
  'host-os-release': 'child',
  /** A root hash beside the image that is none (verity_settings_load()). */
  'verity-artifacts': 'child',
  /** The partitions do not fit what stands beside the image, or dm-verity is missing. */
  verity: 'child',
  /** `ImagePolicy=` does not admit it (systemd.image-policy(7)). */
  'image-policy': 'child',
  /** usr, opt or etc of an extension is no folder (determine_used_extensions()). */
  'hierarchy-not-a-directory': 'overlay',
  /** The host's own hierarchy is no folder (merge_hierarchy() of 252, hierarchy_as_lower_dir() of 257). */
  'host-hierarchy': 'overlay',
  /** One layer alone is none (overlayfs: EINVAL). */
  'nothing-to-lay': 'overlay',
  /** A layer lies inside another one (overlayfs: ELOOP). */
  'layers-overlap': 'overlay',
  /** A character that parts overlayfs's options. */
  'name-in-options': 'overlay',
  /** More names than one page of mount options holds (mount(2)). */
  'options-too-long': 'overlay',
  /** The mutable directory has another mode than its hierarchy (mutable_directory_mode_matches_hierarchy()). */
  'mutable-mode': 'overlay',
  /** The mutable directory cannot be written to (determine_upper_dir(): EROFS). */
  'mutable-read-only': 'overlay',
  /** The mutable directory is the hierarchy itself (maybe_import_mutable_directory(): ELOOP). */
  'mutable-itself': 'overlay',
} as const;

export type MergeRule = keyof typeof MERGE_RULES;
export type MergeStage = (typeof MERGE_RULES)[MergeRule];

export interface MergeFailure {
  readonly rule: MergeRule;
  /** The entry that is to blame: its name and path; null where it is the host or the number of them. */
  readonly entry: { readonly name: string | null; readonly path: string } | null;
  /** The errno(3) that systemd stops on; null where only is known that it stops. */
  readonly errno: string | null;
  /** The line that systemd prints last, or behind which it prints "Failed to merge hierarchies". */
  readonly prints: string;
  /** A sentence for a person; with an entry it goes on behind its path. */
  readonly message: Message;
  /** What a person can do about it, where that is more than masking the entry. */
  readonly nextStep: Message | null;
}

const STRERROR: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'Cannot assign requested address',
  EAFNOSUPPORT: 'Address family not supported by protocol',
  EBADR: 'Invalid request descriptor',
  EINVAL: 'Invalid argument',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  ENOENT: 'No such file or directory',
  ENOKEY: 'Required key not available',
  ENOMEDIUM: 'No medium found',
  ENOPKG: 'Package not installed',
  ENOTDIR: 'Not a directory',
  ENOTUNIQ: 'Name not unique on network',
  ENXIO: 'No such device or address',
  EOPNOTSUPP: 'Operation not supported',
  EROFS: 'Read-only file system',
  EUNATCH: 'Protocol driver not attached',
};

/** The C library's words for an error, as systemd prints them; '...' where the error is not known. */
export function strerror(errno: string | null): string {
  return (errno === null ? undefined : STRERROR[errno]) ?? '...';
}
