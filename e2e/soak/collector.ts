/** Has a running Node collect its garbage, from outside, through its inspector. */
import { WebSocket } from 'ws';

/** Makes a Node choose a free port for its inspector, which it opens when it is asked to by SIGUSR1. */
export const ANY_PORT = '--inspect-port=0';

/** What a Node says when somebody looks into it. */
export const LOOKED_INTO =
  /^(Debugger (listening on|attached|ending on)|For help, see: https:\/\/nodejs\.org\/|Waiting for the debugger)/;

export interface Collector {
  /** Comes back once its garbage is gone. */
  collect(): Promise<void>;
  close(): void;
}

/** @param addressOf what it said of the inspector's address, as it comes */
export async function openCollector(pid: number, addressOf: () => Promise<string>): Promise<Collector> {
  process.kill(pid, 'SIGUSR1');
  const socket = new WebSocket(await addressOf());
  const waiting = new Map<number, () => void>();
  socket.on('message', (data) => {
    const { id } = JSON.parse(String(data)) as { readonly id?: number };
    if (id !== undefined) waiting.get(id)?.();
  });
  await new Promise((settle, fail) => socket.once('open', settle).once('error', fail));
  // It may be gone before the end; what is asked then is looked at where the process is.
  const gone = new Promise<void>((settle) => socket.once('close', () => settle()));
  let last = 0;
  const ask = (method: string) => {
    const id = ++last;
    const answered = new Promise<void>((settle) => waiting.set(id, settle));
    socket.send(JSON.stringify({ id, method }));
    return Promise.race([answered, gone]).finally(() => waiting.delete(id));
  };
  await ask('HeapProfiler.enable');
  return { collect: () => ask('HeapProfiler.collectGarbage'), close: () => socket.terminate() };
}
