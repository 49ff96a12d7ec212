/** What a manifest beside an image says of its release file. */
import { gunzipSync } from 'node:zlib';

const MAX_UNPACKED = 32 * 1024 * 1024;

/**
 * The fields of the release file, as mkosi writes them into a manifest (`extension`), or sysextmgr did before it took
 * those (`sysext`, create-json); null for what is none.
 */
export function manifestFields(bytes: Buffer): Map<string, string> | null {
  try {
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const text = (isPacked ? gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED }) : bytes).toString('utf8');
    const told = JSON.parse(text) as { extension?: unknown; sysext?: unknown };
    const extension = told.extension ?? told.sysext;
    if (typeof extension !== 'object' || extension === null || Array.isArray(extension)) return null;
    const fields = Object.entries(extension).filter((one): one is [string, string] => typeof one[1] === 'string');
    return fields.length === 0 ? null : new Map(fields);
  } catch {
    // A manifest that cannot be read tells nothing; the image itself does.
    return null;
  }
}
