/** Names that systemd passes over where it looks through a folder: hidden files and backups (hidden_or_backup_file()). */

const SUFFIXES = [
  ...['rpmnew', 'rpmsave', 'rpmorig'],
  ...['dpkg-old', 'dpkg-new', 'dpkg-tmp', 'dpkg-dist', 'dpkg-bak', 'dpkg-backup', 'dpkg-remove'],
  ...['ucf-new', 'ucf-old', 'ucf-dist'],
  ...['swp', 'bak', 'old', 'new'],
];
/** 262 passes it over, 252 and 257 do not (measured). */
const IGNORE_SINCE = 262;
const ALONE = new Set(['lost+found', 'aquota.user', 'aquota.group']);

/** @param fileName one component of a path */
export function isHiddenOrBackup(fileName: string, version: number): boolean {
  if (fileName.startsWith('.') || fileName.endsWith('~') || ALONE.has(fileName)) return true;
  const dot = fileName.lastIndexOf('.');
  if (dot < 0) return false;
  const suffix = fileName.slice(dot + 1);
  return SUFFIXES.includes(suffix) || (suffix === 'ignore' && version >= IGNORE_SINCE);
}
