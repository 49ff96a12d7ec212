/**
 * Signatures of minisign: Ed25519 of the bytes themselves (`Ed`) or of their BLAKE2b-512 (`ED`), and a second one over the first
 * with the trusted comment. The form is that of minisign's manual, "Signature format" and "Public key format".
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** Bytes of a file whose signature is of all of it: Ed25519 takes them at once. */
const MOST_AT_ONCE = 128 * 1024 * 1024;
const KEY_LENGTH = 42;
const SIGNATURE_LENGTH = 74;
/** What stands before the 32 bytes of a key of Ed25519 in DER (RFC 8410). */
const DER_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const COMMENT = 'untrusted comment:';
const TRUSTED = 'trusted comment: ';

/** The bytes of a file, as often as they are asked for. */
export interface Content {
  readonly size: number;
  pieces(): AsyncIterable<Buffer>;
}

export type Judged = 'signed' | 'other' | 'unreadable' | 'no-key' | 'too-large';

export const isMinisignKey = (key: Buffer): boolean => key.toString('latin1', 0, COMMENT.length) === COMMENT;

/** Whether a key signed some bytes, and the comment that goes with them. */
export async function judgeMinisign(content: Content, signature: Buffer, key: Buffer): Promise<Judged> {
  const trusted = keyOf(key);
  if (trusted === null) return 'no-key';
  const [comment = '', first = '', said = '', last = ''] = linesOf(signature);
  const head = Buffer.from(first, 'base64');
  const whole = Buffer.from(last, 'base64');
  const kind = head.toString('latin1', 0, 2);
  if (
    !comment.startsWith(COMMENT) ||
    !said.startsWith(TRUSTED) ||
    head.length !== SIGNATURE_LENGTH ||
    whole.length !== 64
  )
    return 'unreadable';
  if (kind !== 'ED' && kind !== 'Ed') return 'unreadable';
  if (!head.subarray(2, 10).equals(trusted.id)) return 'other';
  if (kind === 'Ed' && content.size > MOST_AT_ONCE) return 'too-large';
  const over = kind === 'ED' ? await hashOf(content) : await allOf(content);
  const own = head.subarray(10);
  const isFine = verify(null, over, trusted.key, own);
  const isWhole = verify(null, Buffer.concat([own, Buffer.from(said.slice(TRUSTED.length))]), trusted.key, whole);
  return isFine && isWhole ? 'signed' : 'other';
}

function keyOf(file: Buffer): { readonly id: Buffer; readonly key: KeyObject } | null {
  const bytes = Buffer.from(linesOf(file)[1] ?? '', 'base64');
  if (bytes.length !== KEY_LENGTH || bytes.toString('latin1', 0, 2) !== 'Ed') return null;
  const key = createPublicKey({ key: Buffer.concat([DER_HEAD, bytes.subarray(10)]), format: 'der', type: 'spki' });
  return { id: bytes.subarray(2, 10), key };
}

const linesOf = (file: Buffer): string[] => file.toString('utf8').split(/\r?\n/);

async function hashOf(content: Content): Promise<Buffer> {
  const hash = createHash('blake2b512');
  for await (const piece of content.pieces()) hash.update(piece);
  return hash.digest();
}

async function allOf(content: Content): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of content.pieces()) pieces.push(piece);
  return Buffer.concat(pieces);
}
