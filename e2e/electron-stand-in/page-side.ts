/** What the stand-in puts into the page. Both functions run there, so they may use nothing from outside. */

/** The frame around the preload, in its isolated world. `ask` is the binding to the stand-in. */
export function isolatedWorld(preloadSource: string, syncUrl: string, bindingName: string): void {
  const world = globalThis as unknown as Record<string, unknown>;
  const ask = world[bindingName] as (text: string) => void;
  const channels = new Map<string, ((...args: unknown[]) => void)[]>();
  const ports = new Map<number, MessagePort>();
  let nextPort = 1;

  const revive = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(revive);
    if (typeof value !== 'object' || value === null) return value;
    const fields = value as Record<string, unknown>;
    if (typeof fields['__error'] === 'string') return new Error(fields['__error']);
    return Object.fromEntries(Object.entries(fields).map(([key, inner]) => [key, revive(inner)]));
  };

  const ipcRenderer = {
    on(channel: string, listener: (...args: unknown[]) => void) {
      channels.set(channel, [...(channels.get(channel) ?? []), listener]);
    },
    send: (channel: string, ...args: unknown[]) => ask(JSON.stringify({ kind: 'send', channel, args })),
    sendSync(channel: string, ...args: unknown[]) {
      const request = new XMLHttpRequest();
      request.open('POST', syncUrl, false);
      request.send(JSON.stringify({ channel, args }));
      const { value } = JSON.parse(request.responseText) as { value: unknown };
      return revive(value);
    },
    postMessage(channel: string, _message: unknown, transfer: MessagePort[]) {
      const ids = transfer.map((port) => {
        const id = nextPort++;
        ports.set(id, port);
        port.onmessage = ({ data }) => ask(JSON.stringify({ kind: 'port', id, data }));
        return id;
      });
      ask(JSON.stringify({ kind: 'connect', channel, ports: ids }));
    },
  };

  // The page's end of the bridge sends what only the real Electron can tell.
  const webUtils = { getPathForFile: (file: { standInPath?: string }) => file.standInPath ?? '' };

  const contextBridge = {
    exposeInMainWorld(name: string, api: Record<string, (...args: unknown[]) => unknown>) {
      document.addEventListener(`stand-in:${name}`, () => {
        const root = document.documentElement;
        const [member, args] = JSON.parse(root.dataset['standInCall'] ?? '[]') as [string, unknown[]];
        try {
          root.dataset['standInAnswer'] = JSON.stringify({ value: api[member]?.(...args) });
        } catch (error) {
          root.dataset['standInAnswer'] = JSON.stringify({ error: String(error) });
        }
      });
    },
  };

  // Chromium asks Electron before a window opens; here the page's call is carried over.
  document.addEventListener('stand-in:window.open', () => {
    const url = new URL(document.documentElement.dataset['standInUrl'] ?? '', location.href).href;
    ask(JSON.stringify({ kind: 'window.open', url }));
  });

  Object.assign(world, {
    // For attacks that a test makes from where a hijacked preload would stand.
    standInIpc: ipcRenderer,
    standInDeliver: (id: number, data: unknown) => ports.get(id)?.postMessage(data),
    standInClose: (id: number) => ports.get(id)?.close(),
  });

  const require = (name: string) => {
    if (name === 'electron') return { ipcRenderer, contextBridge, webUtils };
    throw new Error(`a sandboxed preload may not require ${name}`);
  };
  const process = { contextId: `1-${Date.now()}`, argv: [], type: 'renderer', sandboxed: true, on: () => process };
  const module = { exports: {} };
  new Function('require', 'process', 'exports', 'module', 'global', preloadSource)(
    require,
    process,
    module.exports,
    module,
    globalThis,
  );
}

/** The page's end of contextBridge: functions by name that call into the isolated world. */
export function mainWorld(exposed: Readonly<Record<string, readonly string[]>>): void {
  for (const [name, members] of Object.entries(exposed)) {
    const call = (member: string, args: unknown[]) => {
      const root = document.documentElement;
      root.dataset['standInCall'] = JSON.stringify([member, args]);
      document.dispatchEvent(new Event(`stand-in:${name}`));
      const answer = JSON.parse(root.dataset['standInAnswer'] ?? '{}') as { value?: unknown; error?: string };
      delete root.dataset['standInCall'];
      delete root.dataset['standInAnswer'];
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value;
    };
    const files: unknown[] = [];
    const withFile = async (member: string, file: unknown) => {
      files.push(file);
      const standInPath = await (globalThis as unknown as { standInPath(at: number): Promise<string> }).standInPath(
        files.length - 1,
      );
      return call(member, [{ standInPath }]);
    };
    Object.assign(globalThis, { standInFiles: files });
    const api = Object.fromEntries(
      members.map((member) => [
        member,
        (...args: unknown[]) => (member === 'pathOf' ? withFile(member, args[0]) : call(member, args)),
      ]),
    );
    Object.defineProperty(globalThis, name, { value: Object.freeze(api) });
  }
  Object.defineProperty(globalThis, 'open', {
    value: (url: string) => {
      document.documentElement.dataset['standInUrl'] = String(url);
      document.dispatchEvent(new Event('stand-in:window.open'));
      delete document.documentElement.dataset['standInUrl'];
      return null;
    },
  });
}
