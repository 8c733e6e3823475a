// The figures of tests/console/measure.
import base from '../playwright.config.ts';

const gpu = process.env.LIGHTSHIP_GPU === '1';
const { launchOptions } = base.use!;

export default {
  ...base, testDir: '.', globalSetup: '../support/global_setup.ts', timeout: 600_000, workers: 1,
  use: { ...base.use, trace: 'off', launchOptions: { ...launchOptions, args: gpu ? [] : launchOptions!.args } },
};
