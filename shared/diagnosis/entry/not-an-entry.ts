import { vendorOf } from '../../images/vendor-store.ts';
import { type Message, messageOf } from '../../messages/message.ts';
import type { Severity } from '../../model/diagnosis.ts';
import type { EntryProblem } from '../../systemd/discovery.ts';
import { versionPattern } from '../../systemd/vpick.ts';
import { rule } from '../rule.ts';
import { type EntryFacts, entrySubject } from './facts.ts';

const PROBLEMS: Readonly<Record<Exclude<EntryProblem, 'no-fitting-version'>, Message>> = {
  dangling: messageOf('extension.symlink-leads-nowhere-so-systemd-does'),
  'null-link': messageOf('extension.symlink-leads-to-dev-null-which'),
  'special-file': messageOf('extension.it-is-neither-file-nor-folder'),
  unreadable: messageOf('extension.it-cannot-be-looked-at-with'),
  loop: messageOf('extension.symlink-leads-in-circle-and-systemd'),
  'through-file': messageOf('extension.symlink-leads-through-file-and-systemd'),
};

/** Those with which nothing is listed at all. */
const ENDS_ALL: ReadonlySet<EntryProblem> = new Set(['loop', 'through-file']);

/** What stands in a search directory and is no extension to systemd. */
export const notAnEntry = rule(
  ['dangling', 'vendor-image-absent', 'special-file', 'no-fitting-version', 'unreadable', 'loop', 'through-file'],
  'image_discover() of systemd, and systemd.v(7); measured on 252, 257 and 262',
  (facts: EntryFacts) => {
    const { problem, path, leadsTo } = facts;
    // A link to /dev/null is meant as something else.
    if (problem === null || problem === 'null-link') return [];
    const said = { subject: entrySubject(facts), message: problemMessage(problem, path, leadsTo) };
    // The OS puts it there before it makes the link, or the partition is not mounted in this tree.
    if (problem === 'dangling' && vendorOf(leadsTo) !== null)
      return [{ id: 'vendor-image-absent', severity: 'note', ...said }];
    const severity: Severity = ENDS_ALL.has(problem) ? 'danger' : 'warning';
    return [{ id: problem, severity, ...said }];
  },
);

/**
 * @param path of the entry, by whose file name a version is looked for in it
 * @param leadsTo where a link leads, without the root
 */
export function problemMessage(problem: EntryProblem, path: string, leadsTo: string): Message {
  if (problem === 'dangling' && vendorOf(leadsTo) !== null)
    return messageOf('extension.image-of-vendor-is-not-here', { target: leadsTo });
  if (problem !== 'no-fitting-version') return PROBLEMS[problem];
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  return messageOf('extension.no-version-in-this-folder-fits', { pattern: versionPattern(fileName) });
}
