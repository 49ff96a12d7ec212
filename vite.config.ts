import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  // The server puts a fresh nonce in its place with every answer (electron/api/assets.ts).
  html: { cspNonce: 'VENEER_NONCE' },
  build: {
    outDir: '../dist/window',
    emptyOutDir: true,
    target: 'chrome140',
    // Fonts stay files: the policy of the page allows none in data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
});
