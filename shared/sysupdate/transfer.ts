/**
 * Transfer files of systemd-sysupdate (sysupdate.d(5)), by which it keeps an extension current in the same layout that
 * Veneer installs into.
 */
import type { Store } from '../images/store.ts';

/** Where new versions of a name come from, and where they go. */
export interface Transfer {
  readonly name: string;
  /** The folder at the server that holds SHA256SUMS. */
  readonly url: string;
  /** What the files are called there, with `@v` for the version. */
  readonly patterns: readonly string[];
  /** Whether SHA256SUMS must carry a good signature. */
  readonly verify: boolean;
  readonly store: Store;
  /** How many older versions stay, 1 to 100; sysupdate always keeps one. */
  readonly keep: number;
}

/** Stands at the top of each file that is ours; what others wrote is not ours to change. */
export const TRANSFER_MARK = '# Made by Veneer.';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,200}$/;

/** Whether a name can stand in a transfer file, where white space, `@` and `%` mean something else. */
export function isTransferName(name: string): boolean {
  return NAME.test(name);
}

const PATTERN = /^(?:[A-Za-z0-9._+~^-]|%[awo])*@v(?:[A-Za-z0-9._+~^-]|%[awo])*\.raw(?:\.(?:xz|gz|bz2|zst))?$/;

/**
 * Whether `text` may be a MatchPattern= of the source: one `@v`, the specifiers `%a` (architecture), `%w` (the host's
 * VERSION_ID) and `%o` (its ID), and else only what needs no quoting.
 */
export function isSourcePattern(text: string): boolean {
  return text.length <= 255 && PATTERN.test(text);
}

const ADDRESS = /^(https?):\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?\/[!-~]*$/;
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/;

/** Whether a host is this machine itself. @param host without a port, in lower case */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/**
 * Whether `text` is an address that may be fetched from: https, or http at this machine itself; a host in lower case,
 * no user, no fragment, and a path of visible ASCII, as the URL standard writes it.
 */
export function isSourceUrl(text: string): boolean {
  const [, scheme = '', host = ''] = ADDRESS.exec(text) ?? [];
  if (text.length > 2000 || /[\\#"'<>`]/.test(text)) return false;
  return scheme === 'https' || (scheme === 'http' && isLoopback(host));
}

/**
 * What stands before each version of a stream: `v1.32.` in `kubernetes-v1.32.@v-%a.raw` of `kubernetes`, as Flatcar's bakery
 * publishes them. Empty where the version is whole.
 */
export function streamOfPattern(pattern: string, name: string): string {
  const before = /^([^@]*)@v/.exec(pattern)?.[1] ?? '';
  const stream = before.startsWith(name) ? before.slice(name.length).replace(/^[-_]/, '') : '';
  return /^v?\d+(?:\.\d+)*\.$/.test(stream) ? stream : '';
}

/**
 * A pattern that takes the versions of a stream alone.
 *
 * @param wanted such as `v1.32.*`
 * @returns null for what names no stream, or a pattern that has one already
 */
export function streamPattern(pattern: string, name: string, wanted: string): string | null {
  const stream = /^(v?\d+(?:\.\d+)*\.)\*$/.exec(wanted)?.[1];
  if (stream === undefined || streamOfPattern(pattern, name) !== '') return null;
  return pattern.startsWith(`${name}-@v`) || pattern.startsWith(`${name}_@v`)
    ? pattern.replace('@v', `${stream}@v`)
    : null;
}

/** From when on systemd-sysupdate knows folders in patterns. */
const FOLDERS_SINCE = 257;

/**
 * The file, as sysupdate.d(5) has it; 257 and 262 read it (measured).
 *
 * @param kept the versions that systemd-sysupdate must not take away
 * @param systemdVersion for which it is written
 */
export function transferText(
  { name, url, patterns, verify, store, keep }: Transfer,
  kept: readonly string[] = [],
  systemdVersion = FOLDERS_SINCE,
): string {
  const literal = (text: string) => text.replaceAll('%', '%%');
  // The same version is built anew for each release of the OS, so the release stands in its name here too.
  const hasRelease = patterns.some((pattern) => pattern.includes('%w'));
  const stream = streamOfPattern(patterns[0] ?? '', name);
  const version = `${stream}${hasRelease ? '@v-%w' : '@v'}`;
  const targets = [`${name}-${version}-%a.raw`, `${name}-${version}.raw`];
  /*
   * 262 deletes what no pattern fits any more, such as every image of the OS release before, or outside of the stream. This
   * one fits them as a folder would that may hold something, and never counts them: they are no folders (measured on 257
   * and 262).
   */
  if ((hasRelease || stream !== '') && systemdVersion >= FOLDERS_SINCE) targets.push(`${name}-@v.raw/kept`);
  return `${TRANSFER_MARK} It fetches new versions of ${name} when systemd-sysupdate is asked to.
[Transfer]
Verify=${verify ? 'yes' : 'no'}
${protectedLines(kept, hasRelease, stream)}
[Source]
Type=url-file
Path=${literal(url)}
MatchPattern=${patterns.join(' ')}

[Target]
Type=regular-file
Path=${store.store}/${name}
MatchPattern=${targets.join(' ')}
CurrentSymlink=${store.directory}/${name}.raw
Mode=0644
InstancesMax=${keep + 1}
`;
}

/**
 * Where the OS release is in a name, systemd's version ends before it (`1.0` of Veneer's `1.0-43`), and in a stream it begins
 * behind what all have (`13` of `v1.32.13`).
 */
function protectedLines(kept: readonly string[], hasRelease: boolean, stream: string): string {
  const both = kept.flatMap((version) => {
    const whole = hasRelease ? version.replace(/-[^-]+$/, '') : version;
    return [version, whole.startsWith(stream) ? whole.slice(stream.length) : whole];
  });
  return [...new Set(both)].map((one) => `ProtectVersion=${one}\n`).join('');
}

/** The same file with other protected versions, or none; what else stands in it stays. */
export function withProtected(text: string, kept: readonly string[]): string {
  const without = text.replaceAll(/^ProtectVersion=.*\n/gm, '');
  const name = /new versions of (\S+) when/.exec(text)?.[1] ?? '';
  const pattern = /^MatchPattern=(\S*)/m.exec(text)?.[1] ?? '';
  const lines = protectedLines(kept, /^MatchPattern=.*%w/m.test(text), streamOfPattern(pattern, name));
  return without.replace(/^(Verify=.*\n)/m, `$1${lines}`);
}
