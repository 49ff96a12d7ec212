/**
 * Which names systemd accepts for an image (image_name_is_valid in systemd, measured by the discovery recordings).
 * The helper uses the same rule, so it stands apart from discovery.
 */

const MAX_NAME_BYTES = 255;

/** UTF-8 length of a string without an encoder, as shared code has neither DOM nor Node. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const c of text) {
    const point = c.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Whether systemd takes `name` as the name of an image: one path component, no control characters, no `.#` prefix. */
export function isExtensionName(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || name.includes('/')) return false;
  if (utf8Length(name) > MAX_NAME_BYTES) return false;
  for (const c of name) {
    const point = c.codePointAt(0) ?? 0;
    if (point < 0x20 || point === 0x7f) return false;
    if (point === 0xfffd || (point >= 0xd800 && point <= 0xdfff)) return false;
  }
  return !name.startsWith('.#');
}
