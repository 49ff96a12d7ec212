/** The commands that look into images: ls, cat, verify, conflicts. */

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { extensionOf, insideOf } from '../../shared/diagnosis/subject.ts';
import { joinTexts, type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { CLASSES } from '../../shared/systemd/classes.ts';
import { type Conflicts, findConflicts } from '../extensions/conflicts.ts';
import { verifyFile } from '../extensions/image-details.ts';
import { type FoundEntry, findFile, listEntries, listWithXattrs, readText } from '../extensions/listing.ts';
import { lookInside } from '../extensions/look-inside.ts';
import { type Content, contentOf } from '../extensions/reading.ts';
import { readSystem, type System, type Target } from '../extensions/system.ts';
import type { ImageTree } from '../images/tree.ts';
import type { Invocation } from './invocation.ts';
import { isTerminal } from './manner.ts';
import { neitherNameNorPath } from './no-such-name.ts';
import { entryNamed, targetOf } from './target.ts';
import { answerText, printLong, safeText, stdout, tellAgain, tellNote } from './terminal.ts';
import { tellUnreadable, unreadableIn } from './unreadable.ts';

/** A piece of a file that is printed at a time. */
const PIECE = 1024 * 1024;

export async function runLook(invocation: Invocation): Promise<number> {
  const target = targetOf(invocation);
  const system = await readSystem(target, null);
  switch (invocation.command) {
    case 'conflicts':
      return runConflicts(invocation, target, system);
    case 'verify':
      return runVerify(invocation, target, system);
    default:
      return runInside(invocation, target, system);
  }
}

/** A file or folder where there is one at that path, else the extension of that name. */
function contentNamed(what: string, { class: extensionClass }: Invocation, target: Target, system: System): Content {
  const stat = statSync(what, { throwIfNoEntry: false });
  if (stat !== undefined && (what.includes('/') || stat.isFile())) {
    return { hostPath: resolve(what), kind: stat.isDirectory() ? 'folder' : 'image' };
  }
  const found = (extensionClass === null ? CLASSES : [extensionClass]).flatMap(
    (one) => entryNamed(system, one, what) ?? [],
  );
  const [extension, other] = found.some((one) => !one.masks) ? found.filter((one) => !one.masks) : found;
  if (other !== undefined)
    throw new VeneerError('invalid-input', messageOf('cli.name-is-of-both-classes', { name: what }), {
      nextStep: messageOf('cli.choose-class'),
    });
  const content = extension === undefined ? null : contentOf(target.root, extension);
  if (content === null) {
    throw neitherNameNorPath(
      system.extensions.map(({ name }) => name),
      what,
    );
  }
  return content;
}

async function runInside(invocation: Invocation, target: Target, system: System): Promise<number> {
  const [what = '', path = ''] = invocation.operands;
  return lookInside(contentNamed(what, invocation, target, system), system.release, async (tree) => {
    if (invocation.command === 'cat') await printFile(tree, path, invocation.json);
    else await printEntries(tree, path, invocation.json);
    return 0;
  });
}

/** As they are found, but for a pager, which is there only where all of them are too many. */
async function printEntries(tree: ImageTree, path: string, json: boolean): Promise<void> {
  if (json) {
    for await (const piece of listWithXattrs(tree, path))
      await writeWhole(piece.map((entry) => answerText('ls', entry, true)).join(''));
    return;
  }
  const held: string[] = [];
  for await (const piece of listEntries(tree, path)) {
    const lines = piece.map(lineOf);
    if (isTerminal()) held.push(...lines);
    else await writeWhole(`${lines.join('\n')}\n`);
  }
  if (held.length > 0) await printLong(() => held.join('\n'));
}

async function printFile(tree: ImageTree, path: string, json: boolean): Promise<void> {
  const node = await findFile(tree, path);
  if (json) {
    const { text, truncated, sha256 } = await readText(tree, node);
    return writeWhole(answerText('cat', { path, size: node.size, text, truncated, sha256 }));
  }
  for (let at = 0; at < node.size; at += PIECE) {
    const piece = await tree.read(node, at, Math.min(PIECE, node.size - at));
    if (at === 0 && isTerminal() && !isText(piece)) {
      throw new VeneerError('invalid-input', messageOf('cli.is-no-text', { path }), {
        nextStep: messageOf('cli.write-it-to-file'),
      });
    }
    await writeWhole(piece);
  }
}

/** Whether bytes are text that a terminal can show: nothing but UTF-8, and no character that acts but line breaks and tabs. */
function isText(piece: Buffer): boolean {
  // The last character may go on in the next piece.
  const text = piece.toString('utf8').replace(/\ufffd{1,3}$/, '');
  return !/[^\P{Cc}\n\r\t]|\ufffd/u.test(text);
}

/** Waits where the reader is slower than we are. */
function writeWhole(piece: string | Buffer): Promise<void> {
  return new Promise((settle) => {
    if (stdout().write(piece)) settle();
    else stdout().once('drain', () => settle());
  });
}

const LETTERS: Readonly<Record<FoundEntry['type'], string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  char: 'c',
  block: 'b',
  fifo: 'p',
  socket: 's',
};

