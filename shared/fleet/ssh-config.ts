/** Names in an OpenSSH client config: no more of it than which hosts it names, and which files it includes (ssh_config(5)). */

export interface SshConfigFile {
  /** Names that stand for one host: without `*`, `?` and `!`, in their order. */
  readonly hosts: readonly string[];
  /** Patterns of files that are included, as they are written. */
  readonly includes: readonly string[];
}

/** What a person keeps; more is passed over. */
const MOST_LINES = 100_000;

/** @param text of one file */
export function readSshConfig(text: string): SshConfigFile {
  const hosts: string[] = [];
  const includes: string[] = [];
  for (const line of text.split('\n', MOST_LINES)) {
    const found = /^\s*(host|include)(?:\s*=\s*|\s+)(.*)$/i.exec(line);
    if (found === null) continue;
    const [, keyword = '', rest = ''] = found;
    const words = wordsIn(rest);
    if (keyword.toLowerCase() === 'include') includes.push(...words);
    else hosts.push(...words.filter((word) => !/[*?!]/.test(word)));
  }
  return { hosts: [...new Set(hosts)], includes };
}

/** Words, which may be quoted; a `#` that begins one begins a comment (argv_split() of OpenSSH). */
function wordsIn(text: string): string[] {
  const words: string[] = [];
  for (const [word, quoted] of text.matchAll(/"([^"]*)"|[^\s"]+/g)) {
    if (quoted === undefined && word.startsWith('#')) break;
    words.push(quoted ?? word);
  }
  return words.filter((word) => word !== '');
}
