/** What a door asks of the Doctor, on the host that it shows. */
import { diagnoseRemote } from '../../shared/diagnosis/diagnose-remote.ts';
import { buildsFor } from '../../shared/doctor/builds.ts';
import { itemsOf } from '../../shared/doctor/items.ts';
import { markdownOf } from '../../shared/doctor/markdown.ts';
import { isUnread, passedIn } from '../../shared/doctor/passed.ts';
import { foreignText, type Text } from '../../shared/messages/message.ts';
import type { DoctorReport } from '../../shared/model/doctor.ts';
import type { Host } from '../hosts/host.ts';
import type { JobHandle } from '../jobs/order.ts';
import type { Session } from './session.ts';
import { checkUpdates } from './update-calls.ts';
import { withoutPrivate } from './without-private.ts';

/**
 * Looks at everything that the rules of shared/diagnosis ask for, as a job; no server is asked. Who asks while one goes on waits for
 * the same answer.
 */
export function lookOver(session: Session, host: Host, signal: AbortSignal | null): Promise<DoctorReport> {
  const run = (handle: JobHandle) => makeReport(session, host, handle);
  const key = `doctor ${host.id}`;
  return host.jobs.join({ kind: 'doctor', host: host.id, title: foreignText(''), key, run }, signal);
}

/** The report as text for others to read, with nothing of the person in it. @param say in which language */
export async function reportAsMarkdown(host: Host, report: DoctorReport, say: (text: Text) => string): Promise<string> {
  return withoutPrivate(markdownOf(report, (await host.read()).facts, say));
}

async function makeReport({ catalog, silences }: Session, host: Host, handle: JobHandle): Promise<DoctorReport> {
  const start = performance.now();
  const at = Date.now();
  if (catalog.state().remotes.some(({ status }) => status === 'unread'))
    await catalog.refresh('cache-only', null, host.release(), handle.signal);
  const updates =
    host.updates.state().revision === 0 ? await checkUpdates(host, 'cache-only', handle.signal) : host.updates.state();
  const look = await host.lookOver(updates, handle);
  const remotes = catalog.state().remotes.filter(({ enabled }) => enabled);
  const found = [...look.found, ...remotes.flatMap(diagnoseRemote)];
  const items = itemsOf(
    found.filter((one) => !isUnread(one)),
    look,
  );
  const published = catalog.entries(host.release());
  const silenced = silences.seen(
    host.id,
    items.map(({ key }) => key),
  );
  return {
    items: items.map((one) => ({
      ...one,
      builds: buildsFor(one.diagnosis, published),
      silenced: silenced.get(one.key) ?? null,
    })),
    passed: passedIn({ ...look.asked, remotes: remotes.length }, found),
    unread: [...look.unread, ...found.filter(isUnread).map(({ subject, message }) => ({ subject, problem: message }))],
    looked: {
      extensions: look.asked.extensions,
      remotes: remotes.length,
      services: look.asked.services,
      boot: look.asked.boot,
    },
    took: Math.round(performance.now() - start),
    at,
  };
}