function lineOf({ path, type, mode, uid, gid, size, target }: FoundEntry): string {
  const arrow = target === null ? '' : ` -> ${safeText(target)}`;
  return `${LETTERS[type]} ${mode.toString(8).padStart(4, '0')} ${uid}:${gid} ${String(size).padStart(10)} ${safeText(path)}${arrow}`;
}

async function runVerify(invocation: Invocation, target: Target, system: System): Promise<number> {
  const [what = ''] = invocation.operands;
  const content = contentNamed(what, invocation, target, system);
  if (content.kind !== 'image') throw new VeneerError('unsupported', messageOf('cli.folder-has-no-verity-tree'));
  const shows = process.stderr.isTTY === true && !invocation.json;
  let last = { intact: false as boolean | null, failure: null as Message | null, total: 0 };
  for await (const progress of verifyFile(content.hostPath, system.release, null)) {
    last = progress;
    if (shows) tellAgain(`${Math.floor((100 * progress.done) / Math.max(1, progress.total))} %`);
  }
  if (shows) tellAgain('');
  if (invocation.json) await writeWhole(answerText('verify', { intact: last.intact, failure: last.failure }, true));
  else
    await writeWhole(
      `${safeText(
        last.intact === true
          ? messageOf('cli.every-block-is-right')
          : joinTexts([messageOf('cli.it-is-damaged'), ...(last.failure === null ? [] : [last.failure])], ' '),
      )}\n`,
    );
  return last.intact === true ? 0 : 13;
}

async function runConflicts(invocation: Invocation, target: Target, system: System): Promise<number> {
  const classes = invocation.class === null ? CLASSES : [invocation.class];
  const parts: Conflicts[] = [];
  for (const one of classes) parts.push(await findConflicts(target, system, one));
  // No file can be of both: /usr and /opt are of the one, /etc of the other.
  const found: Conflicts = {
    conflicts: parts.flatMap((one) => one.conflicts),
    vanishing: parts.flatMap((one) => one.vanishing),
    baseKnown: parts.every((one) => one.baseKnown),
    unread: parts.flatMap((one) => one.unread),
  };
  const problems = unreadableIn(system, classes);
  if (invocation.json) await writeWhole(answerText('conflicts', { ...found, problems }));
  else {
    if (found.conflicts.length === 0) {
      const none =
        found.unread.length === 0 ? 'cli.no-file-is-in-two-places' : 'cli.no-file-in-two-places-of-those-read';
      await writeWhole(`${safeText(messageOf(none))}\n`);
    }
    for (const { path, owners, winner } of found.conflicts)
      await writeWhole(`${safeText(messageOf('cli.wins', { path, owners: owners.join(', '), winner }))}\n`);
    for (const { subject, message } of found.vanishing)
      await writeWhole(
        `${safeText(joinTexts([`/${insideOf(subject)}`, extensionOf(subject) ?? '', message], ': '))}\n`,
      );
    if (!found.baseKnown) tellNote(messageOf('cli.base-cannot-be-told'));
  }
  for (const { name, problem } of found.unread) tellNote(messageOf('cli.about', { name, what: problem }));
  return tellUnreadable(problems, invocation);
}
