/** How the services of extensions do on a host, told to whoever watches when systemd changes them. */
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { ServiceLog, ServiceReport } from '../../shared/model/service.ts';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import { isStartable } from '../../shared/systemd/unit-name.ts';
import type { System, Target } from '../extensions/system.ts';
import { readUnitLog } from '../host/unit-log.ts';
import { readServices } from './service-report.ts';
import { tellChanges } from './tell-changes.ts';
import { watchUnits } from './watch-units.ts';

export interface HostServices {
  /** How they do now. */
  read(): Promise<ServiceReport>;
  /** The same, and again after every change, until the signal aborts. While nothing changes nothing is asked. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<ServiceReport>;
  /** Has what watches read again: what systemd changes without a trace, such as a failure that is forgotten. */
  look(): void;
  /** The last lines of the journal on one of them. @throws {VeneerError} `not-found` for a unit that is none of them */
  log(unit: string): Promise<ServiceLog>;
}

interface ServicesOptions {
  readonly target: Target;
  readonly isSandbox: boolean;
  /** Gives the host as it is. */
  readHost(): Promise<System>;
  /** Gives the host, and again after every change of it. */
  watchHost(signal: AbortSignal | undefined): AsyncIterable<Snapshot>;
}

export function createHostServices({ target, isSandbox, readHost, watchHost }: ServicesOptions): HostServices {
  const lookers = new Set<() => void>();

  const read = async () => readServices(target, isSandbox, await readHost());

  return {
    read,
    look: () => {
      for (const wake of lookers) wake();
    },
    watch: (signal) =>
      tellChanges<ServiceReport>({
        signal,
        watchHost,
        listen({ ring, ringSoon }, last) {
          lookers.add(ring);
          // What the host itself starts and stops is asked about by nobody.
          const isMeant = (unit: string) => last()?.services.some(({ name }) => name === unit) !== false;
          const watcher = watchUnits((unit) => (unit === null || isMeant(unit)) && ringSoon());
          return () => {
            watcher?.close();
            lookers.delete(ring);
          };
        },
        read,
      }),
    async log(unit) {
      const { services, problem } = await read();
      if (!isStartable(unit) || !services.some(({ name }) => name === unit))
        throw new VeneerError('not-found', messageOf('service.no-such-service', { unit }));
      // The journal of this machine tells nothing of a unit of another tree.
      return problem === null ? readUnitLog(unit) : { lines: [], problem };
    },
  };
}
