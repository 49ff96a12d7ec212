import { z } from 'zod';
import { ClassName } from './host.ts';

/** An image to install, as it was looked at, or a version that is in the store already. */
export const InstallImage = z.object({
  /** The file; null for a version that is in the store. */
  source: z.string().nullable(),
  /** Of the file that was looked at: what the helper copies must have the same. */
  sha256: z.string().nullable(),
  version: z.string(),
  /** In the name of the stored file; null where it fits any. */
  architecture: z.string().nullable(),
  place: z.enum(['kept', 'until-reboot']),
  /** How many older versions stay beside it, 0 to 100; null leaves all. */
  keep: z.number().int().min(0).max(100).nullable(),
});
export type InstallImage = Readonly<z.infer<typeof InstallImage>>;

/** Where new versions of a name come from, for systemd-sysupdate; see shared/sysupdate/transfer.ts. */
export const NewTransfer = z.object({
  url: z.string().max(2000),
  patterns: z.array(z.string().max(255)).min(1).max(10),
  verify: z.boolean(),
  store: z.string().max(255),
  keep: z.number().int().min(1).max(100),
});

/** A release of an OS, by its os-release: see shared/images/for-os.ts. */
export const OsName = z.object({ id: z.string().max(64), version: z.string().max(64).nullable() });

/** One extension to switch on or off, to install, to update or to remove. */
export const Change = z.discriminatedUnion('verb', [
  z.object({ verb: z.enum(['enable', 'disable']), class: ClassName, name: z.string() }),
  z.object({ verb: z.literal('install'), class: ClassName, name: z.string(), image: InstallImage }),
  /** Names the version that is current once another release of an OS runs; it is only stored now. */
  z.object({
    verb: z.literal('for-os'),
    class: ClassName,
    name: z.string(),
    os: OsName,
    /** null names none any more. */
    image: InstallImage.nullable(),
  }),
  z.object({
    verb: z.literal('remove'),
    class: ClassName,
    name: z.string(),
    /** Deletes its stored versions as well; then it cannot be taken back. */
    purge: z.boolean(),
  }),
  z.object({
    verb: z.literal('vacuum'),
    class: ClassName,
    name: z.string(),
    /** How many old versions stay, 0 to 100. */
    keep: z.number().int().min(0).max(100),
  }),
  z.object({
    verb: z.literal('update'),
    class: ClassName,
    name: z.string(),
    /** Of systemd-sysupdate, which installs it. */
    component: z.string(),
    version: z.string().nullable(),
  }),
  /** Deletes old versions by systemd-sysupdate, where they are in a layout of their own. */
  z.object({ verb: z.literal('vacuum-transfer'), class: ClassName, name: z.string(), component: z.string() }),
  /** Writes the transfer file of a name, or takes it away. */
  z.object({ verb: z.literal('follow'), class: ClassName, name: z.string(), transfer: NewTransfer.nullable() }),
  z.object({
    verb: z.literal('pin'),
    class: ClassName,
    name: z.string(),
    /** The version that stays; null for none. */
    version: z.string().nullable(),
    held: z.boolean(),
  }),
  /** Switches an optional feature of systemd-sysupdate (sysupdate.features(5)); `name` is that of the feature. */
  z.object({
    verb: z.literal('feature'),
    class: ClassName,
    name: z.string(),
    /** Empty for the plain `sysupdate.d`. */
    component: z.string(),
    /** null leaves it to whoever defines it. */
    isOn: z.boolean().nullable(),
  }),
]);
export type Change = Readonly<z.infer<typeof Change>>;

/**
 * What happens to the hierarchies after the changes. `auto` refreshes where something is merged already or switched
 * on, and else leaves them alone.
 */
export const MergeAction = z.enum(['auto', 'merge', 'unmerge', 'refresh', 'none']);
export type MergeAction = z.infer<typeof MergeAction>;
