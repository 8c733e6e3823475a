// The console in Chromium, and once in Firefox (support/firefox.ts), against three real nodes. LIGHTSHIP_BIN names the programs' directory.
import { defineConfig } from '@playwright/test';
import { outputFolder } from './support/places.ts';

// Maps need WebGL: drawn in software here, so that it works on machines without a screen.
const chromiumFlags = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run'];

export default defineConfig({
  testDir: 'specs',
  outputDir: `${outputFolder}/results`,
  globalSetup: './support/global_setup.ts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    launchOptions: { executablePath: '/usr/bin/chromium', args: chromiumFlags },
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Asia/Singapore',
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
});
