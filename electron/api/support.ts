/** What a person needs to tell which Veneer this is and to report what went wrong. */
import type { About, PageError } from '../../shared/model/support.ts';
import type { Host } from '../hosts/host.ts';
import type { Log } from '../session/log.ts';
import { withoutPrivate } from '../session/without-private.ts';
import { VERSION } from './version.ts';

/** Lines of the log that a report carries. */
const REPORTED_LINES = 20;

/** @param log where the person finds more */
export function aboutVeneer(log: Log): About {
  const runtime = (['electron', 'chrome', 'node'] as const).flatMap((name) => {
    const version = process.versions[name];
    return version === undefined ? [] : [`${name} ${version}`];
  });
  return { version: VERSION, runtime, log: log.path };
}

/** Everything that a bug report needs, as text. Names of extensions and files are in it only where an error has them. */
export async function supportDetails(host: Host, log: Log): Promise<string> {
  const { facts, extensions, hierarchies } = await host.read();
  const { version, runtime } = aboutVeneer(log);
  const merged = hierarchies.filter((one) => one.merged).map(({ path }) => path);
  return [
    `Veneer ${version}`,
    ...runtime,
    `systemd ${facts.systemdVersion ?? 'not found'}, judged as ${facts.judgedAs}`,
    `${facts.osName}, ${facts.architecture}`,
    `${extensions.length} entries, merged: ${merged.join(', ') || 'nothing'}`,
    '',
    ...log.newest(REPORTED_LINES).map((line) => withoutPrivate(line)),
  ].join('\n');
}

/** An error that the page met and nobody expected. */
export function logPageError(log: Log, { message, stack }: PageError): void {
  const error = new Error(message);
  error.stack = stack;
  log.error('page', error);
}
