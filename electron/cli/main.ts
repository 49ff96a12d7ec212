/** Runs a command line: what it asks for, and what is said where that goes wrong. Loads only what the command needs. */

import { messageOf } from '../../shared/messages/message.ts';
import { ERROR_CODES, type ErrorReport, VeneerError } from '../../shared/model/errors.ts';
import { VERSION } from '../api/version.ts';
import { errnoError } from '../node/errno-error.ts';
import { parseCommandLine, wantsJson } from './arguments.ts';
import { runComplete } from './complete.ts';
import { helpText } from './help.ts';
import { endAsInterrupted } from './interrupt.ts';
import type { Invocation } from './invocation.ts';
import { speakLanguageOf } from './language.ts';
import { setManner } from './manner.ts';
import { isChangeVerb } from './table/commands.ts';
import { goOnUnread, printError, printLong, printOut, sayAnswer, tellHint, textOf } from './terminal.ts';

async function runInvocation(invocation: Invocation): Promise<number> {
  setManner(invocation.manner);
  const { command } = invocation;
  if (isChangeVerb(command)) {
    goOnUnread();
    return (await import('./change.ts')).runChange(invocation);
  }
  switch (command) {
    case 'help':
      if (invocation.explain !== null) {
        const { explanationOf, readFindingsPage } = await import('./explain.ts');
        printOut(explanationOf(readFindingsPage(), invocation.explain));
      } else await printLong(() => helpText(invocation.operands));
      return 0;
    case 'version':
      if (invocation.json) sayAnswer('version', { version: VERSION });
      else printOut(`veneer ${VERSION}`);
      return 0;
    case 'list':
    case 'status':
    case 'inspect':
      return (await import('./read.ts')).runRead(invocation);
    case 'why':
      return (await import('./why.ts')).runWhy(invocation);
    case 'versions':
      return (await import('./versions.ts')).runVersions(invocation);
    case 'doctor':
      return (await import('./doctor.ts')).runDoctor(invocation);
    case 'history':
      return (await import('./history.ts')).runHistory(invocation);
    case 'report':
      return (await import('./report/report.ts')).runReport(invocation);
    case 'export':
      return (await import('./export.ts')).runExport(invocation);
    case 'diff':
      return (await import('./diff.ts')).runDiff(invocation);
    case 'plan':
      if (invocation.for !== null) return (await import('./plan-for.ts')).runPlanFor(invocation.for, invocation);
      return (await import('./plan.ts')).runPlan(invocation);
    case 'ls':
    case 'cat':
    case 'verify':
    case 'conflicts':
      return (await import('./look.ts')).runLook(invocation);
    case 'services':
      return (await import('./services.ts')).runServices(invocation);
    case 'which':
      return (await import('./which.ts')).runWhich(invocation);
    case 'unpack':
      return (await import('./unpack.ts')).runUnpack(invocation);
    case 'pack':
      return (await import('./pack.ts')).runPack(invocation);
    case 'provision':
      return (await import('./provision.ts')).runProvision(invocation);
    case 'publish':
      return (await import('./publish.ts')).runPublish(invocation);
    case 'lint':
      return (await import('./lint.ts')).runLint(invocation);
    case 'build':
      return (await import('./build.ts')).runBuild(invocation);
    case 'search':
    case 'remote':
    case 'download':
      return (await import('./catalog.ts')).runCatalog(invocation);
    case 'update':
      goOnUnread();
      return (await import('./update.ts')).runUpdate(invocation);
    case 'apply':
      goOnUnread();
      return (await import('./apply.ts')).runApply(invocation);
    case 'follow':
    case 'unfollow':
      return (await import('./update.ts')).runFollow(invocation);
    case 'features':
      return (await import('./features.ts')).runFeatures(invocation);
    case 'prepare':
      goOnUnread();
      return (await import('./prepare.ts')).runPrepare(invocation);
    case 'portable':
      goOnUnread();
      return (await import('./portable.ts')).runPortable(invocation);
    case 'fleet':
      return (await import('./fleet.ts')).runFleet(invocation);
    case 'serve':
      goOnUnread();
      return (await import('./serve.ts')).runServe(invocation);
    case 'open':
      goOnUnread();
      return (await import('./open.ts')).runOpen(invocation);
  }
}

/** What nobody foresaw; its stack is for a bug report. */
function asUnexpected(error: unknown): VeneerError {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new VeneerError('internal', messageOf('core.veneer-met-error-that-it-did-not'), {
    nextStep: messageOf('cli.please-report-it'),
    detail,
  });
}

/** What went wrong: on stderr for a person, as the answer for a program. */
function tellError({ code, message, nextStep, detail }: ErrorReport, isJson: boolean): void {
  if (isJson) {
    sayAnswer('error', { error: { code, message, nextStep, detail } }, true);
    return;
  }
  printError(messageOf('cli.veneer', { what: message }));
  if (nextStep !== null) printError(`  ${textOf(nextStep)}`);
  if (detail !== null && detail !== '') for (const line of detail.split('\n')) printError(`  | ${line}`);
}

/** @param args behind the name of the program; the exit code is that of the process */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  try {
    await speakLanguageOf(process.env);
    if (args[0] === 'complete') process.exitCode = await runComplete(args.slice(1));
    else process.exitCode = await runInvocation(parseCommandLine(args));
    if (args.length === 0) tellHint(messageOf('cli.see-help-for-more'));
  } catch (error) {
    const known = error instanceof VeneerError ? error : (errnoError(error) ?? asUnexpected(error));
    tellError(known.report(), wantsJson(args));
    process.exitCode = ERROR_CODES[known.code].exitCode;
  }
  endAsInterrupted();
}
