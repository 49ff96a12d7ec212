import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** React and the window. */
const WINDOW: readonly string[] = ['drawing', 'main'];

/** The window itself is fetched from the start, though only the first script asks for it. */
const windowFromTheStart: Plugin = {
  name: 'window-from-the-start',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle = {} }) =>
      Object.values(bundle)
        .filter((file) => file.type === 'chunk')
        .filter((file) => WINDOW.includes(file.name) && !file.isEntry)
        // A browser opens six connections, and the seventh file waits for one: it is a small one.
        .sort((a, b) => b.code.length - a.code.length)
        .map(({ fileName }) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `./${fileName}` },
          injectTo: 'head',
        })),
  },
};

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react(), windowFromTheStart],
  // The server puts a fresh nonce in its place with every answer (electron/api/assets.ts).
  html: { cspNonce: 'VENEER_NONCE' },
  build: {
    outDir: '../dist/window',
    emptyOutDir: true,
    target: 'chrome140',
    // Fonts stay files: the policy of the page allows none in data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // All of it is wanted at once, and a link in the page is sooner there than one that a script adds.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 1050,
    // How long each plugin took is of no use to who builds it to use it.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
});
