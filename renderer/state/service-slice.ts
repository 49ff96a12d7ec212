/** The mirror of how the services of extensions do, and asking something of them. */
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { type Run, requestRun } from '../../shared/changes/run-service.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Service, ServiceReport } from '../../shared/model/service.ts';
import type { Client } from '../bridge.ts';
import type { OperationSlice } from './operation-slice.ts';
import type { ShownHost } from './shown-host.ts';
import type { Get, SetPart } from './slice.ts';

export interface ServiceSlice {
  /** null until the core was asked. */
  readonly services: ServiceReport | null;
  /** Mirrors the services of the host that is shown. @param signal ends it */
  watchServices(signal: AbortSignal): Promise<void>;
  /** Has them read again, where somebody comes back to the window. */
  lookAtServices(): Promise<void>;
  /** Starts, stops or restarts one. */
  runService(run: Run, service: Pick<Service, 'name' | 'extension' | 'class'>): Promise<void>;
  /** Starts several of one extension. */
  startServicesOf(extension: Pick<Extension, 'name' | 'class'>, units: readonly string[]): Promise<void>;
}

export function createServiceSlice(
  set: SetPart<ServiceSlice>,
  get: Get<ServiceSlice & Pick<OperationSlice, 'applyNow'> & ShownHost>,
  client: () => Client,
): ServiceSlice {
  async function runUnits(run: Run, of: Pick<Extension, 'name' | 'class'>, units: readonly string[]): Promise<void> {
    const change = requestRun(run, of, units);
    await get().applyNow({ ...EMPTY_REQUEST, changes: [change], classes: [of.class], action: 'none' });
  }
  return {
    services: null,
    async watchServices(signal) {
      const { host } = get();
      for await (const services of await client().services.watch({ host }, { signal })) {
        if (signal.aborted) return;
        set({ services });
      }
    },
    async lookAtServices() {
      const { host, services } = get();
      // Where nobody answers, or none is brought, nothing changed either.
      if (services === null || services.problem !== null || services.services.length === 0) return;
      await client().services.look({ host });
    },
    async runService(run, { name, extension, class: extensionClass }) {
      await runUnits(run, { class: extensionClass, name: extension ?? name }, [name]);
    },
    startServicesOf: (extension, units) => runUnits('start', extension, units),
  };
}
