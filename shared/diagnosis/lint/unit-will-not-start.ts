/**
 * Services that systemd refuses, or that end at once: what `systemd-analyze verify` says of a unit file, as far as the file
 * and the programs that it names tell it. What a drop-in changes is not known here, so that a unit with one is left out.
 */
import { type Message, messageOf } from '../../messages/message.ts';
import { parseUnitFile } from '../../systemd/unit-file.ts';
import { inExtension } from '../in-extension.ts';
import { type Found, rule } from '../rule.ts';
import type { LintFacts } from './facts.ts';

type Id = 'unit-will-not-start';

export const unitWillNotStart = rule(
  ['unit-will-not-start'],
  'systemd.service(5), and what systemd-analyze verify of 252 says of the like',
  (facts: LintFacts) =>
    [...facts.units].flatMap(([path, text]): Found<Id>[] => {
      if (!path.endsWith('.service') || hasDropIn(facts, path)) return [];
      const service = parseUnitFile(text).get('Service') ?? new Map<string, readonly string[]>();
      const message = refused(service) ?? unrunnable(facts, service.get('ExecStart') ?? []);
      if (message === null) return [];
      return [{ id: 'unit-will-not-start', severity: 'warning', subject: inExtension(facts, path), message }];
    }),
);

const hasDropIn = ({ survey }: LintFacts, path: string): boolean => survey.folders.has(`${path}.d`);

/** service_verify() of systemd: what makes it refuse the unit as a bad setting. */
function refused(service: ReadonlyMap<string, readonly string[]>): Message | null {
  const has = (key: string) => (service.get(key) ?? []).length > 0;
  const last = (key: string) => service.get(key)?.at(-1) ?? '';
  const type = last('Type');
  const starts = service.get('ExecStart')?.length ?? 0;
  if (starts === 0 && !has('ExecStop') && !has('SuccessAction')) return messageOf('lint.unit-starts-nothing');
  if (starts === 0 && type !== 'oneshot' && last('RemainAfterExit') === '')
    return messageOf('lint.unit-starts-nothing');
  if (starts > 1 && type !== 'oneshot') return messageOf('lint.unit-starts-several');
  if (type === 'dbus' && !has('BusName')) return messageOf('lint.unit-has-no-bus-name');
  return null;
}

/** The first program that is nowhere, or that nobody may run. */
function unrunnable(facts: LintFacts, commands: readonly string[]): Message | null {
  for (const command of commands) {
    const [, prefix = '', program = ''] = /^([-@:+!|]*)"?(\/[^\s"']+)/.exec(command) ?? [];
    // Whose failure counts for nothing, or whose place systemd works out at the start.
    if (program === '' || prefix.includes('-') || /[%$\\]/.test(program)) continue;
    const path = program.slice(1);
    const other = facts.survey.others.get(path);
    if (other === 'file' && ((facts.modeOf(path) ?? 0o111) & 0o111) === 0)
      return messageOf('lint.unit-program-may-not-be-run', { program });
    if (other === undefined && isNowhere(facts, path)) return messageOf('lint.unit-program-is-missing', { program });
  }
  return null;
}

/** Below a link of the extension or the base it may well be there. */
function isNowhere({ survey, base }: LintFacts, path: string): boolean {
  const parts = path.split('/');
  if (parts[0] !== 'usr' && parts[0] !== 'opt') return false;
  for (let length = 2; length < parts.length; length++) {
    const above = parts.slice(0, length).join('/');
    if (survey.others.has(above)) return false;
    const { kind } = base.at(above);
    if (kind === 'absent') return true;
    if (kind !== 'folder') return false;
  }
  return base.at(path).kind === 'absent';
}
