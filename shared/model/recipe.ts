/** From what an extension is made, as a file says it: `NAME.recipe.yaml`. */
import * as z from 'zod';
import { isHash, isServedAt } from '../images/origin.ts';
import { IMAGE_FORMATS } from '../images/packing.ts';
import { isImageVersion } from '../images/store.ts';
import { isArchitecture } from '../systemd/architecture.ts';
import { isExtensionName } from '../systemd/extension-name.ts';
import { isUnitName } from '../systemd/unit-name.ts';
import { ClassName } from './host.ts';

/** More than any extension needs. */
const MOST_SOURCES = 100;
const MOST_STEPS = 1000;
const MOST_VERSIONS = 500;
const MAX_TEXT = 256 * 1024;
/** A field of os-release(5) that has an identifier. */
const Word = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/);
const Version = z.string().max(128).refine(isImageVersion);
const Architecture = z.string().refine(isArchitecture);
/** Permission bits as chmod(1) has them; setuid and setgid are in no image that Veneer makes. */
const Mode = z.string().regex(/^0?[0-7]{3}$/);
const hasControl = (text: string): boolean => [...text].some((letter) => letter < ' ' || letter === '\x7f');
const BELOW = /^\/(?:usr|opt|etc)(?:\/|$)/;
const isInside = (path: string): boolean =>
  BELOW.test(path) && !hasControl(path) && !path.split('/').some((part) => part === '..' || part === '.');
/** Where something stands in the extension, absolute; a slash at its end makes it a folder. */
const Place = z.string().max(4096).refine(isInside);
const Unit = z.string().refine(isUnitName);

/** A checksum for each version, and of it for each architecture (`any` where all have the same file). */
const Checksums = z
  .record(Version, z.record(z.union([z.literal('any'), Architecture]), z.string().refine(isHash)))
  .refine((versions) => Object.keys(versions).length <= MOST_VERSIONS);

/** Has `{version}` and `{arch}` where they change. */
const Address = z
  .string()
  .max(2000)
  .refine((text) => isServedAt(text.replaceAll(/\{(?:version|arch)\}/g, 'x')));
/** Beside the recipe unless absolute. */
const Beside = z.string().min(1).max(4096);
/** Whether a text of `Address.or(Beside)` is an address. */
export const isAddress = (text: string): boolean => /^https?:\/\//.test(text);
const Anywhere = z.union([Address, Beside.refine((text) => !isAddress(text))]);

/** By whom a file has to be signed. */
const Signed = z.strictObject({
  /** A public key of OpenPGP or of minisign. */
  by: Beside,
  /** Apart from what it signs: .sig, .asc, .gpg or .minisig. */
  signature: Anywhere,
  /** A list of checksums as sha256sum(1) writes it, where the signature is of that and not of the file. */
  sums: Anywhere.optional(),
});

export const RecipeSource = z
  .strictObject({
    url: Address.optional(),
    /** A file or folder. */
    file: Beside.optional(),
    signed: Signed.optional(),
    /** How its publisher calls architectures, where that is not as systemd does. */
    arch: z.record(Architecture, z.string().regex(/^[\w.-]{1,64}$/)).default({}),
    sha256: Checksums.optional(),
  })
  .superRefine((one, context) => {
    if ((one.url === undefined) === (one.file === undefined))
      context.addIssue({ code: 'custom', path: [], params: { either: ['url', 'file'] } });
    else if (one.url !== undefined && one.sha256 === undefined && one.signed === undefined)
      context.addIssue({ code: 'custom', path: [], params: { either: ['sha256', 'signed'] } });
  });
export type RecipeSource = Readonly<z.infer<typeof RecipeSource>>;

const Take = z.strictObject({
  from: z.string().max(64),
  /** In an archive: with `*` for any part of one name; a folder with all that is in it. Not given for a single program. */
  path: z.string().min(1).max(4096).optional(),
  to: Place,
  mode: Mode.optional(),
});
const File = z.strictObject({ at: Place, content: z.string().max(MAX_TEXT), mode: Mode.default('0644') });
const Link = z.strictObject({
  at: Place,
  to: z
    .string()
    .min(1)
    .max(4095)
    .refine((text) => !hasControl(text)),
});
const SECTION = /^[A-Z][A-Za-z]{1,31}$/;
const KEY = /^[A-Z][A-Za-z0-9]{1,63}$/;
/** One line of a unit file: no line of its own making. */
const Line = z
  .string()
  .max(4096)
  .refine((text) => !hasControl(text.replaceAll('\t', ' ')) && !text.endsWith('\\'));
