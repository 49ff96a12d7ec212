/** Paths and addresses as systemd checks them (path-util.c, web-util.c). */

/** Absolute, without `.` and `..` and empty parts; a slash may stand at its end. */
export function isNormalizedPath(path: string): boolean {
  if (!path.startsWith('/') || path.length > 4095) return false;
  if (path === '/') return true;
  const parts = path.slice(1).split('/');
  if (parts.at(-1) === '') parts.pop();
  return parts.every((part) => part !== '' && part !== '.' && part !== '..');
}

/** path_simplify(): without double slashes, `.` parts and slashes at the end. */
export function simplifyPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return path.startsWith('/') ? `/${parts.join('/')}` : parts.join('/');
}

/** An address of the web, or of a file of this machine, which systemd takes for tests. */
export function isUrl(text: string): boolean {
  const rest = /^(?:https?:\/\/|file:\/)(.+)$/.exec(text)?.[1];
  return rest !== undefined && [...rest].every((c) => c > '\0' && c <= '\x7f');
}
