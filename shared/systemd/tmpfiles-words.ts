/** Words of a line of tmpfiles.d(5), whatever stands in a name. */

/** A path where a line has one: systemd 252 undoes no escape there but those of quoting. */
export const quotePath = (path: string): string => `"${path.replaceAll(/["\\]/g, '\\$&').replaceAll('%', '%%')}"`;

/** The last field of a line: all escapes of C are undone there, and no quotes. */
export const escapeArgument = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break would begin a line of its own
    .replaceAll(/[\x00-\x20\x7f]/g, (letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`);
