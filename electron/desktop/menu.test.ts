import type { MenuItemConstructorOptions } from 'electron';
import { afterEach, expect, test } from 'vitest';
import { DE } from '../../shared/messages/de.ts';
import { setLanguage } from '../../shared/messages/language.ts';
import { COMMANDS } from '../../shared/window/commands.ts';
import { applicationMenu, textMenu } from './menu.ts';

afterEach(() => setLanguage(null));

const leaves = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => (Array.isArray(item.submenu) ? leaves(item.submenu) : [item]));

test('has every command once, with the label and keys of the palette, and runs it', () => {
  const ran: string[] = [];
  const own = leaves(applicationMenu((id) => ran.push(id))).filter(({ click }) => click !== undefined);
  expect(own.map(({ label }) => label).sort()).toEqual(COMMANDS.map(({ label }) => label).sort());
  for (const { click } of own) (click as () => void)();
  expect([...ran].sort()).toEqual(COMMANDS.map(({ id }) => id).sort());
  const install = own.find(({ label }) => label === 'Install an image file');
  expect(install).toMatchObject({ accelerator: 'Ctrl+O', registerAccelerator: false });
});

test('speaks the language of the person', () => {
  setLanguage(DE);
  expect(applicationMenu(() => {}).map(({ label }) => label)).toContain('Ansicht');
});

test('offers for text what can be done with it', () => {
  const editFlags = { canCut: false, canCopy: true, canPaste: true, canSelectAll: true };
  const roles = (isEditable: boolean, selectionText: string) =>
    textMenu({ isEditable, selectionText, editFlags }).flatMap(({ role, enabled }) => (role ? [[role, enabled]] : []));
  expect(roles(false, ' ')).toEqual([]);
  expect(roles(false, 'text')).toEqual([['copy', true]]);
  expect(roles(true, '')).toEqual([
    ['cut', false],
    ['copy', true],
    ['paste', true],
    ['selectAll', true],
  ]);
});
