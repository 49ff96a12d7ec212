import { registerHooks } from 'node:module';

const standIn = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: standIn, shortCircuit: true, format: 'module-typescript' }
      : next(specifier, context),
});

// The binding that @electron/remote asks for; its one use here is to mark objects, which is not needed.
Object.assign(process, { _linkedBinding: () => ({}) });
