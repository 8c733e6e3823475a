// The same desks in Debian's Firefox. It draws WebGL on a screen alone: one that is not there.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Browser, BrowserType } from '@playwright/test';
import { expect, test as base } from './test.ts';

const screenSize = '1600x1000x24';

// Playwright's own driver of a Firefox as it is installed, by WebDriver BiDi; not yet among what it documents.
interface Drivers {
  _bidiFirefox: BrowserType;
}

class Screen {
  private constructor(private readonly process: ChildProcess, readonly display: string) {}

  // Under whatever number is free.
  static async start(): Promise<Screen> {
    const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', screenSize, '-nolisten', 'tcp', '-noreset'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const number = await new Promise<string>((told, failed) => {
      createInterface({ input: child.stdio[3] as Readable }).once('line', told);
      child.once('error', failed);
      child.once('exit', (status) => failed(new Error(`Xvfb ended with ${status}`)));
    });
    return new Screen(child, `:${number}`);
  }

  async stop(): Promise<void> {
    const ended = new Promise((over) => this.process.once('exit', over));
    this.process.kill('SIGTERM');
    await ended;
  }
}

function launch(firefox: BrowserType, display: string): Promise<Browser> {
  return firefox.launch({
    executablePath: '/usr/bin/firefox-esr',
    args: [],
    headless: false,
    env: { ...process.env, DISPLAY: display, MOZ_ENABLE_WAYLAND: '0', LIBGL_ALWAYS_SOFTWARE: '1' },
    firefoxUserPrefs: { 'webgl.force-enabled': true },
  });
}

export const test = base.extend<object, { browser: Browser }>({
  browser: [async ({ playwright }, use) => {
    const screen = await Screen.start();
    const browser = await launch((playwright as unknown as Drivers)._bidiFirefox, screen.display);
    await use(browser);
    await browser.close();
    await screen.stop();
  }, { scope: 'worker' }],
});

export { expect };
