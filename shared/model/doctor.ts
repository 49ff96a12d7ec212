import * as z from 'zod';
import { Diagnosis, Subject } from './diagnosis.ts';
import { MessageSchema } from './message.ts';

/** Where something can be seen by oneself. */
export const DoctorProof = z.object({
  /** On the host, without the root; null where it lies in no file. */
  path: z.string().nullable(),
  /** Counted from 1; null where it is the whole of it. */
  line: z.number().int().nullable(),
  /** What systemd or the kernel says of it, in its own words; null where nothing. */
  text: z.string().nullable(),
});
export type DoctorProof = Readonly<z.infer<typeof DoctorProof>>;

/** That a person has seen it, and wants to hear of it no more. */
export const Silenced = z.object({
  reason: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
});
export type Silenced = Readonly<z.infer<typeof Silenced>>;

/** One row: what was found of one subject, be it in many places of it. */
export const DoctorItem = z.object({
  /** The id and what it is about, the same in every look: `null-link=/etc/extensions/moby.raw`; see shared/doctor/key.ts. */
  key: z.string(),
  diagnosis: Diagnosis,
  proof: z.array(DoctorProof),
  /** Places of the same extension beyond those of `proof`. */
  more: z.number().int(),
  /** Remotes that have a build of what does not fit, which is not known to fit no better; empty for any other finding. */
  builds: z.array(z.string()),
  /** null where it counts. */
  silenced: Silenced.nullable(),
});
export type DoctorItem = Readonly<z.infer<typeof DoctorItem>>;

/** Everything that is wrong with a host, by all rules that could be asked, and what could not be. */
export const DoctorReport = z.object({
  /** The worst first, one for each finding of each subject; the silenced ones among them. */
  items: z.array(DoctorItem),
  /** Ids of what was looked for and is nowhere. What could not be looked for is not among them. */
  passed: z.array(z.string()),
  /** What could not be looked at, so that nothing is known of it. */
  unread: z.array(z.object({ subject: Subject, problem: MessageSchema })),
  looked: z.object({
    extensions: z.number().int(),
    /** Those that are on. */
    remotes: z.number().int(),
    /** Units of extensions; null where no service manager answers. */
    services: z.number().int().nullable(),
    /** Whether it is the running system, so that its boot, kernel and services are looked at as well. */
    boot: z.boolean(),
  }),
  /** Milliseconds. */
  took: z.number(),
  /** When it was looked, in milliseconds since 1970. */
  at: z.number(),
});
export type DoctorReport = Readonly<z.infer<typeof DoctorReport>>;
