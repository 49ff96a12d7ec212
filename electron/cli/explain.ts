/** veneer --explain ID: what docs/findings.md tells of what was found. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingIn, idsIn } from '../../shared/diagnosis/finding-page.ts';
import { currentLanguage } from '../../shared/messages/language.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { nearestWord } from '../../shared/messages/nearest-word.ts';
import { ERROR_CODES, VeneerError } from '../../shared/model/errors.ts';
import { DIST } from '../api/paths.ts';
import { textOf } from './terminal.ts';
import { wrapLine } from './wrap.ts';

const WIDTH = 80;

/** The page, as build.mjs lays it beside the programs; in English where it is not written in what is spoken. */
export function readFindingsPage(): string {
  const own = join(DIST, `findings.${currentLanguage()}.md`);
  return readFileSync(existsSync(own) ? own : join(DIST, 'findings.md'), 'utf8');
}

/** @throws {VeneerError} `not-found` where nothing has this id */
export function explanationOf(page: string, id: string): string {
  const found = findingIn(page, id);
  if (found === null) throw noSuchId(page, id);
  const parts = [
    messageOf('cli.explain-seen', { text: plain(found.seen) }),
    messageOf('cli.explain-why', { text: plain(found.why) }),
    messageOf('cli.explain-way-out', { text: plain(found.wayOut) }),
    messageOf('cli.explain-source', { text: plain(found.source) }),
  ];
  return `${id}\n\n${parts.map((one) => `${wrapLine(textOf(one), WIDTH)}\n`).join('\n')}`;
}

function noSuchId(page: string, id: string): VeneerError {
  // An error's code has its place in the list of exit codes.
  const nextStep = Object.hasOwn(ERROR_CODES, id)
    ? messageOf('cli.see', { command: 'veneer help exit-codes' })
    : messageOf('cli.explain-takes', { command: 'veneer list --json' });
  const meant = nearestWord(id, idsIn(page));
  return new VeneerError('not-found', messageOf('cli.nothing-is-found-as', { id }), {
    nextStep: meant === null ? nextStep : messageOf('cli.did-you-mean', { meant }),
  });
}

/** Without the marks of Markdown. */
const plain = (text: string): string => text.replace(/`([^`]*)`/g, '$1').replace(/_(danger|warning|note)_/g, '$1');
