/** veneer report: what a report of a fault needs of this machine, with nothing of the person in it: of bounded size as text, whole in other formats. */
import { release as kernelRelease, type as kernelType } from 'node:os';
import { currentLanguage } from '../../../shared/messages/language.ts';
import { joinTexts, type Text } from '../../../shared/messages/message.ts';
import { byName } from '../../../shared/model/by-name.ts';
import { CLASSES, type ExtensionClass } from '../../../shared/systemd/classes.ts';
import { DIST, stateDirectory } from '../../api/paths.ts';
import { VERSION } from '../../api/version.ts';
import type { System } from '../../extensions/system.ts';
import type { HostFacts } from '../../host/facts.ts';
import type { Host } from '../../hosts/host.ts';
import { createLog } from '../../session/log.ts';
import type { Session } from '../../session/session.ts';
import { withoutPrivate } from '../../session/without-private.ts';
import { readAtBoot } from '../at-boot.ts';
import type { Invocation } from '../invocation.ts';
import { withHost } from '../setup.ts';
import { answerText, printLong, printOut, safeText, sayAnswer } from '../terminal.ts';
import { reasonOf } from '../text.ts';
import { reportCsv } from './csv.ts';
import { reportHtml } from './html.ts';
import { reportMarkdown } from './markdown.ts';
import { type Report, reportText, toldBy } from './report-text.ts';

/** Extensions, pins and remotes that are told of, of each. */
const MOST = 200;
/** Of the log. */
const MOST_PROBLEMS = 10;
const MOST_FRAMES = 4;
/** Characters of one text. */
const MOST_TEXT = 400;
/** What systemd compares, and what tells variants of an OS apart. */
const OS_FIELDS = [
  'ID',
  'ID_LIKE',
  'VERSION_ID',
  'SYSEXT_LEVEL',
  'CONFEXT_LEVEL',
  'VARIANT_ID',
  'IMAGE_ID',
  'IMAGE_VERSION',
];

export function runReport(invocation: Invocation): Promise<number> {
  return withHost(invocation, async (session, host) => {
    const { json, format } = invocation;
    const isText = format === null || format === 'text';
    const report = await gather(session, host, isText ? MOST : Number.POSITIVE_INFINITY);
    const { facts } = await host.read();
    if (json) sayAnswer('report', withoutPrivateIn(report));
    else if (isText) await printLong(() => reportText(facts, report, shownText));
    else printOut(formatted(format, facts, report));
    return 0;
  });
}

function formatted(format: string, facts: HostFacts, report: Report): string {
  const shown = (text: Text) => withoutPrivate(safeText(text));
  switch (format) {
    case 'csv':
      return reportCsv(report, shown);
    case 'markdown':
      return reportMarkdown(toldBy(facts, report), report, shown);
    default:
      return reportHtml(toldBy(facts, report), report, shown, currentLanguage(), new Date());
  }
}

/** @param most extensions, pins and remotes, of each */
async function gather({ catalog }: Session, host: Host, most: number): Promise<Report> {
  const { executor } = (await host.reload()).host;
  const system = await host.read();
  // Nobody is asked: what is in the cache was found before.
  await catalog.refresh('cache-only', null, host.release(), null);
  const remotes = catalog.state().remotes.filter(({ enabled }) => enabled);
  return {
    veneer: {
      version: VERSION,
      runtime: `node ${process.versions.node}`,
      program: DIST,
      runsFrom: await host.reader.runsFrom(host.target, system, null),
    },
    host: hostOf(system),
    executor,
    hierarchies: [...system.hierarchies, ...system.elsewhere].map((one) => ({
      ...one,
      extensions: one.extensions.slice(0, most),
    })),
    atBoot: [...(await readAtBoot(system, CLASSES))],
    failures: CLASSES.flatMap((one) =>
      (system.predicted[one]?.fails ?? []).slice(0, MOST_PROBLEMS).map(({ message }) => ({ class: one, message })),
    ),
    extensions: [...system.extensions]
      .sort(byName)
      .slice(0, most)
      .map((one) => ({
        name: one.name,
        class: one.class,
        version: one.version,
        state: one.state,
        merged: one.merged,
        form: one.form,
        path: one.path,
        verdict: one.verdict.code,
        reason: joinTexts([reasonOf(one)], ''),
      })),
    more: Math.max(system.extensions.length - most, 0),
    pins: pinsOf(system).slice(0, most),
    remotes: remotes.slice(0, most).map(({ name, status, error }) => ({ name, status, error: error?.code ?? null })),
    log: problemsIn(createLog(stateDirectory()).newest(MOST_PROBLEMS)),
  };
}

function hostOf({ facts }: System): Report['host'] {
  const { osRelease, osName, osReleaseProblem, unseen, architecture, systemdVersion, judgedAs, root } = facts;
  return {
    osName,
    osRelease: Object.fromEntries(
      OS_FIELDS.flatMap((field) => (osRelease[field] === undefined ? [] : [[field, osRelease[field]]])),
    ),
    osReleaseProblem,
    unseen,
    architecture,
    kernel: `${kernelType()} ${kernelRelease()}`,
    systemdVersion,
    judgedAs,
    root,
  };
}

function pinsOf({ pins }: System): Report['pins'] {
  return [...pins].flatMap(([fileName, { version, held }]) => {
    const extensionClass = CLASSES.find((one: ExtensionClass) => fileName.startsWith(`${one}-`));
    if (extensionClass === undefined) return [];
    return [{ class: extensionClass, name: fileName.slice(extensionClass.length + 1, -'.json'.length), version, held }];
  });
}

/** Lines of the log; what is none is passed over. */
function problemsIn(lines: readonly string[]): Report['log'] {
  return lines.flatMap((line) => {
    try {
      const { time, where, message, stack } = JSON.parse(line) as Record<string, unknown>;
      if (typeof message !== 'string') return [];
      const frames = String(stack ?? '')
        .split('\n')
        .filter((one) => /^\s+at /.test(one));
      const problem = { time: String(time), where: String(where), message };
      return [{ ...problem, stack: frames.slice(0, MOST_FRAMES).map((one) => one.trim()) }];
    } catch {
      return [];
    }
  });
}

function shownText(text: string): string {
  const shown = withoutPrivate(text);
  return shown.length > MOST_TEXT ? `${shown.slice(0, MOST_TEXT)}…` : shown;
}

/** Each of its texts by itself, so that nothing runs over from one into another. */
function withoutPrivateIn(report: Report): Report {
  const shown = (_: string, value: unknown) => (typeof value === 'string' ? shownText(value) : value);
  const { schema: _, ...whole } = JSON.parse(answerText('report', report), shown) as Report & { schema: number };
  return whole as Report;
}
