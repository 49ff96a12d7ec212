/** Starts, stops and restarts services of extensions by name, and waits until systemd is done with it. */
import { joinTexts, type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { isStartable } from '../../shared/systemd/unit-name.ts';
import { type Fields, isList, isText } from './fields.ts';
import { findProgram, needProgram, runProgram } from './programs.ts';
import { refuseHostUnits, runSystemctl, stopUnits } from './services.ts';
import { type Common, verb } from './verb.ts';

interface RunRequest extends Common {
  readonly units: readonly string[];
}

/** What `systemctl show` says of a unit that is to be started. */
type Shown = Readonly<Record<string, string>>;

/**
 * @returns what was done
 * @throws {VeneerError} `not-authorized` for a unit that no merged extension brings; `systemd-failed` where one did not start
 */
async function startServices({ root, units }: RunRequest, how: 'start' | 'restart'): Promise<Message[]> {
  await refuseHostUnits(root, units, false);
  const done = await readAgain(root, units);
  await runSystemctl(root, [how, '--', ...units]);
  await refuseUnmet(units);
  const started = units.join(', ');
  return [
    ...done,
    how === 'start'
      ? messageOf('helper.started', { units: started })
      : messageOf('helper.restarted', { units: started }),
  ];
}

/** @throws {VeneerError} `not-authorized` for a unit of the host */
async function stopServices({ root, units }: RunRequest): Promise<Message[]> {
  await refuseHostUnits(root, units, true);
  // First as systemd has it loaded, so that ExecStop= of a file that is gone still runs.
  await stopUnits(root, units);
  const done = await readAgain(root, units);
  // What a target upheld was started again at once, until systemd no longer knew that it is upheld (measured on 257 and 262).
  if (done.length > 0) await stopUnits(root, units);
  return [...done, messageOf('helper.stopped', { units: units.join(', ') })];
}

/** systemd starts what it has loaded, which may be an older file, or none. */
async function readAgain(root: string, units: readonly string[]): Promise<Message[]> {
  const shown = await show(units, ['NeedDaemonReload', 'LoadState']);
  const isStale = ({ NeedDaemonReload, LoadState }: Shown) => NeedDaemonReload === 'yes' || LoadState === 'not-found';
  if (!shown.some(isStale)) return [];
  await runSystemctl(root, ['daemon-reload']);
  return [messageOf('helper.systemd-read-all-unit-files-again')];
}

/**
 * systemctl ends with 0 where a condition is not met, and nothing is started (systemd.unit(5)).
 *
 * @throws {VeneerError} `systemd-failed` with the conditions
 */
async function refuseUnmet(units: readonly string[]): Promise<void> {
  const program = findProgram('systemd-analyze');
  if (program === null) return;
  const shown = await show(units, ['Id', 'ActiveState']);
  const reasons: string[] = [];
  for (const unit of units.filter((_, at) => shown[at]?.['ActiveState'] === 'inactive')) {
    const { status, output } = await runProgram(program, ['condition', `--unit=${unit}`]);
    const failed = output
      .split('\n')
      .flatMap((line) => /: ((?:Condition|Assert)\S+=.*) failed\.$/.exec(line)?.[1] ?? []);
    if (status !== 0 && failed.length > 0) reasons.push(`${unit}: ${failed.join(', ')}`);
  }
  if (reasons.length === 0) return;
  throw new VeneerError(
    'systemd-failed',
    messageOf('helper.was-not-started-condition', { conditions: joinTexts(reasons, '; ') }),
    { nextStep: messageOf('helper.see-to-it-that-condition-is-met') },
  );
}

/** Properties of units, in their order. */
async function show(units: readonly string[], properties: readonly string[]): Promise<Shown[]> {
  const args = ['--no-pager', 'show', `--property=${properties.join(',')}`, '--', ...units];
  const { output } = await runProgram(needProgram('systemctl'), args);
  return output.split('\n\n').map((block) =>
    Object.fromEntries(
      block.split('\n').map((line) => {
        const at = line.indexOf('=');
        return [line.slice(0, at), line.slice(at + 1)];
      }),
    ),
  );
}

const areUnits = isList(isText(isStartable));
const areSome = (value: unknown): value is string[] => areUnits(value) && value.length > 0;

const unitsIn = (fields: Fields) => ({ units: fields.take('units', areSome, 'a unit has no name of systemd') });

export const RUN_SERVICE_VERBS = {
  'start-services': verb({ check: unitsIn, run: (request) => startServices(request, 'start') }),
  'stop-services': verb({ check: unitsIn, run: stopServices }),
  'restart-services': verb({ check: unitsIn, run: (request) => startServices(request, 'restart') }),
};
