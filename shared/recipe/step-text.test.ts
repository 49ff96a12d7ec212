import { expect, test } from 'vitest';
import { DE } from '../messages/de.ts';
import { setLanguage } from '../messages/language.ts';
import { say } from '../messages/say.ts';
import { RecipeStep } from '../model/recipe.ts';
import { stepText, targetText } from './step-text.ts';

test.each([
  [{ take: { from: 'docker', path: 'docker/*', to: '/usr/bin/' } }, 'Take docker/* from docker to /usr/bin/'],
  [{ take: { from: 'k3s', to: '/usr/bin/k3s' } }, 'Take k3s to /usr/bin/k3s'],
  [{ file: { at: '/etc/motd', content: 'x' } }, 'Write the file /etc/motd'],
  [{ link: { at: '/usr/bin/t', to: 'tool' } }, 'Link /usr/bin/t to tool'],
  [{ folder: { at: '/opt/tool' } }, 'Make the folder /opt/tool'],
  [{ unit: { name: 'a.service', sections: {} } }, 'Write the unit a.service'],
  [{ uphold: { unit: 'a.service' } }, 'Have multi-user.target start a.service and keep it running'],
  [{ tmpfiles: ['d /a', 'd /b', 'd /c', 'd /d'] }, 'Declare files and folders: d /a; d /b; d /c; …'],
  [{ sysusers: ['g docker -'] }, 'Declare users and groups: g docker -'],
])('%j', (step, text) => {
  const message = stepText(RecipeStep.parse(step));
  expect(message.text).toBe(text);
  setLanguage(DE);
  try {
    expect(say(message)).not.toBe(text);
  } finally {
    setLanguage(null);
  }
});

test('the OS that it fits', () => {
  expect(targetText('sysext', { id: '_any', architectures: ['any'] }).text).toBe('Any OS');
  expect(targetText('sysext', { id: 'debian', 'version-id': '12', architectures: ['any'] }).text).toBe('debian 12');
  const target = { id: 'flatcar', level: '1.0', architectures: ['any'] };
  expect(targetText('sysext', target).text).toBe('flatcar, with SYSEXT_LEVEL 1.0');
  expect(targetText('confext', target).text).toBe('flatcar, with CONFEXT_LEVEL 1.0');
});
