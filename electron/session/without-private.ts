/** What a report that others will read says of the person: nothing that opens a door, and no name of an account. */
import { homedir } from 'node:os';

/** Of an address the part before the first of these says where it leads; behind it may stand a token. */
const ADDRESS = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s"'<>`]*)/gi;
const BLOCK = /-----BEGIN [^-\n]*-----[\s\S]*?(?:-----END [^-\n]*-----|$)/g;
const CREDENTIAL = /\b(bearer|basic)(\s+)[\w.~+/=-]{6,}/gi;
const NAMED_SECRET =
  /(\b[\w-]*(?:token|secret|passw(?:or)?d|passphrase|authorization|api[-_]?key)["']?\s*[:=]\s*)(?!bearer\b|basic\b)("[^"\n]*"|'[^'\n]*'|[^\s,;&"']+)/gi;
/** Homes of people and of root, on the usual systems. */
const HOMES = /(?<![\w.-])(?:(?:\/var)?\/home\/[^/\s"':,;)]+|(?:\/var)?\/root(?![\w.-]))/g;

const LEFT_OUT = '…';

/** @param home that of who asks, wherever it is */
export function withoutPrivate(text: string, home = homedir()): string {
  const shown = text
    .replaceAll(BLOCK, LEFT_OUT)
    .replaceAll(ADDRESS, (_, scheme: string, rest: string) => scheme + placeOnly(rest))
    .replaceAll(CREDENTIAL, `$1$2${LEFT_OUT}`)
    .replaceAll(NAMED_SECRET, `$1${LEFT_OUT}`);
  return (home.length > 1 ? shown.replaceAll(folderCalled(home), '~') : shown).replaceAll(HOMES, '~');
}

const folderCalled = (path: string) =>
  new RegExp(`(?<![\\w.-])${path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w.-])`, 'g');

/** Without an account before the host, and without what is asked for there. */
function placeOnly(address: string): string {
  const slash = address.search(/[/?#]/);
  const authority = slash < 0 ? address : address.slice(0, slash);
  const [path = ''] = (slash < 0 ? '' : address.slice(slash)).split(/[?#]/);
  const isCut = slash >= 0 && path.length < address.length - slash;
  return authority.slice(authority.lastIndexOf('@') + 1) + path + (isCut ? `?${LEFT_OUT}` : '');
}
