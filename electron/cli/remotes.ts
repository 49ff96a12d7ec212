/** veneer remote: lists, adds, edits and removes remotes. */

import { joinTexts, messageOf } from '../../shared/messages/message.ts';
import type { Remote, RemoteState } from '../../shared/model/catalog.ts';
import { ERROR_CODES, VeneerError } from '../../shared/model/errors.ts';
import { knownAt, suitingFirst } from '../../shared/remotes/known-remotes.ts';
import { isOci } from '../../shared/remotes/oci-address.ts';
import type { Host } from '../hosts/host.ts';
import { readRegular } from '../node/regular-file.ts';
import { noRemote } from '../remotes/remotes.ts';
import type { Session } from '../session/session.ts';
import type { Invocation } from './invocation.ts';
import { problemOf } from './read-remotes.ts';
import { printError, printOut, sayAnswer, tellHint, tellNote, textOf } from './terminal.ts';
import { remoteTable } from './text.ts';

export async function changeRemotes({ catalog }: Session, host: Host, invocation: Invocation): Promise<number> {
  const [verb, name = '', url = ''] = invocation.operands;
  const knownRemote = () => {
    const found = catalog.remotes.list().find((one) => one.name === name);
    if (found === undefined) throw noRemote(name);
    return found;
  };
  switch (verb) {
    case 'add':
      await catalog.add({ name, url, enabled: true, ...trustOf(invocation, null) }, host.release(), null);
      return printRemote(catalog, invocation, name, 'cli.remote-is-added');
    case 'edit':
      if (invocation.acceptOlder) catalog.acceptOlder(name);
      await catalog.remotes.put(
        { ...knownRemote(), ...(url === '' ? {} : { url }), ...trustOf(invocation, knownRemote()) },
        false,
      );
      break;
    case 'enable':
    case 'disable':
      await catalog.remotes.put({ ...knownRemote(), enabled: verb === 'enable' }, false);
      break;
    case 'known': {
      const known = catalog.state().remotes.filter(({ url }) => knownAt(url) !== null);
      return printRemotes(suitingFirst(known, host.release().fields), invocation.json);
    }
    case 'remove':
      return removeRemote(catalog, invocation, knownRemote());
    default:
      await catalog.refresh('revalidate', null, host.release(), null);
      return printRemotes(suitingFirst(catalog.state().remotes, host.release().fields), invocation.json);
  }
  await catalog.refresh('revalidate', name, host.release(), null);
  return printRemote(catalog, invocation, name, verb === 'edit' ? 'cli.remote-is-changed' : 'cli.remote-is-on');
}

function removeRemote({ remotes }: Session['catalog'], { json }: Invocation, { name, url }: Remote): number {
  remotes.remove(name);
  if (json) sayAnswer('remote', { remote: null });
  else {
    printOut(messageOf('cli.remote-is-removed', { name }));
    tellHint(messageOf('cli.add-remote-again', { command: `veneer remote add ${name} ${url}` }));
  }
  return 0;
}

/** What became of it, and what to do next. @returns the exit code of what went wrong when it was asked */
function printRemote(
  catalog: Session['catalog'],
  { json }: Invocation,
  name: string,
  done: 'cli.remote-is-added' | 'cli.remote-is-changed' | 'cli.remote-is-on',
): number {
  const state = catalog.state().remotes.find((one) => one.name === name);
  if (json) sayAnswer('remote', { remote: state ?? null });
  if (state === undefined) return 0;
  const { enabled, count, error } = state;
  const exitCode = error === null ? 0 : ERROR_CODES[error.code].exitCode;
  if (json) return exitCode;
  if (!enabled) {
    printOut(messageOf(done === 'cli.remote-is-on' ? 'cli.remote-is-off' : done, { name }));
    tellHint(messageOf('cli.turn-remote-on', { command: `veneer remote enable ${name}` }));
    return exitCode;
  }
  const said = messageOf(done, { name });
  if (error === null) {
    printOut(joinTexts([said, messageOf('cli.it-has-extensions', { count })], ' '));
    if (isOci(state.url)) tellNote(messageOf('cli.what-is-downloaded-has-digest'));
    if (count > 0) tellHint(messageOf('cli.see-what-remote-has', { command: `veneer search --remote ${name}` }));
    return exitCode;
  }
  // It is as it was asked to be, and a script has to tell that nothing comes from it yet.
  printOut(said);
  printError(messageOf('cli.veneer', { what: problemOf(state) }));
  if (error.nextStep !== null) printError(`  ${textOf(error.nextStep)}`);
  return exitCode;
}

function printRemotes(remotes: readonly RemoteState[], json: boolean): number {
  if (json) sayAnswer('remotes', { remotes });
  else printOut(remoteTable(remotes));
  return 0;
}

function trustOf({ key, systemKey, unsigned }: Invocation, before: Remote | null): Pick<Remote, 'trust' | 'key'> {
  if (key !== null) return { trust: 'pinned', key: readKey(key) };
  if (systemKey) return { trust: 'system', key: null };
  if (unsigned || before === null) return { trust: 'unsigned', key: null };
  return { trust: before.trust, key: before.key };
}

const MAX_KEY = 1024 * 1024;

function readKey(path: string): string {
  try {
    const key = readRegular(path, MAX_KEY, { followLink: true });
    if (key !== null) return key.toString('utf8');
  } catch (error) {
    throw new VeneerError('not-found', messageOf('cli.key-cannot-be-read', { path }), { detail: String(error) });
  }
  throw new VeneerError('not-found', messageOf('cli.key-cannot-be-read', { path }), {
    nextStep: messageOf('cli.look-where-it-is-now'),
  });
}
