/** veneer lint: an image or folder looked over before anybody installs it, and a folder mended. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Mend, mendText } from '../../shared/diagnosis/mend/mend.ts';
import { insideOf } from '../../shared/diagnosis/subject.ts';
import { SEVERITY_WORDS } from '../../shared/doctor/summary.ts';
import { joinTexts, type Message, messageOf } from '../../shared/messages/message.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { FOUND_DANGERS, FOUND_WARNINGS, VeneerError } from '../../shared/model/errors.ts';
import { type Linted, lintFile } from '../extensions/lint.ts';
import { type Mended, mendFolder } from '../extensions/mend-folder.ts';
import { diagnosisText } from './diagnosis-text.ts';
import type { Invocation } from './invocation.ts';
import { targetOf } from './target.ts';
import { printLong, printOut, safeText, sayAnswer, tellNote } from './terminal.ts';

/** Each time there is less: of one kind only so many are found at once, and what is mended may show something else. */
const MOST_ROUNDS = 8;

export async function runLint(invocation: Invocation): Promise<number> {
  const { operands, name, json, isRootNamed, fix } = invocation;
  const path = resolve(operands[0] ?? '');
  const target = isRootNamed ? targetOf(invocation) : null;
  const look = () => lintFile(path, { class: invocation.class, name }, target);
  let linted = await look();
  const isFolder = statSync(path).isDirectory();
  if (fix && !isFolder) {
    throw new VeneerError('invalid-input', messageOf('lint.fix-takes-folder', { path }), {
      nextStep: messageOf('lint.unpack-it-first', { path }),
    });
  }
  const mended: Mended[] = [];
  for (let round = 0; fix && linted.mends.length > 0 && round < MOST_ROUNDS; round++) {
    if (!json && round === 0) for (const one of linted.mends) printOut(messageOf('lint.fix', { what: mendText(one) }));
    const done = mendFolder(path, linted.mends);
    mended.push(...done);
    if (!json) for (const one of done) printOut(mendedText(one));
    linted = await look();
    if (done.every(({ problem }) => problem !== null)) break;
  }
  const { findings, problem } = linted;
  if (json) sayAnswer('lint', answerOf(linted, mended));
  else {
    if (problem !== null) tellNote(problem);
    if (findings.length === 0) printOut(messageOf('cli.lint-nothing'));
    else await printLong(() => findings.map((one) => `${findingText(one, linted, isFolder)}\n`).join('\n'));
  }
  const has = (severity: Diagnosis['severity']) => findings.some((one) => one.severity === severity);
  return has('danger') ? FOUND_DANGERS : has('warning') ? FOUND_WARNINGS : 0;
}

function answerOf({ mends, release: _, ...what }: Linted, mended: readonly Mended[]) {
  return {
    ...what,
    findings: what.findings.map((one) => ({ ...one, mend: mendOf(one, mends) })),
    mended: mended.map(({ mend, problem }) => ({ path: `/${mend.path}`, what: mendText(mend), problem })),
  };
}

/** What is done about a finding: at its own place, or to all of the kind. */
function mendOf({ id, subject }: Diagnosis, mends: readonly Mend[]): Message | null {
  const mine = mends.filter(({ of }) => of.includes(id));
  const here = mine.filter(({ path }) => path === insideOf(subject));
  const [first, ...more] = here.length > 0 ? here : mine;
  if (first === undefined) return null;
  const what = mendText(first);
  return more.length === 0 ? what : messageOf('lint.fix-and-more', { what, count: more.length });
}

function mendedText({ mend, problem }: Mended): Message {
  const what = mendText(mend);
  return problem === null ? messageOf('lint.mended', { what }) : messageOf('lint.not-mended', { what, why: problem });
}

function findingText(one: Diagnosis, { mends }: Linted, isFolder: boolean): string {
  const head = joinTexts([SEVERITY_WORDS[one.severity], diagnosisText(one)], ': ');
  const mend = mendOf(one, mends);
  const fix = mend === null ? messageOf('lint.fix-by-hand') : messageOf('lint.fix', { what: mend });
  const lines = [head, ...(isFolder ? [fix] : []), messageOf('cli.see', { command: `veneer --explain ${one.id}` })];
  return lines.map(safeText).join('\n  ');
}