const MakeUnit = z.strictObject({
  name: Unit,
  /** As systemd.unit(5) has it: sections with keys, a list for a key that stands there several times. */
  sections: z.record(
    z.string().regex(SECTION),
    z.record(z.string().regex(KEY), z.union([Line, z.array(Line).max(100)])),
  ),
});
const Uphold = z.strictObject({
  unit: Unit,
  by: Unit.or(z.string().regex(/^[a-z0-9-]{1,100}\.target$/)).default('multi-user.target'),
  /** Whether systemd starts a service of the extension anew at each merge that takes it in again (262). */
  restart: z.boolean().default(true),
});
const Lines = z.array(Line).min(1).max(1000);

/** A program with its arguments. */
const Command = z
  .array(
    z
      .string()
      .max(64 * 1024)
      .refine((text) => !text.includes('\0')),
  )
  .min(1)
  .max(200)
  .refine(([program]) => program !== '');

/** What a step does: one of these alone. */
export const STEPS = ['take', 'file', 'link', 'folder', 'unit', 'uphold', 'tmpfiles', 'sysusers', 'run'] as const;

export const RecipeStep = z
  .strictObject({
    take: Take.optional(),
    file: File.optional(),
    link: Link.optional(),
    folder: z.strictObject({ at: Place, mode: Mode.default('0755') }).optional(),
    /** Writes a unit. */
    unit: MakeUnit.optional(),
    /** Has a unit started with a target, also when it is merged later: Upholds= of systemd.unit(5). */
    uphold: Uphold.optional(),
    /** Lines of tmpfiles.d(5) and sysusers.d(5). */
    tmpfiles: Lines.optional(),
    sysusers: Lines.optional(),
    /** Runs in a sandbox without network, in the extension as the steps before made it. */
    run: Command.optional(),
  })
  .superRefine((one, context) => {
    if (STEPS.filter((name) => one[name] !== undefined).length !== 1)
      context.addIssue({ code: 'custom', path: [], params: { oneOf: STEPS.join(', ') } });
  });
export type RecipeStep = Readonly<z.infer<typeof RecipeStep>>;

export const RecipeTarget = z
  .strictObject({
    /** ID of os-release(5), or `_any`. */
    id: z.literal('_any').or(Word).default('_any'),
    'version-id': Word.optional(),
    /** SYSEXT_LEVEL or CONFEXT_LEVEL. */
    level: Word.optional(),
    architectures: z
      .array(Architecture.or(z.literal('any')))
      .min(1)
      .max(20),
    scope: z
      .array(z.enum(['system', 'initrd', 'portable']))
      .min(1)
      .max(3)
      .optional(),
  })
  .superRefine((one, context) => {
    if (one['version-id'] !== undefined && one.level !== undefined)
      context.addIssue({ code: 'custom', path: ['level'], params: { beside: 'version-id' } });
    if (one.id !== '_any' && one['version-id'] === undefined && one.level === undefined)
      context.addIssue({ code: 'custom', path: [], params: { either: ['version-id', 'level'] } });
  });

export const Recipe = z
  .strictObject({
    name: z.string().max(200).refine(isExtensionName),
    class: ClassName.default('sysext'),
    /** The one that is built where no other is asked for. */
    version: Version,
    description: Line.optional(),
    target: RecipeTarget,
    format: z.enum(IMAGE_FORMATS).default('squashfs'),
    sources: z
      .record(z.string().regex(/^[a-z][a-z0-9-]{0,63}$/), RecipeSource)
      .default({})
      .refine((all) => Object.keys(all).length <= MOST_SOURCES),
    steps: z.array(RecipeStep).min(1).max(MOST_STEPS),
  })
  .superRefine((recipe, context) => {
    for (const [at, { take }] of recipe.steps.entries()) {
      if (take !== undefined && recipe.sources[take.from] === undefined)
        context.addIssue({ code: 'custom', path: ['steps', at, 'take', 'from'], params: { noSource: true } });
    }
  });
export type Recipe = Readonly<z.infer<typeof Recipe>>;
