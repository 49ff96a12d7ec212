/** Amounts of bytes as systemd and `ls -h` print them: format_bytes() of systemd, with one figure behind the point, rounded down. */

const UNITS = ['K', 'M', 'G', 'T', 'P', 'E'] as const;

/** @param bytes a whole number */
export function shortSize(bytes: number): string {
  for (let at = UNITS.length - 1; at >= 0; at--) {
    const factor = 1024 ** (at + 1);
    if (bytes < factor) continue;
    const tenths = Math.floor((bytes * 10) / factor) % 10;
    return `${Math.floor(bytes / factor)}${tenths > 0 ? `.${tenths}` : ''}${UNITS[at]}`;
  }
  return `${bytes}B`;
}
