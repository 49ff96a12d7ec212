/** The verity signature partition: a JSON object with the root hash and a PKCS#7 signature (systemd.image-policy). */
import { X509Certificate } from 'node:crypto';
import type { RandomAccess } from '../source.ts';
import { ImageError } from '../tree.ts';

const MAX_BYTES = 1024 * 1024;
const SEQUENCE = 0x30;
const CONTEXT_0 = 0xa0;

export interface VeritySignature {
  readonly rootHash: string | null;
  /** Lower-case hex of SHA-256, as the image names it; null where it does not. */
  readonly certificateFingerprint: string | null;
  /** Of the certificate inside the signature; null where it carries none. */
  readonly subject: string | null;
}

/** @throws {ImageError} where the partition holds no such object */
export async function readVeritySignature(partition: RandomAccess): Promise<VeritySignature> {
  const bytes = await partition.read(0, Math.min(partition.size, MAX_BYTES));
  const end = bytes.indexOf(0);
  // As dissected_image_load_verity_sig_partition of systemd has it.
  if (end >= 0 && bytes.subarray(end).some((byte) => byte !== 0))
    throw new ImageError('corrupt', 'the signature partition goes on behind its text', end);
  const text = bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
  let fields: Readonly<Record<string, unknown>>;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) throw new Error('no object');
    fields = value as Record<string, unknown>;
  } catch {
    throw new ImageError('corrupt', 'the signature partition holds no JSON object', 0);
  }
  const hex = (name: string) => {
    const value = fields[name];
    return typeof value === 'string' && /^[0-9a-f]+$/i.test(value) ? value.toLowerCase() : null;
  };
  const signature =
    typeof fields['signature'] === 'string' ? Buffer.from(fields['signature'], 'base64') : Buffer.alloc(0);
  return {
    rootHash: hex('rootHash'),
    certificateFingerprint: hex('certificateFingerprint'),
    subject: subjectIn(signature),
  };
}

/** The subject of the first certificate in a PKCS#7 SignedData; null where none can be read. */
function subjectIn(der: Buffer): string | null {
  try {
    for (const place of certificates(der))
      return new X509Certificate(der.subarray(place.from, place.end)).subject.replaceAll('\n', ', ');
  } catch {
    // Whatever it is, it names nobody.
  }
  return null;
}

interface Element {
  readonly tag: number;
  readonly from: number;
  readonly start: number;
  readonly end: number;
}

/** The element of DER at an offset. @throws {Error} where there is none */
function elementAt(der: Buffer, from: number): Element {
  const tag = der.readUInt8(from);
  let start = from + 2;
  let length = der.readUInt8(from + 1);
  if (length >= 0x80) {
    const bytes = length & 0x7f;
    if (bytes < 1 || bytes > 4) throw new Error('an absurd length');
    length = der.readUIntBE(start, bytes);
    start += bytes;
  }
  if (start + length > der.length) throw new Error('an element leads past the end');
  return { tag, from, start, end: start + length };
}

/** ContentInfo { oid, [0] SignedData { version, algorithms, content, [0] certificates, ... } } */
function* certificates(der: Buffer): Generator<Element> {
  const contentInfo = elementAt(der, 0);
  const oid = elementAt(der, contentInfo.start);
  const wrapped = elementAt(der, oid.end);
  const signedData = elementAt(der, wrapped.start);
  for (let place = signedData.start; place < signedData.end; ) {
    const element = elementAt(der, place);
    if (element.tag === CONTEXT_0) {
      for (let inner = element.start; inner < element.end; ) {
        const certificate = elementAt(der, inner);
        if (certificate.tag === SEQUENCE) yield certificate;
        inner = certificate.end;
      }
    }
    place = element.end;
  }
}
