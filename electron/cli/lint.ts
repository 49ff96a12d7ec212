/** veneer lint: an image or folder looked over before anybody installs it. */
import { resolve } from 'node:path';
import { SEVERITY_WORDS } from '../../shared/doctor/summary.ts';
import { joinTexts, messageOf } from '../../shared/messages/message.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { FOUND_DANGERS, FOUND_WARNINGS } from '../../shared/model/errors.ts';
import { lintFile } from '../extensions/lint.ts';
import { diagnosisText } from './diagnosis-text.ts';
import type { Invocation } from './invocation.ts';
import { targetOf } from './target.ts';
import { printLong, printOut, safeText, sayAnswer, tellNote } from './terminal.ts';

export async function runLint(invocation: Invocation): Promise<number> {
  const { operands, name, json, isRootNamed } = invocation;
  const target = isRootNamed ? targetOf(invocation) : null;
  const linted = await lintFile(resolve(operands[0] ?? ''), { class: invocation.class, name }, target);
  const { findings, problem, release: _, ...what } = linted;
  if (json) sayAnswer('lint', { ...what, findings: [...findings], problem });
  else {
    if (problem !== null) tellNote(problem);
    if (findings.length === 0) printOut(messageOf('cli.lint-nothing'));
    else await printLong(() => findings.map((one) => `${findingText(one)}\n`).join('\n'));
  }
  const has = (severity: Diagnosis['severity']) => findings.some((one) => one.severity === severity);
  return has('danger') ? FOUND_DANGERS : has('warning') ? FOUND_WARNINGS : 0;
}

function findingText(one: Diagnosis): string {
  const head = joinTexts([SEVERITY_WORDS[one.severity], diagnosisText(one)], ': ');
  return `${safeText(head)}\n  ${safeText(messageOf('cli.see', { command: `veneer --explain ${one.id}` }))}`;
}
