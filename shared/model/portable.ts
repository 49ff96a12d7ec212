import * as z from 'zod';
import { Diagnosis } from './diagnosis.ts';
import { ImageForm } from './extension.ts';
import { MessageSchema } from './message.ts';

/** A unit inside a portable image. */
export const PortableUnit = z.object({
  name: z.string(),
  /** Whether attaching the image without naming prefixes brings it; null where that depends on the image below. */
  matches: z.boolean().nullable(),
});
export type PortableUnit = Readonly<z.infer<typeof PortableUnit>>;

/** A unit that portabled put on the host. */
export const AttachedUnit = z.object({
  name: z.string(),
  /** Whether systemctl(1) says that it is enabled. */
  enabled: z.boolean(),
  /** Whether a link starts it at boot, also one of portablectl --enable. */
  atBoot: z.boolean(),
  /** null where no service manager answers. */
  running: z.boolean().nullable(),
  /** Whether it ended with a failure; null where no service manager answers. */
  failed: z.boolean().nullable(),
});
export type AttachedUnit = Readonly<z.infer<typeof AttachedUnit>>;

/** What portabled attached at once: one image, what lies on top of it, and the units that came of it. */
export const Attachment = z.object({
  /** The image, by the path under which portabled found it. */
  image: z.string(),
  extensions: z.array(z.string()),
  /** Until the next boot only. */
  runtime: z.boolean(),
  /** null where its services have none, or one that is nobody's any more. */
  profile: z.string().nullable(),
  units: z.array(AttachedUnit),
  /** Those of its images, by their paths, that are not there any more. */
  gone: z.array(z.string()),
  /** Whether the image changed after it was attached, so that its units may be those of the older one. */
  changed: z.boolean(),
});
export type Attachment = Readonly<z.infer<typeof Attachment>>;

/** An image in a search directory of portabled. */
export const PortableImage = z.object({
  name: z.string(),
  type: z.enum(['directory', 'subvolume', 'raw', 'block', 'mstack']),
  /** Where the entry stands, without the root. */
  path: z.string(),
  /** Where it leads once symlinks and `.v` directories are followed. */
  realPath: z.string(),
  /** As portablectl list says it; without a service manager nothing is known to run. */
  state: z.enum([
    'detached',
    'attached',
    'attached-runtime',
    'enabled',
    'enabled-runtime',
    'running',
    'running-runtime',
  ]),
  form: ImageForm,
  /** `service`: can be attached by itself; `extension`: only on top of another one; null where it could not be read. */
  kind: z.enum(['service', 'extension']).nullable(),
  /** PORTABLE_PRETTY_NAME=, else PRETTY_NAME=. */
  description: z.string().nullable(),
  /** The fields of its os-release that count, of an extension those of its release file. */
  release: z.record(z.string(), z.string()).nullable(),
  /** What the names of its units have to begin with; empty where its name cannot be the beginning of one. */
  prefixes: z.array(z.string()),
  units: z.array(PortableUnit),
  /** Why it could not be read; null where it was. */
  problem: MessageSchema.nullable(),
});
export type PortableImage = Readonly<z.infer<typeof PortableImage>>;

/** The portable services of a host. */
export const Portables = z.object({
  /** As portablectl lists them, by name. */
  images: z.array(PortableImage),
  attached: z.array(Attachment),
  /** The names of profiles that are there. */
  profiles: z.array(z.string()),
  /** Search directories that may not be looked into; of what stands there no more is known than portabled says. */
  problems: z.array(z.object({ path: z.string(), message: MessageSchema })),
  /** The host's, in systemd's spelling. */
  architecture: z.string(),
  /** What is wrong with them. */
  findings: z.array(Diagnosis),
});
export type Portables = Readonly<z.infer<typeof Portables>>;
