import * as z from 'zod';

/**
 * From where an image came and what vouched for it then, in short: `signed`, its list by a key; `checksum`, it is what an unsigned
 * list says; `unchecked`, nothing said what it has to be; `file`, a person had it already.
 */
export const Provenance = z.object({
  kind: z.enum(['signed', 'checksum', 'unchecked', 'file']),
  /** As who installed it calls it; null for what no remote brought. */
  remote: z.string().nullable(),
  /** Where it was fetched, or below which; null for a file, and where that was not kept. */
  address: z.string().nullable(),
  /** Fingerprint of the key; null where nobody signed, and where systemd checked it and tells no key. */
  signedBy: z.string().nullable(),
});
export type Provenance = Readonly<z.infer<typeof Provenance>>;
