/** Closing the window, with the real runner of jobs and a window that can only hide and close. */
import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import { foreignText } from '../../shared/messages/message.ts';
import type { JobKind } from '../../shared/model/job.ts';
import { createJobs } from '../jobs/runner.ts';
import { type Answer, endAfterJobs } from './end-after-jobs.ts';

// A turn is enough to wait for: no timer is in any of this, and what was promised comes before the next one.
function open(answer: Answer, isAsked = true) {
  const jobs = createJobs();
  const told: string[] = [];
  const events = new EventEmitter();
  let isVisible = true;
  const window = Object.assign(events, {
    hide() {
      isVisible = false;
      told.push('hidden');
    },
    show() {
      isVisible = true;
    },
    isVisible: () => isVisible,
    close() {
      let stays = false;
      events.emit('close', {
        preventDefault: () => {
          stays = true;
        },
      });
      told.push(stays ? 'stays' : 'closed');
    },
  });
  const ask = async () => {
    told.push('asked');
    return answer;
  };
  endAfterJobs(window as unknown as BrowserWindow, jobs, { isAsked: () => isAsked, ask });
  const start = (kind: JobKind) => {
    let end = () => {};
    jobs.start({
      ...{ kind, host: null, title: foreignText('work') },
      run: () =>
        new Promise<void>((settle) => {
          end = settle;
        }),
    });
    return async () => {
      end();
      await turn();
    };
  };
  return { window, told, start, jobs };
}

test('with nothing that goes on, or what loses only its answer, it closes', () => {
  const { window, told, start } = open('cancel');
  start('verify');
  start('refresh');
  window.close();
  expect(told).toEqual(['closed']);
});

test('while something is applied it hides, asks nobody, and closes once that has ended', async () => {
  const { window, told, start } = open('cancel');
  const end = start('apply');
  window.close();
  window.close();
  await turn();
  expect(told).toEqual(['hidden', 'stays', 'hidden', 'stays']);
  await end();
  expect(told.slice(4)).toEqual(['closed']);
});

test('who brought it back meanwhile keeps it', async () => {
  const { window, told, start } = open('cancel');
  const end = start('apply');
  window.close();
  window.show();
  await end();
  expect(told).toEqual(['hidden', 'stays']);
});

test('downloads are asked about once: they go on without a window, and Veneer ends with them', async () => {
  const { window, told, start } = open('keep');
  const end = start('download');
  window.close();
  window.close();
  await turn();
  expect(told).toEqual(['asked', 'stays', 'stays', 'hidden']);
  await end();
  expect(told.slice(4)).toEqual(['closed']);
});

test('downloads are asked about: they stop, or the window stays', async () => {
  const stopping = open('stop');
  stopping.start('download');
  stopping.window.close();
  await turn();
  expect(stopping.told).toEqual(['asked', 'stays', 'closed']);
  const staying = open('cancel');
  staying.start('download');
  staying.window.close();
  await turn();
  expect(staying.told).toEqual(['asked', 'stays']);
});

test('where downloads are to stop, what is applied is waited for all the same, and nothing asks behind the scenes', async () => {
  const { window, told, start } = open('stop');
  start('download');
  const end = start('apply');
  window.close();
  await turn();
  expect(told).toEqual(['asked', 'stays', 'hidden', 'stays']);
  await end();
  expect(told.slice(4)).toEqual(['closed']);
});

test('who quits is asked nothing about downloads, which go on with the next start', () => {
  const { window, told, start } = open('cancel', false);
  start('download');
  window.close();
  expect(told).toEqual(['closed']);
});
