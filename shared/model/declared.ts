/** What an administrator wants of a host, as a file says it: `veneer.yaml`. What it does not name is left as it is. */
import * as z from 'zod';
import { isHash, isServedAt } from '../images/origin.ts';
import { isImageVersion } from '../images/store.ts';
import { isExtensionName } from '../systemd/extension-name.ts';
import { Trust } from './catalog.ts';
import { ClassName } from './host.ts';

/** Far more than a host has. */
const MOST = 1000;

const Class = ClassName.default('sysext');
const Name = z.string().max(255).refine(isExtensionName);
const Version = z.string().max(128).refine(isImageVersion);
const RemoteName = z.string().min(1).max(200);

/** Two of them that are one, or two fields of which one alone may be given. */
function noneTwice(key: (one: { readonly name: string; readonly class?: string }) => string) {
  return (
    all: readonly { readonly name: string; readonly class?: string }[],
    context: { addIssue(issue: { code: 'custom'; path: PropertyKey[]; params: object }): void },
  ): void => {
    const seen = new Set<string>();
    for (const [at, one] of all.entries()) {
      if (seen.has(key(one))) context.addIssue({ code: 'custom', path: [at, 'name'], params: { twice: true } });
      seen.add(key(one));
    }
  };
}
const byClassAndName = noneTwice((one) => `${one.class}:${one.name}`);

export const DeclaredExtension = z
  .strictObject({
    name: Name,
    class: Class,
    /** This version; without it any does, and the newest that fits is installed where none is there. */
    version: Version.optional(),
    /** Any version that begins so, as `v1.32.*`. */
    stream: z
      .string()
      .max(64)
      .regex(/^v?\d+(?:\.\d+)*\.\*$/)
      .optional(),
    /** The remote that has it. */
    from: RemoteName.optional(),
    enabled: z.boolean().default(true),
    /** The file itself; the checksum is that of the file as it is served. */
    source: z
      .strictObject({ url: z.string().max(2000).refine(isServedAt), sha256: z.string().refine(isHash) })
      .optional(),
  })
  .superRefine((one, context) => {
    if (one.version !== undefined && one.stream !== undefined)
      context.addIssue({ code: 'custom', path: ['stream'], params: { beside: 'version' } });
    if (one.source !== undefined && one.stream !== undefined)
      context.addIssue({ code: 'custom', path: ['stream'], params: { beside: 'source' } });
  });
export type DeclaredExtension = Readonly<z.infer<typeof DeclaredExtension>>;

const DeclaredRemote = z.strictObject({
  name: RemoteName,
  url: z.string().min(1).max(2000),
  enabled: z.boolean().default(true),
  trust: Trust.default('unsigned'),
  /** The public key in its armour, where one is pinned. */
  key: z
    .string()
    .max(1024 * 1024)
    .optional(),
});

const DeclaredPin = z
  .strictObject({ name: Name, class: Class, version: Version.optional(), held: z.boolean().default(false) })
  .superRefine((one, context) => {
    if ((one.version !== undefined) === one.held)
      context.addIssue({ code: 'custom', path: [], params: { either: ['version', 'held'] } });
  });

const Masked = z.strictObject({ name: Name, class: Class });

export const Declared = z.strictObject({
  /** The version of this form. */
  veneer: z.literal(1),
  extensions: z.array(DeclaredExtension).max(MOST).superRefine(byClassAndName).default([]),
  remotes: z
    .array(DeclaredRemote)
    .max(MOST)
    .superRefine(noneTwice((one) => one.name))
    .default([]),
  pins: z.array(DeclaredPin).max(MOST).superRefine(byClassAndName).default([]),
  /** What no merge may take in, such as an extension of the OS. */
  masks: z.array(Masked).max(MOST).superRefine(byClassAndName).default([]),
  /** Whether a class is merged at boot, and services of extensions are started then by a unit of Veneer's. */
  boot: z
    .strictObject({ sysext: z.boolean().optional(), confext: z.boolean().optional(), services: z.boolean().optional() })
    .default({}),
});
export type Declared = Readonly<z.infer<typeof Declared>>;
