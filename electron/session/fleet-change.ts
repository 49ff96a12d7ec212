/** Has Ansible make hosts of the fleet what a person names; a job, which goes on whoever looks. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outcomeText } from '../../shared/declared/outcome-text.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { reportOf, VeneerError } from '../../shared/model/errors.ts';
import type { FleetChangeRequest, FleetChanging } from '../../shared/model/fleet.ts';
import { changeHosts, isDone } from '../ansible/change-hosts.ts';
import { ansiblePlaybook, notInstalled } from '../ansible/run-playbook.ts';
import { createObservable } from '../host/observable.ts';
import { type PlaybookRoom, writePlaybook } from './fleet-playbook.ts';
import type { Session } from './session.ts';

/**
 * @param signal ends the telling, not the work
 * @throws {VeneerError} `unsupported` where Ansible is not installed, `busy` where hosts are being changed already, and what
 *   `fleetPlaybook` throws
 */
export async function* changeFleet(
  session: PlaybookRoom & Pick<Session, 'jobs'>,
  { dryRun, ...request }: FleetChangeRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<FleetChanging> {
  if (ansiblePlaybook() === null) throw notInstalled();
  const { playbook, inventory, idOf } = await writePlaybook(session, request);
  let view: FleetChanging = { outcomes: [], isCheck: true, isOver: false, error: null };
  const news = createObservable(() => view);
  const tell = (part: Partial<FleetChanging>) => {
    view = { ...view, ...part };
    news.changed();
  };
  session.jobs.start(
    {
      kind: 'change-hosts',
      host: null,
      title: messageOf('fleet.changing-hosts', { count: idOf.size }),
      key: 'change-hosts',
      async run(handle) {
        const folder = mkdtempSync(join(tmpdir(), 'veneer-playbook-'));
        try {
          writeFileSync(join(folder, 'playbook.yaml'), playbook);
          writeFileSync(join(folder, 'hosts.yaml'), inventory);
          await changeHosts({
            ...{ playbook: join(folder, 'playbook.yaml'), inventory: join(folder, 'hosts.yaml') },
            ...{ hosts: [...idOf.keys()], isOwn: true, dryRun, signal: handle.signal },
            onOutcome(one, isCheck) {
              const told = {
                id: idOf.get(one.host) ?? one.host,
                isDone: isDone(one),
                message: outcomeText(one, isCheck),
              };
              tell({ isCheck, outcomes: [...(isCheck === view.isCheck ? view.outcomes : []), told] });
            },
          });
          tell({ isOver: true });
        } catch (error) {
          tell({ isOver: true, error: reportOf(error) });
          throw error;
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      },
    },
    new VeneerError('busy', messageOf('fleet.hosts-are-being-changed')),
  );
  for await (const now of news.watch(signal)) {
    yield now;
    if (now.isOver) return;
  }
}
