import * as z from 'zod';
import { VENDORS } from '../images/vendor-store.ts';
import { Diagnosis } from './diagnosis.ts';
import { ImageForm } from './extension.ts';
import { ClassName } from './host.ts';
import { MessageSchema } from './message.ts';
import { Verdict } from './verdict.ts';

/** An image file that is to be installed, as it was looked at. */
export const InspectedImage = z.object({
  /** The file or folder that was given. */
  source: z.string(),
  /** The image: the source itself, or what the folder was packed into. */
  path: z.string(),
  class: ClassName,
  name: z.string(),
  /** The file's own name where the release file wants another one; null where they agree. */
  renamedFrom: z.string().nullable(),
  version: z.string(),
  /** PRETTY_NAME= of its release file. */
  description: z.string().nullable(),
  /** For the name of the stored file; null where the image fits any. */
  architecture: z.string().nullable(),
  sha256: z.string(),
  /** Bytes. */
  size: z.number(),
  form: ImageForm,
  compression: z.string().nullable(),
  verdict: Verdict,
  units: z.array(z.string()),
  blocksMergeBecause: MessageSchema.nullable(),
});
export type InspectedImage = Readonly<z.infer<typeof InspectedImage>>;

const Shared = z.object({
  name: z.string(),
  files: z.number(),
  /** The first of them, with a leading slash. */
  paths: z.array(z.string()),
});

/** What installing a inspected image would mean on the host. */
export const Impact = z.object({
  files: z.number(),
  /** Layers whose files it would override, or which would hide files of it, and how many. `base` is the system itself. */
  overrides: z.array(Shared),
  hiddenBy: z.array(Shared),
  /** What should be known before it is trusted. */
  findings: z.array(Diagnosis),
  /** Who signed it, by the certificate in a disk image; null where nothing is signed. */
  signature: z.object({ subject: z.string().nullable() }).nullable(),
  /** The entry of the name that counts now. */
  replaces: z
    .object({
      path: z.string(),
      version: z.string().nullable(),
      /** Whether it stays in its store and can be gone back to. */
      isKept: z.boolean(),
      /** It lies in a higher search directory, or masks the name, so that it goes on counting. */
      goesOn: z.boolean(),
    })
    .nullable(),
  /** Why not everything could be told. */
  problem: MessageSchema.nullable(),
});
export type Impact = Readonly<z.infer<typeof Impact>>;

export const Examined = z.object({ inspected: InspectedImage, impact: Impact });
export type Examined = Readonly<z.infer<typeof Examined>>;

/** A file to look at, and what the person wants otherwise than the file says. */
export const ExamineRequest = z.object({
  path: z.string().min(1).max(4096),
  class: ClassName.nullable(),
  name: z.string().max(255).nullable(),
  version: z.string().max(128).nullable(),
});
export type ExamineRequest = Readonly<z.infer<typeof ExamineRequest>>;

/** From where an installed image came; see shared/images/origin.ts. */
export const ImageOrigin = z.object({
  remote: z.string().nullable(),
  address: z.string().nullable(),
  sha256: z.string().nullable(),
  signedBy: z.string().nullable(),
  signedAt: z.number().nullable(),
  sysupdate: z.object({ transferFile: z.string(), source: z.string().nullable(), verify: z.boolean() }).nullable(),
  installedAt: z.number(),
  installedBy: z.number(),
  account: z.string().nullable(),
  size: z.number(),
  imageSha256: z.string(),
});

/** A transfer file that fetches images of a name. */
export const FetcherOfName = z.object({
  /** Without the root. */
  transferFile: z.string(),
  /** [Source] Path=; null where it is not shown. */
  address: z.string().nullable(),
});
export type FetcherOfName = Readonly<z.infer<typeof FetcherOfName>>;

/** A version in a store. */
export const StoredVersion = z.object({
  version: z.string(),
  architecture: z.string().nullable(),
  isCurrent: z.boolean(),
  place: z.enum(['kept', 'until-reboot']),
  /** null where nothing is known. */
  origin: ImageOrigin.nullable(),
  /** Of the current one without an origin: what fetches such names. */
  fetchers: z.array(FetcherOfName),
  /** Who keeps it where it is not in a store of ours: then it is the OS that makes one current. */
  vendor: z.enum(VENDORS).nullable(),
});
export type StoredVersion = Readonly<z.infer<typeof StoredVersion>>;
