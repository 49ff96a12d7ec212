/**
 * Which names systemd accepts for an image (image_name_is_valid in systemd, measured by the discovery recordings).
 * The helper uses the same rule, so it stands apart from discovery.
 */
import { utf8Length } from '../images/utf8.ts';

const MAX_NAME_BYTES = 255;

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
